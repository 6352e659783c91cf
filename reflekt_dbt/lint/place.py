"""Lines and columns of violations; only files that have some are looked at again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.places import Places, find_places
from reflekt_dbt.events.read import Document, read_document
from reflekt_dbt.lint.violation import Violation

_PLACE = re.compile(r":(\d+):(\d+)\Z")


def place_in(where: str) -> tuple[int, int]:
    """Return line and column at the end of *where*; 1 and 1 if there is none."""
    found = _PLACE.search(where)
    return (int(found[1]), int(found[2])) if found else (1, 1)


def with_places(
    violations: Iterable[Violation],
    files: Mapping[str, Path],
    read: Callable[[Path], Document] = read_document,
) -> list[Violation]:
    """Return *violations*, each with its line and column.

    Args:
        violations: Of the files in *files*, or of others that have their place already.
        files: Path as in the violations → the file.
        read: Reads a file.
    """
    placed = []
    for path, group in groupby(sorted(violations, key=_path), key=_path):
        of_file = list(group)
        if all(violation.line for violation in of_file) or path not in files:
            placed.extend(of_file)
        else:
            placed.extend(_placed(of_file, files[path], read))
    return placed


def _path(violation: Violation) -> str:
    return violation.path


def _placed(
    violations: list[Violation], file: Path, read: Callable[[Path], Document]
) -> Iterable[Violation]:
    try:
        places = find_places(read(file).text)
    except SchemaError:
        # No document: what is known of it has its place, the rest is about the file itself.
        places = Places("")
    # Violations in the order of the text: what has been counted is not counted again.
    offsets = sorted(
        ((_offset(places, one), one) for one in violations if not one.line), key=lambda p: p[0]
    )
    line, counted = 1, 0
    for offset, violation in offsets:
        line += places.text.count("\n", counted, offset)
        counted = offset
        column = offset - places.text.rfind("\n", 0, offset)
        yield replace(violation, line=line, column=column)
    yield from (violation for violation in violations if violation.line)


def _offset(places: Places, violation: Violation) -> int:
    """Return where a violation is: at its value or key, or the nearest that is there."""
    pointer = violation.pointer
    if violation.at_key and pointer in places.keys:
        return places.keys[pointer]
    while pointer and pointer not in places.values:
        pointer = pointer[:-1]
    return places.values.get(pointer, 0)
