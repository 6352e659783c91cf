"""Every sub-schema of a document, each once, with where it stands; follows no ``$ref``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from reflekt_dbt.events.flaw import Pointer

Kind = Literal["event", "property", "other"]

# Keywords that hold a schema, or a list or mapping of schemas, for the very same value.
_ALSO = ("then", "else")
_ALSO_LISTS = ("allOf", "anyOf", "oneOf")
_ALSO_NAMED = ("dependencies", "dependentSchemas")
# What these say of a property is a condition; it is described elsewhere.
_CONDITIONS = ("if", "not")
_APPLICATORS = frozenset(
    {
        "properties", "patternProperties", "additionalProperties", "propertyNames",
        "items", "additionalItems", "contains", "definitions", "$defs",
        *_ALSO, *_ALSO_LISTS, *_ALSO_NAMED, *_CONDITIONS,
    }
)  # fmt: skip


class Sub(NamedTuple):
    """A sub-schema, and where it stands.

    Attributes:
        schema: As the file has it.
        pointer: From the document's top to it.
        path: Names of the properties down to it; ``[]`` is an array's item, ``*`` any
            other key. ``()`` for the event itself.
        place: The schema that all that is said of this very value stands in: *schema*
            itself, or the one of which it is an alternative or a condition.
        kind: ``property`` where a property is first described; a later mention of it, in
            an alternative or a condition, is ``other``.
    """

    schema: dict[str, Any]
    pointer: Pointer
    path: tuple[str, ...]
    place: Mapping[str, Any]
    kind: Kind

    @property
    def name(self) -> str:
        """Of the property, as the file spells it."""
        return self.path[-1]

    @property
    def dotted(self) -> str:
        """The path as people say it: ``cart.total``, ``products[].sku``."""
        return ".".join(self.path).replace(".[]", "[]")


def walk(document: Any) -> tuple[Sub, ...]:
    """Return the sub-schemas of *document*, outer ones before inner ones."""
    walker = _Walker()
    walker.enter(document, _At((), (), None, describes=True), "event")
    return tuple(walker.found)


class _At(NamedTuple):
    """Where a schema stands; a *place* of None begins with the schema itself."""

    pointer: Pointer
    path: tuple[str, ...]
    place: Mapping[str, Any] | None
    describes: bool

    def own(self, path: tuple[str, ...], *steps: str | int) -> _At:
        """Return where the schema of another value stands, *steps* further down."""
        return _At((*self.pointer, *steps), path, None, self.describes)

    def also(self, place: Mapping[str, Any], *steps: str | int) -> _At:
        """Return where another schema of the same value stands."""
        return _At((*self.pointer, *steps), self.path, place, self.describes)


class _Walker:
    """Collects sub-schemas on the way down."""

    def __init__(self) -> None:
        self.found: list[Sub] = []
        self._described: set[tuple[str, ...]] = set()

    def enter(self, schema: Any, at: _At, kind: Kind = "other") -> None:
        """Collect *schema* and all in it; what is no mapping holds nothing."""
        if not isinstance(schema, dict):
            return
        place = schema if at.place is None else at.place
        self.found.append(Sub(schema, at.pointer, at.path, place, kind))
        if schema.keys().isdisjoint(_APPLICATORS):
            return
        self._members(schema, at)
        self._items(schema, at)
        self._of_same_value(schema, at, place)
        for key in ("definitions", "$defs"):
            for name, inner in _mapping(schema, key):
                # Whatever refers to it, so that it describes even below a condition.
                here = _At((*at.pointer, key, name), ("definitions", name), None, True)
                self.enter(inner, here)

    def _members(self, schema: dict[str, Any], at: _At) -> None:
        for name, inner in _mapping(schema, "properties"):
            path = (*at.path, name)
            is_first = at.describes and path not in self._described
            if is_first:
                self._described.add(path)
            here = at.own(path, "properties", name)
            self.enter(inner, here, "property" if is_first else "other")
        for name, inner in _mapping(schema, "patternProperties"):
            self.enter(inner, at.own((*at.path, name), "patternProperties", name))
        self.enter(
            schema.get("additionalProperties"), at.own((*at.path, "*"), "additionalProperties")
        )
        self.enter(schema.get("propertyNames"), at.own((*at.path, "*"), "propertyNames"))

    def _items(self, schema: dict[str, Any], at: _At) -> None:
        path = (*at.path, "[]")
        items = schema.get("items")
        self.enter(items, at.own(path, "items"))
        for index, item in _listed(items):
            self.enter(item, at.own(path, "items", index))
        self.enter(schema.get("additionalItems"), at.own(path, "additionalItems"))
        self.enter(schema.get("contains"), at.own(path, "contains")._replace(describes=False))

    def _of_same_value(self, schema: dict[str, Any], at: _At, place: Mapping[str, Any]) -> None:
        for key in _ALSO:
            self.enter(schema.get(key), at.also(place, key))
        for key in _ALSO_LISTS:
            for index, inner in _listed(schema.get(key)):
                self.enter(inner, at.also(place, key, index))
        for key in _ALSO_NAMED:
            for name, inner in _mapping(schema, key):
                self.enter(inner, at.also(place, key, name))
        for key in _CONDITIONS:
            self.enter(schema.get(key), at.also(place, key)._replace(describes=False))


def _mapping(schema: Mapping[str, Any], key: str) -> Iterable[tuple[str, Any]]:
    found = schema.get(key)
    return found.items() if isinstance(found, dict) else ()


def _listed(value: Any) -> Iterable[tuple[int, Any]]:
    return enumerate(value) if isinstance(value, list) else ()
