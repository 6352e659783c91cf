"""RF204."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class PropertyWithoutType(EventRule):
    """A property has no type.

    Without one anything can be sent, and the first value to arrive decides what type its
    column has, for good. A reference, or alternatives with types of their own, will do.

    Flagged:
        {"coupon": {"description": "Code typed at checkout."}}

    Fine:
        {"coupon": {"description": "Code typed at checkout.", "type": "string"}}
    """

    code = "RF204"
    name = "property-without-type"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each property without a type, at every level."""
        for prop in schema.properties:
            if prop.schema.keys().isdisjoint(_TELLING):
                allowed = self.facts.config.conventions.data_types
                hint = f'add "type": one of {", ".join(allowed)}'
                yield self.on_property(schema, prop, f"{prop.dotted!r} has no type", hint)


_TELLING = frozenset({"type", "$ref", "allOf", "anyOf", "oneOf", "const", "enum"})
