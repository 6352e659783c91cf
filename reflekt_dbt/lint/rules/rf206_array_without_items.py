"""RF206."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class ArrayWithoutItems(EventRule):
    """An array does not say what its items are.

    Whoever reads the column has JSON text before them, and no idea of what is in it.

    Flagged:
        {"products": {"type": "array", "description": "What was bought."}}

    Fine:
        {
          "products": {
            "type": "array",
            "description": "What was bought.",
            "items": {"type": "string"}
          }
        }
    """

    code = "RF206"
    name = "array-without-items"
    severity = "warning"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each array without items, at every level."""
        for sub in schema.subs:
            if (
                sub.path
                and _is_array(sub.schema.get("type"))
                and "items" not in sub.place
                and "items" not in sub.schema
            ):
                problem = f"{sub.dotted!r} is an array and does not say of what"
                hint = 'add "items": {"type": …}'
                yield self.at(schema, sub.pointer, problem, hint, at_key=True)


def _is_array(types: Any) -> bool:
    return types == "array" or (isinstance(types, list) and "array" in types)
