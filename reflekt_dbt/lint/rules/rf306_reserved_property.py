"""RF306."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class ReservedProperty(EventRule):
    """The name of a property is one that `conventions.property.reserved` keeps free.

    At every level. Case makes no difference.

    With:
        {"conventions": {"property": {"reserved": ["id"]}}}

    Flagged:
        {"id": {"type": "string", "description": "Which one."}}

    Fine:
        {"order_id": {"type": "string", "description": "Which one."}}
    """

    code = "RF306"
    name = "reserved-property"
    severity = "error"

    def __init__(self, facts: Facts | None = None) -> None:
        super().__init__(facts)
        reserved = self.facts.config.conventions.property.reserved
        self._reserved = frozenset(name.casefold() for name in reserved)

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each property whose name is reserved."""
        for prop in schema.properties if self._reserved else ():
            if prop.name.casefold() in self._reserved:
                hint = (
                    "give it another; vars.reflekt.conventions.property.reserved keeps it free"
                )
                yield self.on_property(
                    schema, prop, f"the name of {prop.dotted!r} is reserved", hint
                )
