"""Several of Avo's events that are one event of ours: its variants. Pure.

They are sent under one name and land in one table, so the schema says what all of them
may hold.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

_Schema = dict[str, Any]


def united(schemas: list[_Schema]) -> _Schema:
    """Return an object's schema that each of *schemas* keeps to; of one, that very one.

    Where they differ, the first has the words. A property is required if all require it.
    """
    return functools.reduce(_both, schemas)


def _both(one: _Schema, other: _Schema) -> _Schema:
    if one == other:
        return one
    made = {**other, **one}
    for key in _ONLY_OF_ALL:
        # What only one of them asks for cannot be asked of both.
        if key in made and one.get(key) != other.get(key):
            del made[key]
    for key, unite in (("items", _items), ("properties", _properties)):
        if key in made:
            made[key] = unite(one, other)
    theirs = set(other.get("required", ()))
    required = [name for name in one.get("required", ()) if name in theirs]
    made.pop("required", None)
    made |= {"required": required} if required else {}
    return {**made, **_types(one, other), **_values(one, other)}


_ONLY_OF_ALL = ("type", "enum", "const", "pattern", "additionalProperties")


def _types(one: _Schema, other: _Schema) -> _Schema:
    if "type" not in one or "type" not in other:
        return {}
    unique = list(dict.fromkeys([*_listed(one["type"]), *_listed(other["type"])]))
    return {"type": unique if len(unique) > 1 else unique[0]}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _items(one: _Schema, other: _Schema) -> Any:
    if "items" in one and "items" in other:
        return _both(one["items"], other["items"])
    return one.get("items", other.get("items"))


def _properties(one: _Schema, other: _Schema) -> _Schema:
    ours, theirs = one.get("properties", {}), other.get("properties", {})
    return {
        name: _both(ours[name], theirs[name])
        if name in ours and name in theirs
        else ours.get(name, theirs.get(name))
        for name in {**ours, **theirs}
    }


def _values(one: _Schema, other: _Schema) -> _Schema:
    """Return the values of both; nothing if one of them takes any value."""
    ours, theirs = _allowed(one), _allowed(other)
    if ours is None or theirs is None:
        return {}
    if "const" in one and one.get("const") == other.get("const"):
        return {"const": one["const"]}
    return {"enum": [*ours, *(value for value in theirs if value not in ours)]}


def _allowed(schema: Mapping[str, Any]) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    found = schema.get("enum")
    return found if isinstance(found, list) else None
