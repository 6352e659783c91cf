"""RF208."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class UnreviewedDraft(EventRule):
    """A schema was drafted from a table, and nobody has looked at it since.

    `reflekt-dbt infer` marks what it writes with `"draft": true` in the metadata. What it
    could not know, such as when an event is sent, is for a person to write; then the mark
    goes.

    Flagged:
        {"self.metadata": {"draft": true}}

    Fine:
        {"self.metadata": {"owner": "shop"}}
    """

    code = "RF208"
    name = "unreviewed-draft"
    severity = "info"
    shows = "schema"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if the schema is marked as a draft."""
        for pointer, holder in (
            (("metadata",), schema.data),
            (("self", "metadata"), schema.own),
        ):
            metadata = holder.get("metadata")
            if isinstance(metadata, dict) and metadata.get("draft") is True:
                problem = f"the event {schema.name or schema.folder!r} is still a draft"
                hint = 'say what a reader would ask, and remove "draft"'
                yield self.at(schema, (*pointer, "draft"), problem, hint)
