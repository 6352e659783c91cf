"""RF105."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflekt_dbt.lint.rule import Edit, EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class MissingId(EventRule):
    """A schema has no `$id`.

    Registries and validators know a schema by its `$id`, wherever its file is.

    Flagged:
        {"$id": null}

    Fine:
        {"$id": "shop/Order_Completed/1-0.json"}
    """

    code = "RF105"
    name = "missing-id"
    severity = "warning"
    shows = "schema"
    fixes = "safely"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if there is no ``$id``."""
        if "$id" not in schema.data:
            yield self.at(schema, (), "there is no '$id'", f'add "$id": "{schema.id}.json"')

    def edits(self, schema: Schema, violation: Violation) -> Iterable[Edit]:  # noqa: ARG002 - there is but one
        """Return the path of the file as its ``$id``."""
        yield Edit(("$id",), f"{schema.id}.json")
