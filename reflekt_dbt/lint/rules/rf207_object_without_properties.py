"""RF207."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class ObjectWithoutProperties(EventRule):
    """An object does not say which properties it has.

    Loaders make a column of each key that ever arrives in it; none of them is planned, and
    a model cannot name them.

    Flagged:
        {"address": {"type": "object", "description": "Where to."}}

    Fine:
        {
          "address": {
            "type": "object",
            "description": "Where to.",
            "properties": {"city": {"type": "string", "description": "Its name."}}
          }
        }
    """

    code = "RF207"
    name = "object-without-properties"
    severity = "info"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each object of which nothing is said, at every level."""
        for sub in schema.subs:
            if (
                sub.path
                and _is_object(sub.schema.get("type"))
                and sub.place.keys().isdisjoint(_TELLING)
                and sub.schema.keys().isdisjoint(_TELLING)
            ):
                problem = f"{sub.dotted!r} is an object and does not say of what"
                hint = 'add "properties": {…}'
                yield self.at(schema, sub.pointer, problem, hint, at_key=True)


_TELLING = frozenset(
    {
        "properties",
        "patternProperties",
        "additionalProperties",
        "$ref",
        "allOf",
        "anyOf",
        "oneOf",
    }
)


def _is_object(types: Any) -> bool:
    return types == "object" or (isinstance(types, list) and "object" in types)
