"""What a schema says of a property beside its values: personal data, and former names. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reflekt_dbt.events.keywords import NAMED, SCHEMAS
from reflekt_dbt.events.refs import NoTargetError, resolve
from reflekt_dbt.events.shape import Part, mark_of

Path = tuple[str, ...]


def former_paths(
    above: Path, above_before: Iterable[Path], name: str, renamed_from: Iterable[str]
) -> tuple[Path, ...]:
    """Return the paths that a property had before, the latest first.

    A former name without a dot stood beside the property; one with dots is a path from the
    top of the event, and so is one that begins with a dot.

    Args:
        above: Path of the object around the property.
        above_before: Paths that this object had before.
        name: Of the property now.
        renamed_from: Its former names, as written.
    """
    around = (above, *above_before)
    before = [path for old in renamed_from for path in _meant(old, around)]
    before += [(*path, name) for path in above_before]
    return tuple(path for path in dict.fromkeys(before) if path != (*above, name))


def _meant(old: str, around: Iterable[Path]) -> Iterator[Path]:
    path = tuple(step for step in old.split(".") if step)
    if "." in old:
        yield path
    else:
        yield from ((*above, *path) for above in around)


def mark_within(document: Mapping[str, Any], parts: Iterable[Part]) -> bool | str:
    """Return whether anything that *parts* describe is marked as personal data, or its kind.

    Args:
        document: In which their references point.
        parts: What describes one property, kept whole.
    """
    # No recursion: references may lead on for longer than Python's stack.
    marks, followed = [], set[str]()
    left: list[Any] = [part.schema for part in parts]
    while left:
        schema = left.pop()
        if isinstance(schema, dict):
            marks.append(mark_of(schema))
            left += reversed(list(_inside(document, schema, followed)))
    return any_mark(marks)


def any_mark(marks: Iterable[bool | str | None]) -> bool | str:
    """Return the first kind of personal data among *marks*, else whether any says yes."""
    found = [mark for mark in marks if mark]
    return next((mark for mark in found if isinstance(mark, str)), bool(found))


def _inside(
    document: Mapping[str, Any], schema: Mapping[str, Any], followed: set[str]
) -> Iterator[Any]:
    """Yield the schemas right below *schema*, and what it refers to, each reference once."""
    for key, value in schema.items():
        if key in SCHEMAS:
            yield from value if isinstance(value, list) else [value]
        elif key in NAMED and key not in {"definitions", "$defs"} and isinstance(value, dict):
            yield from value.values()
        elif key == "$ref" and isinstance(value, str) and value not in followed:
            followed.add(value)
            try:
                yield resolve(document, value)
            except NoTargetError:
                continue
