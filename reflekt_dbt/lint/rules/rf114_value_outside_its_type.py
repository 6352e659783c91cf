"""RF114."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reflekt_dbt.events.draft import allows, is_of_type
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation
from reflekt_dbt.lint.walk import Sub


class ValueOutsideItsType(EventRule):
    """A value that a schema names is not one that the same schema allows.

    A value of `enum` or `const` that has another type can never be sent; a `default` or an
    entry of `examples` that breaks the schema shows people how to do it wrong.

    Flagged:
        {"quantity": {"type": "integer", "description": "How many.", "enum": ["1"]}}

    Fine:
        {"quantity": {"type": "integer", "description": "How many.", "enum": [1]}}
    """

    code = "RF114"
    name = "value-outside-its-type"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each such value."""
        for sub in schema.subs:
            if sub.schema.keys().isdisjoint(_KEYWORDS):
                continue
            for steps, value in _values(sub.schema):
                # A type alone decides over enum and const, which are the rest themselves.
                by_type = steps[0] in {"enum", "const"}
                if not (
                    is_of_type(sub.schema, value)
                    if by_type
                    else allows(sub.schema, schema.data, value)
                ):
                    yield self._violation(schema, sub, steps, value)

    def _violation(
        self, schema: Schema, sub: Sub, steps: tuple[str | int, ...], value: Any
    ) -> Violation:
        text = json.dumps(value, ensure_ascii=False)
        shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        types = sub.schema.get("type")
        names = [types] if isinstance(types, str) else types if isinstance(types, list) else []
        said = " or ".join(map(str, names))
        hint = (
            f"write a value of type {said}" if said else "write a value that the schema allows"
        )
        problem = f"{shown} in {steps[0]!r} is no value that the schema allows"
        return self.at(schema, (*sub.pointer, *steps), problem, hint)


_LONGEST = 60
_KEYWORDS = frozenset({"enum", "const", "default", "examples"})


def _values(schema: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield the values that *schema* names, each with the steps to it."""
    for key in ("const", "default"):
        if key in schema:
            yield (key,), schema[key]
    for key in ("enum", "examples"):
        values = schema.get(key)
        for index, value in enumerate(values if isinstance(values, list) else ()):
            yield (key, index), value
