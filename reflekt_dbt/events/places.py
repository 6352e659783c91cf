"""Where things stand in the text of a JSON file.

A second look at the text, taken only for files that have something to report: keeping
places while reading every file would cost more than reading it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from reflekt_dbt.events.flaw import Pointer

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_SCALAR = re.compile(r'[^\s{}\[\],:"]+')


@dataclass(slots=True)
class Places:
    """Offsets into the text of one JSON document.

    Attributes:
        text: The document itself.
        values: Offset of each value; of the last one where a key is repeated.
        keys: Offset of each object member's key; of the last one where it is repeated.
        repeated: Pointer and offset of each key that its object already had, with the
            offset of the first.
    """

    text: str
    values: dict[Pointer, int] = field(default_factory=dict)
    keys: dict[Pointer, int] = field(default_factory=dict)
    repeated: list[tuple[Pointer, int, int]] = field(default_factory=list)

    def key_at(self, pointer: Pointer, offset: int) -> None:
        """Note the key of the member that *pointer* leads to."""
        if pointer in self.keys:
            self.repeated.append((pointer, offset, self.keys[pointer]))
        self.keys[pointer] = offset

    def scalar(self, pointer: Pointer) -> str:
        """Return the number or word at *pointer* as written; ``""`` if it is neither."""
        found = _SCALAR.match(self.text, self.values[pointer])
        return found[0] if found else ""


@dataclass(slots=True)
class _Level:
    """An object or array that is open at the moment."""

    pointer: Pointer
    step: str | int | None

    @property
    def wants_key(self) -> bool:
        return self.step is None


def find_places(text: str) -> Places:
    """Return where each key and value of *text* stands; *text* must be valid JSON."""
    places = Places(text)
    levels: list[_Level] = []
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in {"}", "]"}:
            levels.pop()
        elif mark == ",":
            step = levels[-1].step
            levels[-1].step = step + 1 if isinstance(step, int) else None
        elif mark != ":":
            _note(places, levels, mark, token.start())
    return places


def _note(places: Places, levels: list[_Level], mark: str, offset: int) -> None:
    if levels and levels[-1].wants_key:
        levels[-1].step = str(json.loads(mark))
        places.key_at(_here(levels), offset)
        return
    pointer = _here(levels)
    places.values[pointer] = offset
    if mark in {"{", "["}:
        levels.append(_Level(pointer, 0 if mark == "[" else None))


def _here(levels: list[_Level]) -> Pointer:
    if not levels:
        return ()
    top = levels[-1]
    return top.pointer if top.step is None else (*top.pointer, top.step)


def line_and_column(text: str, offset: int) -> str:
    """Return *offset* as ``line:column``, both from 1, columns in characters."""
    line = text.count("\n", 0, offset) + 1
    return f"{line}:{offset - text.rfind(chr(10), 0, offset)}"


def first_deeper_than(levels: int, text: str) -> int | None:
    """Return the offset of the first bracket nested deeper than *levels*, if there is one.

    Works on any text, valid JSON or not, so that it can guard the parser's recursion.
    """
    if text.count("{") + text.count("[") <= levels:
        return None
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in {"{", "["}:
            depth += 1
        elif token[0] in {"}", "]"}:
            depth -= 1
        if depth > levels:
            return token.start()
    return None
