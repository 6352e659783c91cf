"""RF305."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.casing import has_digit
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class DigitInProperty(EventRule):
    """The name of a property has a digit, and `conventions.property.numbers` is not true.

    At every level. Loaders disagree on where a word with digits ends.

    With:
        {"conventions": {"property": {"numbers": false}}}

    Flagged:
        {"address2": {"type": "string", "description": "Which one."}}

    Fine:
        {"address": {"type": "string", "description": "Which one."}}
    """

    code = "RF305"
    name = "digit-in-property"
    severity = "error"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each property with a digit that may not be there."""
        if self.facts.config.conventions.property.numbers:
            return
        for prop in schema.properties:
            if has_digit(prop.name):
                problem = f"{prop.dotted!r} has a digit in its name"
                hint = (
                    "write it without, or set vars.reflekt.conventions.property.numbers to true"
                )
                yield self.on_property(schema, prop, problem, hint)
