"""RF118."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.events.life import doubts
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class UnknownLife(EventRule):
    """The metadata say of an event's life what nobody understands.

    `status` is `planned`, `live`, `deprecated` or `retired`; `deprecated_on` is a full date;
    `renamed_from` is a former name of the event, or a list of them. Anything else changes
    nothing in what is built, and nobody is told.

    Flagged:
        {"metadata": {"status": "depricated", "deprecated_on": "next spring"}}

    Fine:
        {"metadata": {"status": "deprecated", "deprecated_on": "2027-03-20"}}
    """

    code = "RF118"
    name = "unknown-life"
    shows = "schema"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each such key."""
        for above, owner in (((), schema.data), (("self",), schema.own)):
            metadata = owner.get("metadata")
            for doubt in doubts(metadata) if isinstance(metadata, dict) else ():
                pointer = (*above, "metadata", doubt.key)
                yield self.at(schema, pointer, doubt.problem, doubt.hint)
