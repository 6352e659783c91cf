"""RF113."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reflekt_dbt.events.draft import regex_matches
from reflekt_dbt.events.refs import NoTargetError, resolve
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation
from reflekt_dbt.naming import did_you_mean


class UnknownRequired(EventRule):
    """A name in `required` is no property.

    An event without it is refused, and an event with it too if no other properties are
    allowed. Most often a property was renamed here and not there.

    Flagged:
        {"properties": {"order_id": {"type": "string"}}, "required": ["orderid"]}

    Fine:
        {"properties": {"order_id": {"type": "string"}}, "required": ["order_id"]}
    """

    code = "RF113"
    name = "unknown-required"
    shows = "schema"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each required name that nothing describes."""
        for sub in schema.subs:
            required = sub.schema.get("required")
            if not isinstance(required, list) or not required:
                continue
            described = _keys(sub.schema, "properties")
            if all(name in described for name in required if _is(name)):
                continue
            known = _Names(schema.data)
            known.take(sub.place)
            for index, name in enumerate(required):
                if _is(name) and not known.has(name):
                    pointer = (*sub.pointer, "required", index)
                    hint = did_you_mean(name, known.names) or "describe it under properties"
                    yield self.at(
                        schema, pointer, f"{name!r} is required and no property", hint
                    )


def _is(name: Any) -> bool:
    return isinstance(name, str)


class _Names:
    """The names that a schema, and all that applies along with it, knows."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.names: set[str] = set()
        self._document = document
        self._patterns: list[str] = []
        self._followed: set[str] = set()
        self._anything = False

    def has(self, name: str) -> bool:
        """Return whether *name* is known, or may be."""
        if self._anything or name in self.names:
            return True
        return any(regex_matches(pattern, name) for pattern in self._patterns)

    def take(self, schema: Any) -> None:
        """Add what *schema* knows."""
        if not isinstance(schema, dict):
            return
        self.names.update(_keys(schema, "properties"))
        self._patterns += _keys(schema, "patternProperties")
        for key in ("allOf", "anyOf", "oneOf"):
            for one in schema[key] if isinstance(schema.get(key), list) else ():
                self.take(one)
        for key in ("if", "then", "else", "not"):
            self.take(schema.get(key))
        for key in ("dependencies", "dependentSchemas"):
            for name in _keys(schema, key):
                self.take(schema[key][name])
        if isinstance(schema.get("$ref"), str):
            self._follow(schema["$ref"])

    def _follow(self, ref: str) -> None:
        if ref in self._followed:
            return
        self._followed.add(ref)
        try:
            self.take(resolve(self._document, ref))
        except NoTargetError:
            self._anything = True


def _keys(schema: Mapping[str, Any], key: str) -> list[str]:
    found = schema.get(key)
    return list(found) if isinstance(found, dict) else []
