"""One value of a plain schema, seen as what all sub-schemas together ask of it. Pure.

Stricter than the events' own reader, which forgives contradictions so that no property
vanishes: here a contradiction lets nothing in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from reflekt_dbt.compare.choices import (
    Alternatives,
    Limit,
    are_apart,
    in_common,
    is_null,
    limit_of,
    told,
    types_of,
    values_in_common,
    with_narrower,
)
from reflekt_dbt.compare.plain import essence

_ABOUT = {
    "string": ("minLength", "maxLength", "pattern"),
    "integer": ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"),
    "array": ("minItems", "maxItems", "uniqueItems", "items", "additionalItems", "contains"),
    "object": (
        "minProperties", "maxProperties", "patternProperties", "additionalProperties",
        "propertyNames", "dependencies", "dependentRequired", "dependentSchemas",
    ),
}  # fmt: skip
_TYPE_ABOUT = {keyword: name for name, keywords in _ABOUT.items() for keyword in keywords}
_OBJECT = frozenset({"object"})


class View:
    """What several plain schemas ask of one value, all together.

    Attributes:
        words: Each schema that surely applies: they themselves, their ``allOf``, and an
            alternative that is the only one but null.
        alternatives: What applies perhaps.
    """

    def __init__(self, schemas: Iterable[Any]) -> None:
        self.words: list[dict[str, Any]] = []
        self.alternatives: list[Alternatives] = []
        self._limits: list[Limit] = []
        for schema in schemas:
            self._take(schema)

    def _take(self, schema: Any, *, null_apart: bool = False) -> None:
        """Take in a schema that applies; to null as well, unless that is *null_apart*."""
        if not isinstance(schema, dict):
            return
        self.words.append(schema)
        self._limits.append(limit_of(schema, null_apart=null_apart))
        for inner in _listed(schema, "allOf"):
            self._take(inner, null_apart=null_apart)
        for keyword in ("anyOf", "oneOf"):
            given = [one for one in _listed(schema, keyword) if one is not False]
            if given:
                self._choose(keyword, given, null_apart=null_apart)

    def _choose(self, keyword: str, given: Sequence[Any], *, null_apart: bool) -> None:
        members = [one for one in given if not is_null(one)]
        if len(members) < len(given) and keyword == "oneOf" and not are_apart(given):
            members = list(given)
        apart = null_apart or len(members) < len(given)
        limit = told(keyword, members, null_apart=apart)
        if len(members) == 1:
            self._take(members[0], null_apart=apart)
        elif limit is not None:
            self._limits.append(limit)
        else:
            self.alternatives.append(Alternatives(keyword, tuple(members)))

    @cached_property
    def types(self) -> frozenset[str] | None:
        """Type names without null, number standing for integer too; None if anything goes."""
        types = in_common(self._limits)
        if types is None and self.values is not None:
            return types_of(self.values)
        if types is None and (self.properties or self.required):
            return _OBJECT
        return types

    @property
    def type_names(self) -> list[str] | None:
        """The types in a fixed order, null last; None if anything goes."""
        if self.types is None:
            return None
        return [*sorted(self.types), *(["null"] if self.nullable else [])]

    @cached_property
    def nullable(self) -> bool:
        """Whether null fits; not, where only the properties tell that it is an object."""
        told_something = any(one.types is not None or one.values for one in self._limits)
        if not told_something and self.types is not None:
            return False
        return all(limit.nullable for limit in self._limits)

    @cached_property
    def values(self) -> tuple[Any, ...] | None:
        """Allowed values but null; None if unbounded."""
        return values_in_common(self._limits)

    @cached_property
    def required(self) -> frozenset[str]:
        """Names that are required."""
        listed = (_listed(word, "required") for word in self.words)
        return frozenset(name for names in listed for name in names if isinstance(name, str))

    @cached_property
    def properties(self) -> dict[str, tuple[Any, ...]]:
        """Name → its schemas, of each property that is described or required."""
        described = {name: None for word in self.words for name in _named(word)}
        names = described | dict.fromkeys(sorted(self.required))
        return {name: tuple(self._schemas_of(name)) for name in names}

    def _schemas_of(self, name: str) -> Iterable[Any]:
        for word in self.words:
            if name in _named(word):
                yield word["properties"][name]
            elif "additionalProperties" in word and "patternProperties" not in word:
                yield word["additionalProperties"]

    @property
    def forbidden(self) -> set[str]:
        """Names of properties that may not be there."""
        return {name for name, schemas in self.properties.items() if False in schemas}

    @cached_property
    def members(self) -> dict[str, tuple[Any, ...]]:
        """The properties that may be there."""
        return {n: schemas for n, schemas in self.properties.items() if n not in self.forbidden}

    def said(self, keyword: str) -> list[Any]:
        """Return what is said under *keyword*, where it has a say on values of these types."""
        about = _TYPE_ABOUT.get(keyword)
        if about and self.types is not None and about not in with_narrower(self.types):
            return []
        return [word[keyword] for word in self.words if keyword in word]

    def texts(self, keyword: str) -> set[str]:
        """Return the essence of all that is said under *keyword*."""
        return {essence(value, key=keyword) for value in self.said(keyword)}


def _listed(schema: dict[str, Any], keyword: str) -> Sequence[Any]:
    found = schema.get(keyword)
    return found if isinstance(found, list) else ()


def _named(schema: dict[str, Any]) -> dict[str, Any]:
    found = schema.get("properties")
    return found if isinstance(found, dict) else {}
