"""Whether two documents mean the same, what differs, and one brought into the other. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.compare.model import dotted
from reflekt_dbt.compare.plain import essence
from reflekt_dbt.compare.schemas import compare_schemas
from reflekt_dbt.events.flaw import Pointer, said
from reflekt_dbt.events.keywords import NAMED, SCHEMAS

_PLACE = "$id"
# What compare_schemas speaks of.
_COMPARED = frozenset(
    {
        "type", "enum", "const", "format", "pattern", "required", "uniqueItems", "multipleOf",
        "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minLength", "maxLength",
        "minItems", "maxItems", "minProperties", "maxProperties", "$ref", "dependencies",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that differs between two documents.

    Attributes:
        path: Where, as people say it: ``products[].price``; ``""`` for the event itself.
        sentence: What, for people; without a full stop.
        before: As a JSON value; None if there is nothing.
        after: As a JSON value; None if there is nothing.
    """

    path: str
    sentence: str
    before: Any = None
    after: Any = None


def fingerprint(data: Mapping[str, Any]) -> str:
    """Return what is equal for documents that mean the same: 16 hexadecimal digits.

    The order of keys and of lists that have none does not count, nor where the file is.
    """
    return hashlib.sha256(_meaning(data).encode()).hexdigest()[:16]


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two documents mean the same."""
    return _meaning(one) == _meaning(other)


def _meaning(data: Mapping[str, Any]) -> str:
    return essence(_placeless(data))


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Return what differs between two documents; nothing only if they mean the same."""
    changes = [
        Difference(one.dotted, one.sentence, one.before, one.after)
        for one in compare_schemas(old, new)
    ]
    every = [one for one in _unequal(old, new, ()) if one[0] != (_PLACE,)]
    words = [one for one in every if not _is_compared(one[0])]
    found = (*changes, *(_worded(*one) for one in words))
    # Such as two spellings of one reference: no event fits the other, yet they differ.
    return found or tuple(_worded(*one) for one in every)


def _unequal(
    old: Mapping[str, Any], new: Mapping[str, Any], above: Pointer
) -> Iterator[tuple[Pointer, Any, Any]]:
    """Yield pointer, old and new value of each member that differs, as deep as can be."""
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        if key in old and key in new and essence(before, key=key) == essence(after, key=key):
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _unequal(before, after, (*above, key))
        else:
            yield (*above, key), before, after


def _is_compared(pointer: Pointer) -> bool:
    """Tell whether `compare_schemas` speaks of what is at *pointer*."""
    is_name = False
    for step in pointer:
        if is_name:
            is_name = False
        elif step in NAMED:
            is_name = True
        elif step not in SCHEMAS:
            # The rest is data, or a value that decides which events fit.
            return step in _COMPARED or (pointer[:2] == ("self", "name"))
    return True  # A property, or a sub-schema, that one of the two has not.


def _worded(pointer: Pointer, before: Any, after: Any) -> Difference:
    what = said(pointer)
    if before is None:
        sentence = f"{what} is new"
    elif after is None:
        sentence = f"{what} is gone"
    else:
        sentence = f"{what} is another"
    return Difference(_path(pointer), sentence, before, after)


def _path(pointer: Pointer) -> str:
    names: list[str] = []
    is_name = False
    for step in pointer:
        if is_name:
            names.append(str(step))
        is_name = step == "properties" and not is_name
    return dotted(names)


def grafted(
    local: Mapping[str, Any], known: Mapping[str, Any], news: Mapping[str, Any]
) -> dict[str, Any]:
    """Return *local* with what differs from *known* to *news* brought into it.

    So what a registry cannot express stays in the file when the rest of it changes there.

    Args:
        local: The file; its ``$id`` stays.
        known: The file, as the registry would hold it.
        news: What the registry holds.
    """
    made = _grafted(local, _placeless(known), _placeless(news))
    return {_PLACE: local[_PLACE], **made} if _PLACE in local else made


def _grafted(
    local: Mapping[str, Any], known: Mapping[str, Any], news: Mapping[str, Any]
) -> dict[str, Any]:
    made = {key: value for key, value in local.items() if key in news or key not in known}
    for key, value in news.items():
        mine, before = local.get(key), known.get(key)
        if key in known and essence(before, key=key) == essence(value, key=key):
            continue
        if isinstance(mine, Mapping) and isinstance(before, Mapping) and _is_object(value):
            made[key] = _grafted(mine, before, value)
        else:
            made[key] = value
    return made


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _placeless(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != _PLACE}
