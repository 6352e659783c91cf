"""Properties of Avo ↔ properties of ours. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

# What Avo's export says of a property in words of JSON Schema, and we take as it is.
_KEPT: Mapping[str, type | tuple[type, ...]] = {
    "type": (str, list),
    "description": str,
    "enum": list,
    "const": object,
    "pattern": str,
    "required": list,
    "additionalProperties": (bool, dict),
    "pii": bool,
}
_JSON_TYPES = frozenset({"string", "integer", "number", "boolean", "object", "array", "null"})
# Of Avo's own making: names and places, which no schema file needs.
_PLUMBING = frozenset({"id", "index", "nameMapping", "isSystemProperty"})
_OWN = "x-avo-"
_NOTHING: tuple[Any, ...] = (None, "", [], {})
# Type names that are none of JSON Schema's, should Avo say them.
_TYPES = {"long": "integer", "int": "integer", "float": "number", "double": "number"}


class Names(NamedTuple):
    """What names are called at one destination.

    Attributes:
        destination: Its id; ``""`` takes every name as Avo has it.
    """

    destination: str = ""

    def at_destination(self, name: str, said: Mapping[str, Any]) -> str:
        """Return what *name* is called there, going by the ``nameMapping`` of *said*."""
        for one in mappings_of(said):
            if self.destination and one.get("destinationId") == self.destination:
                return str(one.get("name") or name)
        return name


def mappings_of(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the name mappings of an event's rules, or of a property."""
    found = said.get("nameMapping")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def from_avo(said: Any, names: Names) -> dict[str, Any]:
    """Return the property, or object of properties, that Avo says *said* of.

    Keywords that we do not know stay, as ``x-avo-…``.
    """
    if not isinstance(said, dict):
        return {}
    made: dict[str, Any] = {}
    for key, value in said.items():
        if key in _READ:
            made |= _READ[key](value, names)
        elif _is_said(key, value):
            made[key] = value
        elif key not in _PLUMBING and value not in _NOTHING:
            made[f"{_OWN}{key}"] = value
    required = _required(said, names)
    made.pop("required", None)
    return {**made, **({"required": required} if required else {})}


def _type_from_avo(value: Any, _: Names) -> dict[str, Any]:
    given = value if isinstance(value, list) else [value]
    types = [_TYPES.get(name, name) for name in given if isinstance(name, str)]
    # "any" is no type of JSON Schema's, and says nothing.
    if not types or "any" in types:
        return {}
    if not _JSON_TYPES.issuperset(types):
        return {f"{_OWN}type": value}
    unique = list(dict.fromkeys(types))
    return {"type": unique if len(unique) > 1 else unique[0]}


def _items_from_avo(value: Any, names: Names) -> dict[str, Any]:
    return {"items": from_avo(value, names)}


def _members_from_avo(value: Any, names: Names) -> dict[str, Any]:
    members = value if isinstance(value, dict) else {}
    called = _renamed(members, names)
    made = {called[name]: from_avo(said, names) for name, said in members.items()}
    return {"properties": made}


# Keywords whose value is not taken as it is.
_READ: Mapping[str, Callable[[Any, Names], dict[str, Any]]] = {
    "type": _type_from_avo,
    "items": _items_from_avo,
    "properties": _members_from_avo,
}


def _renamed(members: Mapping[str, Any], names: Names) -> dict[str, str]:
    """Return name in Avo → name at the destination; a name that is taken stays Avo's."""
    wanted = {
        name: names.at_destination(name, said if isinstance(said, dict) else {})
        for name, said in members.items()
    }
    counts: dict[str, int] = {}
    for name in [*wanted.values(), *(name for name in wanted if wanted[name] != name)]:
        counts[name] = counts.get(name, 0) + 1
    return {name: new if counts[new] == 1 else name for name, new in wanted.items()}


def _required(said: Mapping[str, Any], names: Names) -> list[str]:
    members = said.get("properties")
    called = _renamed(members, names) if isinstance(members, dict) else {}
    given = said.get("required")
    listed = given if isinstance(given, list) else []
    return [called.get(name, name) for name in listed if isinstance(name, str)]


def to_avo(schema: Any) -> dict[str, Any]:
    """Return *schema*, a property of ours, as Avo would say it; see `losses_in`."""
    if not isinstance(schema, dict):
        return {}
    made: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "items" and isinstance(value, dict):
            made[key] = to_avo(value)
        elif key == "properties" and isinstance(value, dict):
            made[key] = {name: to_avo(inner) for name, inner in value.items()}
        elif _is_said(key, value):
            made[key] = value
        elif key.startswith(_OWN):
            made[key.removeprefix(_OWN)] = value
    return made


def losses_in(schema: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield the place of each thing in *schema* that Avo cannot say, and a sentence."""
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if key == "items" and isinstance(value, dict):
            yield from losses_in(value, f"{pointer}/items")
        elif key == "properties" and isinstance(value, dict):
            for name, inner in value.items():
                escaped = name.replace("~", "~0").replace("/", "~1")
                yield from losses_in(inner, f"{pointer}/properties/{escaped}")
        elif not _is_said(key, value) and not key.startswith(_OWN) and value not in _NOTHING:
            yield f"{pointer}/{key}", f"Avo has no {key!r}"


_EMPTY: tuple[Any, ...] = ("", [])


def _is_said(key: str, value: Any) -> bool:
    """Tell whether Avo and we say *key* in the same way."""
    known = key in _KEPT and isinstance(value, _KEPT[key])
    return known and (key == "const" or value not in _EMPTY)
