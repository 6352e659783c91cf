"""Two versions of an event's schema in, what changed out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reflekt_dbt.compare import bounds, conditions, members, values
from reflekt_dbt.compare.kinds import KINDS, change
from reflekt_dbt.compare.model import Change
from reflekt_dbt.compare.plain import essence, plain
from reflekt_dbt.compare.view import View
from reflekt_dbt.events.fold import TooManyPartsError
from reflekt_dbt.events.life import metadata_of, names_before

# By hand: a comparison that is not here is not made.
_FLAT = (
    values.null,
    values.enum,
    values.text_format,
    values.pattern,
    bounds.bounds,
    bounds.steps,
    bounds.uniqueness,
    conditions.conditions,
    conditions.references,
    members.forbidden,
)
_DEEP = (
    members.properties,
    members.other_properties,
    conditions.items,
    conditions.alternatives,
)
_ORDER = {kind.code: number for number, kind in enumerate(KINDS)}


def compare_schemas(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what changed from *old* to *new*, by path, then in the order of ``KINDS``.

    Descriptions, titles, defaults, examples, metadata and the order of keys are no change.

    Args:
        old: An event's schema, as JSON has it.
        new: Another version of it.
    """
    found = [*_names(old, new), *_schemas(old, new)]
    # Alternatives that changed alike say so once.
    different = {(one.path, one.code, one.sentence): one for one in found}
    return tuple(sorted(different.values(), key=lambda one: (one.path, _ORDER[one.code])))


def _names(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, after = _name(old), _name(new)
    if before != after and before in names_before(metadata_of(new), str(after)):
        sentence = f"the event was called {before!r} and is {after!r} now; its model stays"
        yield change("event-renamed-from", (), sentence, before=before, after=after)
    elif before != after:
        sentence = f"the event was called {before!r} and is called {after!r} now"
        yield change("event-renamed", (), sentence, before=before, after=after)


def _name(document: Mapping[str, Any]) -> Any:
    own = document.get("self")
    return own.get("name") if isinstance(own, Mapping) else None


def _schemas(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    try:
        before, after = plain(old), plain(new)
        if essence(before) != essence(after):
            yield from list(_views(View([before]), View([after]), ()))
    except TooManyPartsError:
        if essence(old) != essence(new):
            sentence = "the references unfold to more than can be compared"
            yield change("too-large-to-compare", (), sentence)


def _views(old: View, new: View, path: tuple[str, ...]) -> Iterator[Change]:
    """Yield what changed at *path* and below."""
    other_types = tuple(values.types(old, new, path))
    yield from other_types
    if other_types:
        return  # What was true of strings says nothing of numbers.
    for flat in _FLAT:
        yield from flat(old, new, path)
    for deep in _DEEP:
        yield from deep(old, new, path, _views)
