"""RF409."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.landing import Landed
from reflekt_dbt.lint.rule import WarehouseRule
from reflekt_dbt.lint.violation import Violation
from reflekt_dbt.sdks.warehouses import WAREHOUSES


class TooManyColumns(WarehouseRule):
    """An event has more columns than a warehouse's table takes.

    The loader's own columns count. `lint.warehouses` says whose limits count. References
    can make many of few: here 1,728 of 36.

    With:
        {"sources": [{"name": "shop", "sdk": "segment"}]}

    Flagged:
        {
          "properties": {
            "a": {"$ref": "#/definitions/d1"},
            "b": {"$ref": "#/definitions/d1"},
            "c": {"$ref": "#/definitions/d1"},
            "d": {"$ref": "#/definitions/d1"},
            "e": {"$ref": "#/definitions/d1"},
            "f": {"$ref": "#/definitions/d1"},
            "g": {"$ref": "#/definitions/d1"},
            "h": {"$ref": "#/definitions/d1"},
            "i": {"$ref": "#/definitions/d1"},
            "j": {"$ref": "#/definitions/d1"},
            "k": {"$ref": "#/definitions/d1"},
            "l": {"$ref": "#/definitions/d1"}
          },
          "definitions": {
            "d1": {
              "properties": {
                "a": {"$ref": "#/definitions/d2"},
                "b": {"$ref": "#/definitions/d2"},
                "c": {"$ref": "#/definitions/d2"},
                "d": {"$ref": "#/definitions/d2"},
                "e": {"$ref": "#/definitions/d2"},
                "f": {"$ref": "#/definitions/d2"},
                "g": {"$ref": "#/definitions/d2"},
                "h": {"$ref": "#/definitions/d2"},
                "i": {"$ref": "#/definitions/d2"},
                "j": {"$ref": "#/definitions/d2"},
                "k": {"$ref": "#/definitions/d2"},
                "l": {"$ref": "#/definitions/d2"}
              }
            },
            "d2": {
              "properties": {
                "a": {"type": "string"},
                "b": {"type": "string"},
                "c": {"type": "string"},
                "d": {"type": "string"},
                "e": {"type": "string"},
                "f": {"type": "string"},
                "g": {"type": "string"},
                "h": {"type": "string"},
                "i": {"type": "string"},
                "j": {"type": "string"},
                "k": {"type": "string"},
                "l": {"type": "string"}
              }
            }
          }
        }

    Fine:
        {}
    """

    code = "RF409"
    name = "too-many-columns"
    severity = "error"
    shows = "schema"

    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield one violation for each event that does not fit."""
        for group, columns in landed.tables:
            own = len(group.kind.columns) + len(landed.sdk.context_of(group.kind))
            count = own + len(columns)
            used = (WAREHOUSES[one] for one in self.facts.config.lint.warehouses)
            full = [one for one in used if one.most_columns and count > one.most_columns]
            limits = ", ".join(f"{one.title} takes {one.most_columns}" for one in full)
            for event in group.newest if full else ():
                problem = (
                    f"the table {group.names.base!r} has {count} columns, {own} of them the "
                    f"loader's own, and {limits} ({landed.said})"
                )
                hint = 'keep objects as one column: "type": "object" without "properties"'
                yield self.of_event(landed, event, problem, hint)
