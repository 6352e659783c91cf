"""RF302."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.casing import has_digit
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class DigitInEvent(EventRule):
    """The name of an event has a digit, and `conventions.event.numbers` is not true.

    Loaders disagree on where a word with digits ends, and a name that says a number often
    stands for several events where one with a property would do.

    With:
        {"conventions": {"event": {"numbers": false}}}

    Flagged:
        {"self.name": "Step 2 Viewed"}

    Fine:
        {"self.name": "Step Viewed"}
    """

    code = "RF302"
    name = "digit-in-event"
    severity = "error"
    shows = "schema"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if there is a digit that may not be there."""
        if not self.facts.config.conventions.event.numbers and has_digit(schema.name):
            problem = f"the event {schema.name!r} has a digit in its name"
            hint = "write it without, or set vars.reflekt.conventions.event.numbers to true"
            yield self.at(schema, ("self", "name"), problem, hint)
