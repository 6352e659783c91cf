"""RF408."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.landing import Landed
from reflekt_dbt.lint.rule import WarehouseRule
from reflekt_dbt.lint.violation import Violation
from reflekt_dbt.sdks.warehouses import WAREHOUSES, Warehouse


class IdentifierTooLong(WarehouseRule):
    """A table or column gets a longer name than a warehouse takes.

    It is cut there, and of two that are cut to the same one is lost. Names of nested
    properties are joined. `lint.warehouses` says whose limits count.

    With:
        {"sources": [{"name": "shop", "sdk": "segment"}]}

    Flagged:
        {
          "typed_at_checkout_typed_at_checkout_typed_at_checkout_typed_at_checkout": {
            "type": "string", "description": "What was typed."
          }
        }

    Fine:
        {"typed": {"type": "string", "description": "Which."}}
    """

    code = "RF408"
    name = "identifier-too-long"

    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield one violation for each name that is too long for a warehouse."""
        for group, columns in landed.tables:
            table = group.names.base
            for event in group.newest if self._shorter(table) else ():
                problem = f"the table {table!r} {self._said(table)} ({landed.said})"
                yield self.of_event(landed, event, problem, "give the event a shorter name")
            for column in columns:
                name = column.names.base
                for prop in column.properties if column.current and self._shorter(name) else ():
                    problem = f"the column {name!r} {self._said(name)} ({landed.said})"
                    hint = "give it a shorter name, or nest it less deeply"
                    yield self.of_property(landed, column.event, prop, problem, hint)

    def _shorter(self, name: str) -> list[Warehouse]:
        """Return the warehouses that do not take *name*."""
        used = (WAREHOUSES[one] for one in self.facts.config.lint.warehouses)
        return [one for one in used if one.longest_name and len(name) > one.longest_name]

    def _said(self, name: str) -> str:
        limits = ", ".join(f"{one.title} {one.longest_name}" for one in self._shorter(name))
        return f"has {len(name)} characters, of which {limits} are the most"
