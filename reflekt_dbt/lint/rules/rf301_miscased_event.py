"""RF301."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflekt_dbt.lint.casing import EXAMPLES, is_cased, recased
from reflekt_dbt.lint.rule import Edit, EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class MiscasedEvent(EventRule):
    """The name of an event is not written as `conventions.event.casing` says.

    Each way to write a name is an event of its own to the SDK, and a table of its own in the
    warehouse. Digits belong to the word before them, an acronym is a word.

    With:
        {"conventions": {"event": {"casing": "title", "numbers": true}}}

    Flagged:
        {"self.name": "order_completed"}

    Fine:
        {"self.name": "API Key 2 Created"}
    """

    code = "RF301"
    name = "miscased-event"
    severity = "error"
    shows = "schema"
    fixes = "unsafely"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if the event's name is in another casing."""
        casing = self.facts.config.conventions.event.casing
        if schema.name and not is_cased(schema.name, casing):
            problem = f"the event {schema.name!r} is not in {casing} case"
            better = recased(schema.name, casing)
            hint = f"write {better!r}" if better else f"as in {EXAMPLES[casing]!r}"
            yield self.at(schema, ("self", "name"), problem, hint)

    def edits(self, schema: Schema, violation: Violation) -> Iterable[Edit]:
        """Return the name in the casing that is asked for, if it can be written so."""
        better = recased(schema.name, self.facts.config.conventions.event.casing)
        if better:
            yield Edit(violation.pointer, better)
