"""RF303."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class ReservedEvent(EventRule):
    """The name of an event is one that `conventions.event.reserved` keeps free.

    Case makes no difference.

    With:
        {"conventions": {"event": {"reserved": ["Test"]}}}

    Flagged:
        {"self.name": "Test"}

    Fine:
        {"self.name": "Test Taken"}
    """

    code = "RF303"
    name = "reserved-event"
    severity = "error"
    shows = "schema"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if the name is reserved."""
        reserved = self.facts.config.conventions.event.reserved
        if schema.name.casefold() in {name.casefold() for name in reserved}:
            problem = f"the event name {schema.name!r} is reserved"
            hint = "give it another; vars.reflekt.conventions.event.reserved keeps it free"
            yield self.at(schema, ("self", "name"), problem, hint)
