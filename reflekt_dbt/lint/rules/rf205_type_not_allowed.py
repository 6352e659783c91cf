"""RF205."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class TypeNotAllowed(EventRule):
    """A property has a type that `conventions.data_types` does not list.

    Teams leave out what their SDK or warehouse handles badly. `any`, which is no type of
    JSON Schema, is taken for what it says where the list has it.

    With:
        {"conventions": {"data_types": ["string", "number", "null"]}}

    Flagged:
        {"cart": {"type": "object", "description": "All of it.", "properties": {}}}

    Fine:
        {"cart": {"type": ["string", "null"], "description": "All of it, as JSON text."}}
    """

    code = "RF205"
    name = "type-not-allowed"

    def __init__(self, facts: Facts | None = None) -> None:
        super().__init__(facts)
        self._allowed = frozenset(self.facts.config.conventions.data_types)

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each type of a property, or of its items, not allowed."""
        for sub in schema.subs:
            if not sub.path or "type" not in sub.schema:
                continue
            for steps, name in _named(sub.schema["type"]):
                if name not in self._allowed:
                    pointer = (*sub.pointer, "type", *steps)
                    problem = f"{sub.dotted!r} has the type {name!r}, which is not allowed"
                    hint = f"allowed: {', '.join(self.facts.config.conventions.data_types)}"
                    yield self.at(schema, pointer, problem, hint)


def _named(given: Any) -> list[tuple[tuple[int, ...], str]]:
    if isinstance(given, str):
        return [((), given)]
    items = given if isinstance(given, list) else []
    return [((index,), name) for index, name in enumerate(items) if isinstance(name, str)]
