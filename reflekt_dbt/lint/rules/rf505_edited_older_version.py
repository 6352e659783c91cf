"""RF505."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reflekt_dbt.compare.model import required_bump
from reflekt_dbt.compare.schemas import compare_schemas
from reflekt_dbt.lint.rule import VersionsRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class EditedOlderVersion(VersionsRule):
    """A committed version that is not the newest was edited.

    Events were sent by it, and rows in the warehouse are what it says. What is new belongs
    into a new version. Descriptions, metadata, examples and the order of keys may change.
    Git tells what was committed: without a repository, nothing is flagged. Of what is
    committed already, `reflekt-dbt breaking` tells. (Below, `committed` is what git has.)

    Flagged:
        {
          "shop/Order_Completed/1-0.json": {
            "properties": {"total": {"type": "string"}},
            "committed": {"properties": {"total": {"type": "number"}}}
          },
          "shop/Order_Completed/2-0.json": {}
        }

    Fine:
        {
          "shop/Order_Completed/1-0.json": {"description": "Said better.", "committed": {}},
          "shop/Order_Completed/2-0.json": {}
        }
    """

    code = "RF505"
    name = "edited-older-version"
    shows = "files"

    def check(self, versions: Sequence[Schema]) -> Iterator[Violation]:
        """Yield one violation for each older version that is not what was committed."""
        if not self.facts.is_versioned(versions):
            return
        for schema in versions[:-1]:
            committed = self.facts.committed(schema.file.path) if schema.data else None
            if committed is None:
                continue
            changes = compare_schemas(committed, schema.data)
            if required_bump(changes) != "none":
                first = next(change for change in changes if change.bump != "none")
                old, new = schema.file.version, versions[-1].file.version
                problem = f"{old} was edited, and {new} is newer: {first.sentence}"
                hint = "undo it with git restore, and make the change in a new version"
                yield self.at(schema, ("self", "version"), problem, hint)
