"""RF110."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.events.draft import draft_flaws
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class InvalidDraft07(EventRule):
    """A keyword has a value that JSON Schema, draft-07, does not allow for it.

    A validator refuses such a schema as a whole, or passes over the keyword in silence.

    Flagged:
        {"quantity": {"type": "integer", "description": "How many.", "minimum": "1"}}

    Fine:
        {"quantity": {"type": "integer", "description": "How many.", "minimum": 1}}
    """

    code = "RF110"
    name = "invalid-draft-07"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield what draft-07 has against *schema*, beyond what the meta-schema has."""
        said = {flaw.pointer for flaw in schema.flaws}
        flaws = draft_flaws(schema.data)
        yield from self.of_flaws(schema, (one for one in flaws if one.pointer not in said))
