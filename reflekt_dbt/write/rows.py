"""Files of one row a line, fields between tabs, which git can merge. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reflekt_dbt.write.blob import unix
from reflekt_dbt.write.conflict import is_marker


class Row(NamedTuple):
    """A line and where it stands; *fields* is empty if they cannot be read."""

    number: int
    fields: tuple[str, ...]


def render_rows(header: str, rows: Iterable[tuple[str, ...]]) -> str:
    """Return the file's text: *header* as a comment, then *rows*; ``""`` without rows."""
    lines = [_guarded("\t".join(map(_escaped, row))) for row in rows]
    return "\n".join([f"# {header}", *lines, ""]) if lines else ""


def read_rows(text: str) -> Iterator[Row]:
    """Yield the rows of *text*, those of every side where it has conflict markers."""
    # Not splitlines(): it also splits at characters that a name may hold.
    for number, line in enumerate(unix(text).split("\n"), start=1):
        if line and not line.startswith("#") and not is_marker(line):
            yield Row(number, _fields(line))


def _escaped(field: str) -> str:
    # Tens of thousands of fields are plain names.
    if field.isprintable() and _is_plain(field):
        return field
    return json.dumps(field, ensure_ascii=False)[1:-1]


def _guarded(line: str) -> str:
    # A name at the start must not pass for a comment or a conflict marker.
    return f"\\u{ord(line[0]):04x}{line[1:]}" if line[0] in "#<|=>" else line


def _fields(line: str) -> tuple[str, ...]:
    if _is_plain(line):
        return tuple(line.split("\t"))
    try:
        return tuple(str(json.loads(f'"{field}"')) for field in line.split("\t"))
    except ValueError:
        return ()


def _is_plain(text: str) -> bool:
    return "\\" not in text and '"' not in text
