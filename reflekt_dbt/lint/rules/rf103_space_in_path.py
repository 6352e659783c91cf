"""RF103."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import FileRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class SpaceInPath(FileRule):
    """There is a space in the path of a schema file.

    Paths are ids: they are typed after `--select`, where a space ends them, and they are
    part of URLs.

    Flagged:
        {"shop/Order Completed/1-0.json": {}}

    Fine:
        {"shop/Order_Completed/1-0.json": {}}
    """

    code = "RF103"
    name = "space-in-path"
    shows = "files"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if there is a space, of whatever kind, in the path."""
        if any(char.isspace() for char in schema.id):
            better = "_".join(schema.file.folder.split())
            hint = f"rename the folder to {better!r}"
            yield self.at(schema, (), f"there is a space in the path {schema.id!r}", hint)
