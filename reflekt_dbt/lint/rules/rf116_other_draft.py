"""RF116."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class OtherDraft(EventRule):
    """A schema says that it is written in another draft of JSON Schema than draft-07.

    Registries and this tool read it as draft-07, in which some keywords are called or work
    otherwise.

    Flagged:
        {"$schema": "https://json-schema.org/draft/2020-12/schema"}

    Fine:
        {"$schema": "http://json-schema.org/draft-07/schema#"}
    """

    code = "RF116"
    name = "other-draft"
    severity = "warning"
    shows = "schema"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if ``$schema`` names another draft."""
        given = schema.data.get("$schema")
        if (
            isinstance(given, str)
            and "json-schema.org/draft" in given
            and "draft-07" not in given
        ):
            hint = f"write \"$schema\": \"{_DRAFT_07}\""  # fmt: skip
            yield self.at(schema, ("$schema",), f"{given!r} is not draft-07", hint)


_DRAFT_07 = "http://json-schema.org/draft-07/schema#"
