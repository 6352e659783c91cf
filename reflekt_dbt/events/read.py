"""A JSON file in, a document out, or every reason why not with its place.

Knows JSON and text, nothing of events. Stricter than the standard library: a repeated
key, a number that is none and a control character in a string are errors here, because
each of them would otherwise end up in someone's SQL or YAML.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.flaw import Flaw, Pointer
from reflekt_dbt.events.places import Places, find_places, first_deeper_than, line_and_column
from reflekt_dbt.events.syntax import explain

# Deeper than any tracking plan, and well within the recursion of every reader of ours.
DEEPEST = 100
# A double ends at 309 digits; longer than this, a number is looked at twice.
_LONG_NUMBER = 300

_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# What a string with such a character must look like in the file: raw, or escaped. Raw
# ones below U+0020 are no JSON to begin with.
_PERHAPS_NOT_TEXT = re.compile(r"[\x7f-\x9f]|\\[bfr]|\\u(?:00[0189]|007[fF]|[dD][89a-fA-F])")


@dataclass(frozen=True, slots=True)
class Document:
    """The content of one JSON file.

    Attributes:
        data: What the JSON says.
        text: The file's text, without a byte order mark.
        where: How messages name the file.
    """

    data: Any
    text: str
    where: str

    def errors(self, flaws: Iterable[Flaw]) -> list[SchemaError]:
        """Return *flaws* as errors with ``file:line:column``, in the order of the text."""
        found = list(flaws)
        if not found:
            return []
        places = find_places(self.text)
        placed = sorted(((_offset(places, flaw), flaw) for flaw in found), key=lambda p: p[0])
        return [
            SchemaError(flaw.problem, where=self.place(offset), hint=flaw.hint)
            for offset, flaw in placed
        ]

    def place(self, offset: int) -> str:
        """Return *offset* as ``file:line:column``."""
        return f"{self.where}:{line_and_column(self.text, offset)}"


def read_document(file: Path) -> Document:
    """Read *file*, whatever its JSON says.

    Raises:
        SchemaError: It cannot be read, or is not JSON that means the same to every reader.
    """
    where = printable(str(file))
    return parse_document(decoded(bytes_of(file, where), where), where)


def parse_document(text: str, where: str) -> Document:
    """Return what the JSON in *text* says; *where* is how messages name it.

    Raises:
        SchemaError: It is not JSON that means the same to every reader.
    """
    too_deep = first_deeper_than(DEEPEST, text)
    if too_deep is not None:
        raise SchemaError(
            f"more than {DEEPEST} objects and arrays inside each other",
            where=f"{where}:{line_and_column(text, too_deep)}",
            hint="move inner objects to \"definitions\" and refer to them by \"$ref\"",
        )  # fmt: skip
    parser = _Parser()
    try:
        document = Document(parser.parse(text), text, where)
    except json.JSONDecodeError as error:
        offset, problem, hint = explain(text, error)
        place = f"{where}:{line_and_column(text, offset)}"
        raise SchemaError(problem, where=place, hint=hint) from error
    problems = _problems(document, parser)
    if problems:
        raise SchemaError.of(problems)
    return document


def bytes_of(file: Path, where: str) -> bytes:
    """Return the content of *file*.

    Raises:
        SchemaError: It cannot be read; *where* is how that message names it.
    """
    try:
        return file.read_bytes()
    except IsADirectoryError as error:
        hint = "give the folder another name, or move it out of the schemas folder"
        raise SchemaError("this is a folder, not a file", where=where, hint=hint) from error
    except FileNotFoundError as error:
        raise SchemaError("no such file", where=where, hint="is it a broken link?") from error
    except OSError as error:
        problem = f"this file cannot be read: {error.strerror or error}"
        raise SchemaError(problem, where=where, hint="check its permissions") from error


def decoded(data: bytes, where: str) -> str:
    """Return the text in *data*, without a byte order mark.

    Raises:
        SchemaError: It is not UTF-8; *where* is how that message names it.
    """
    # Some editors on Windows begin UTF-8 with a byte order mark.
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        raise SchemaError(
            f"this file is not UTF-8: byte 0x{data[error.start]:02x}",
            where=f"{where}:{line_and_column(before, len(before))}",
            hint="save it in the encoding UTF-8",
        ) from error


def not_text(value: str) -> str:
    """Return the first character of *value* that is no text, as ``U+0000``; or ``""``."""
    found = _NOT_TEXT.search(value)
    return f"U+{ord(found[0]):04X}" if found else ""


def printable(text: str) -> str:
    """Return *text* with what a terminal or a YAML file could not take written as escapes."""
    return _NOT_TEXT.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class _Parser:
    """The standard parser, with a note of what needs a second look."""

    def __init__(self) -> None:
        self.repeated = False
        self.odd_number = False

    def parse(self, text: str) -> Any:
        return json.loads(
            text,
            object_pairs_hook=self._object,
            parse_int=self._integer,
            parse_float=self._float,
            parse_constant=self._float,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        self.repeated |= len(made) != len(pairs)
        return made

    def _integer(self, digits: str) -> int:
        # Python refuses, or takes minutes over, numbers of thousands of digits.
        self.odd_number |= len(digits) > _LONG_NUMBER
        return int(digits) if len(digits) <= _LONG_NUMBER else 0

    def _float(self, digits: str) -> float:
        number = float(digits)
        self.odd_number |= not math.isfinite(number)
        return number


def _problems(document: Document, parser: _Parser) -> list[SchemaError]:
    problems = []
    if parser.repeated:
        problems += [
            SchemaError(
                f"the key {_shown(pointer[-1])} is there twice, first in line {first}",
                where=document.place(offset),
                hint="remove one of the two",
            )
            for pointer, offset, first in _repeated(document.text)
        ]
    flaws: list[Flaw] = []
    if parser.odd_number:
        flaws += _odd_numbers(find_places(document.text))
    if _PERHAPS_NOT_TEXT.search(document.text):
        flaws += _odd_strings(document.data, ())
    return problems + document.errors(flaws)


def _repeated(text: str) -> Iterator[tuple[Pointer, int, str]]:
    for pointer, offset, first in find_places(text).repeated:
        yield pointer, offset, line_and_column(text, first).partition(":")[0]


def _odd_numbers(places: Places) -> Iterator[Flaw]:
    for pointer in places.values:
        token = places.scalar(pointer)
        if token in {"", "true", "false", "null"} or math.isfinite(float(token)):
            continue
        shown = token if len(token) < 20 else f"{token[:12]}…"
        hint = "give a number that fits a 64-bit float, or write it as a string"
        yield Flaw(pointer, f"{shown} is no number in JSON", hint)


def _odd_strings(value: Any, pointer: Pointer) -> Iterator[Flaw]:
    if isinstance(value, str):
        yield from _odd_string(value, pointer, "a string")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _odd_strings(item, (*pointer, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _odd_string(key, (*pointer, key), "a key", at_key=True)
            yield from _odd_strings(item, (*pointer, key))


def _odd_string(
    text: str, pointer: Pointer, what: str, *, at_key: bool = False
) -> Iterator[Flaw]:
    bad = not_text(text)
    if bad:
        kind = "lone surrogate" if bad.startswith("U+D") else "control character"
        hint = "remove it; of control characters only tab and newline may stand in text"
        yield Flaw(pointer, f"{what} holds the {kind} {bad}", hint, at_key)


def _offset(places: Places, flaw: Flaw) -> int:
    offsets = places.keys if flaw.at_key else places.values
    return offsets.get(flaw.pointer, places.values.get(flaw.pointer, 0))


def _shown(step: str | int) -> str:
    return printable(repr(step))
