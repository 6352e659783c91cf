"""RF304."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflekt_dbt.lint.casing import EXAMPLES, is_cased, recased
from reflekt_dbt.lint.rename import renamed
from reflekt_dbt.lint.rule import Edit, EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class MiscasedProperty(EventRule):
    """The name of a property is not written as `conventions.property.casing` says.

    At every level, and in the items of arrays. Digits belong to the word before them, an
    acronym is a word.

    With:
        {"conventions": {"property": {"casing": "snake", "numbers": true}}}

    Flagged:
        {"orderId": {"type": "string", "description": "Which one."}}

    Fine:
        {"address_line2": {"type": "string", "description": "Which one."}}
    """

    code = "RF304"
    name = "miscased-property"
    severity = "error"
    fixes = "unsafely"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each property in another casing."""
        casing = self.facts.config.conventions.property.casing
        for prop in schema.properties:
            if not is_cased(prop.name, casing):
                problem = f"{prop.dotted!r} is not in {casing} case"
                better = recased(prop.name, casing)
                hint = f"write {better!r}" if better else f"as in {EXAMPLES[casing]!r}"
                yield self.on_property(schema, prop, problem, hint)

    def edits(self, schema: Schema, violation: Violation) -> Iterable[Edit]:
        """Return the property's name in the casing that is asked for, wherever it stands."""
        casing = self.facts.config.conventions.property.casing
        for prop in schema.properties:
            if prop.pointer == violation.pointer:
                yield from renamed(schema, prop, lambda name: recased(name, casing))
