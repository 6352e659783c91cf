"""Types and values that a plain schema allows, and those of several alternatives. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from reflekt_dbt.compare.plain import essence
from reflekt_dbt.events.shape import own_words

_NUMBERS = frozenset({"integer", "number"})
_NULL = frozenset({"null"})
_TYPE_OF = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}


class Limit(NamedTuple):
    """What a value may be, as far as types and lists of values say it.

    Attributes:
        types: JSON Schema type names, ``"null"`` included; None if anything goes.
        values: Allowed values; None if unbounded.
        null_apart: Whether null is let in by an alternative beside this one.
    """

    types: frozenset[str] | None
    values: tuple[Any, ...] | None
    null_apart: bool = False

    @property
    def nullable(self) -> bool:
        """Whether null fits."""
        typed = self.types is None or "null" in self.types
        return self.null_apart or (typed and (self.values is None or None in self.values))


class Alternatives(NamedTuple):
    """An ``anyOf`` or ``oneOf`` that types and values alone do not tell."""

    keyword: str
    members: tuple[Any, ...]


def limit_of(schema: Mapping[str, Any], *, null_apart: bool = False) -> Limit:
    """Return what *schema* itself says, without what it combines."""
    own = own_words(schema)
    values = own.enum
    if values is not None and {"enum", "const"} <= schema.keys():
        only = essence(schema["const"])
        values = tuple(value for value in values if essence(value) == only)
    return Limit(own.types, values, null_apart)


def is_null(schema: Any) -> bool:
    """Tell whether *schema* is that of null and no more."""
    return essence(schema) == '{"type":["null"]}'


def told(keyword: str, members: Sequence[Any], *, null_apart: bool) -> Limit | None:
    """Return what *members* of an ``anyOf`` or ``oneOf`` allow together.

    None if types alone, or values alone, do not tell.
    """
    if not all(isinstance(one, Mapping) for one in members):
        return None
    limits = [limit_of(one) for one in members]
    if all(one.keys() <= {"type"} for one in members):
        if keyword == "oneOf" and not are_apart(members):
            return None
        types = [limit.types for limit in limits if limit.types is not None]
        every = frozenset[str]().union(*types) if len(types) == len(limits) else None
        return Limit(every, None, null_apart)
    values = [value for limit in limits for value in limit.values or ()]
    plainly = all(
        limit.values is not None and _is_of_its_type(limit) and one.keys() <= _VALUED
        for limit, one in zip(limits, members, strict=True)
    )
    repeated = len(set(map(essence, values))) < len(values)
    if not plainly or (keyword == "oneOf" and repeated):
        return None
    return Limit(types_of(values), tuple(values), null_apart)


_VALUED = {"type", "enum", "const"}


def _is_of_its_type(limit: Limit) -> bool:
    return limit.types is None or types_of(limit.values or ()) <= with_narrower(limit.types)


def are_apart(members: Iterable[Any]) -> bool:
    """Tell whether no value can fit two of *members*, going by their types."""
    seen: set[str] = set()
    for member in members:
        limit = limit_of(member) if isinstance(member, Mapping) else Limit(None, None)
        types = types_of(limit.values) if limit.values is not None else limit.types
        if types is None or seen & with_narrower(types) or (types & seen & _NUMBERS):
            return False
        seen |= with_narrower(types)
    return True


def in_common(limits: Iterable[Limit]) -> frozenset[str] | None:
    """Return the types that all of *limits* let in, null apart; None if anything goes."""
    typed = [with_narrower(one.types) - _NULL for one in limits if one.types is not None]
    if not typed:
        return None
    common = reduce(frozenset.intersection, typed)
    return common - {"integer"} if "number" in common else common


def values_in_common(limits: Iterable[Limit]) -> tuple[Any, ...] | None:
    """Return the values but null that all of *limits* let in; None if unbounded."""
    common: tuple[Any, ...] | None = None
    for limit in limits:
        if limit.values is None:
            continue
        known = set(map(essence, limit.values))
        mine = limit.values if common is None else common
        common = tuple(one for one in mine if one is not None and essence(one) in known)
    return common


def types_of(values: Iterable[Any]) -> frozenset[str]:
    """Return the types of *values*, null included."""
    return frozenset(map(_type_of, values))


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, float) and value.is_integer():
        return "integer"
    return _TYPE_OF.get(type(value), "object")


def with_narrower(types: frozenset[str]) -> frozenset[str]:
    """Return *types*, with integer where number is."""
    return types | {"integer"} if "number" in types else types
