"""RF201."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class EventWithoutDescription(EventRule):
    """An event has no description.

    The description becomes that of the table and the model in dbt. It says when the event
    is sent, which nobody can tell from its name.

    Flagged:
        {"description": ""}

    Fine:
        {"description": "The customer paid for an order."}
    """

    code = "RF201"
    name = "event-without-description"
    severity = "warning"
    shows = "schema"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if there is no description."""
        given = schema.data.get("description")
        if given is None or (isinstance(given, str) and not given.strip()):
            pointer = ("description",) if "description" in schema.data else ()
            problem = f"the event {schema.name or schema.folder!r} has no description"
            hint = 'add "description": in which moment is it sent, and by what?'
            yield self.at(schema, pointer, problem, hint)
