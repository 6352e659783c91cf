"""A schema with nothing left in it but what decides which events fit.

References are put in place, descriptions and other words dropped. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from reflekt_dbt.events.fold import MOST_PARTS, TooManyPartsError
from reflekt_dbt.events.refs import NoTargetError, resolve
from reflekt_dbt.events.shape import names_of

_ONE = {"items", "additionalItems", "contains", "propertyNames", "not", "if", "then", "else"}
_SEVERAL = {"allOf", "anyOf", "oneOf"}
_SURE = {"items", "allOf"}
_NAMED = {"properties", "patternProperties", "dependencies", "dependentSchemas"}
_VALUES = {
    "type", "enum", "const", "format", "pattern", "required", "uniqueItems", "multipleOf",
    "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minLength", "maxLength",
    "minItems", "maxItems", "minProperties", "maxProperties", "dependentRequired",
}  # fmt: skip
# Says nothing of which events fit, but which property of an older version this one is. Under
# a key that no property can have, for it is no difference by itself.
FORMER = "\0renamed_from"
# What these list has no order.
_UNORDERED = {"type", "enum", "required", *_SEVERAL}
# A tracking plan has three or four references one after another.
_DEEPEST = 60


def plain(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return *document*, an event's schema, with only what decides which events fit.

    A reference becomes an ``allOf`` of what it points to. One that leads back to itself, or
    to nothing, stays.

    Raises:
        TooManyPartsError: The references multiply beyond ``MOST_PARTS`` sub-schemas, or
            lead on and on.
    """
    made = _Inliner(document).schema(document, frozenset({"#"}), 0)
    # Whether it says so or not: an event is an object.
    return {**made, "type": "object"} if isinstance(made, dict) else {"type": "object"}


class _Inliner:
    """Puts what references point to in their place, within a limit on what that makes."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._parts_left = MOST_PARTS

    def schema(self, given: Any, refs: frozenset[str], depth: int) -> Any:
        if not isinstance(given, Mapping):
            return given is not False
        self._parts_left -= 1
        if self._parts_left < 0:
            raise TooManyPartsError
        made = {
            key: self._keyword(key, value, refs, depth + 1)
            for key, value in given.items()
            if key in _ONE | _SEVERAL | _NAMED | _VALUES or key == "additionalProperties"
        }
        if "renamed_from" in given:
            made[FORMER] = names_of(given["renamed_from"])
        ref = given.get("$ref")
        if isinstance(ref, str):
            self._refer(made, ref, refs, depth)
        return made

    def _refer(self, made: dict[str, Any], ref: str, refs: frozenset[str], depth: int) -> None:
        try:
            target = resolve(self._document, ref)
        except NoTargetError:
            target = None
        if depth > _DEEPEST:
            raise TooManyPartsError
        if target is None or ref in refs:
            made["$ref"] = ref
        else:
            inner = self.schema(target, refs | {ref}, depth + 1)
            made["allOf"] = [*made.get("allOf", []), inner]

    def _keyword(self, key: str, value: Any, refs: frozenset[str], depth: int) -> Any:
        if key in _NAMED and isinstance(value, Mapping):
            return {
                name: inner if isinstance(inner, list) else self.schema(inner, refs, depth)
                for name, inner in value.items()
            }
        if key in _VALUES or key in _NAMED:
            return value
        if isinstance(value, list):
            return [self._applying(key, inner, refs, depth) for inner in value]
        return self._applying(key, value, refs, depth)

    def _applying(self, key: str, given: Any, refs: frozenset[str], depth: int) -> Any:
        """Return a schema that applies for sure, or perhaps; false as a schema like others."""
        never = given is False and key in _SURE
        return {"not": True} if never else self.schema(given, refs, depth)


def essence(value: Any, *, key: str = "") -> str:
    """Return *value*, part of a plain schema, as text that is equal for what means the same.

    The order of keys, and of lists that have none, does not count; 1.0 is 1, and not true.
    """
    if isinstance(value, Mapping):
        kept = (item for item in value.items() if item[0] != FORMER)
        parts = sorted(f"{json.dumps(k)}:{essence(v, key=k)}" for k, v in kept)
        return f"{{{','.join(parts)}}}"
    if isinstance(value, (list, tuple)):
        items = [essence(item) for item in value]
        return f"[{','.join(sorted(set(items)) if key in _UNORDERED else items)}]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = json.dumps(value)
    return f"[{text}]" if key == "type" else text
