"""RF109."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class VersionDiffersFromPath(EventRule):
    """The version in a schema is not that in its file's name.

    Of the two, some tools believe the one and some the other.

    Flagged:
        {"shop/Order_Completed/1-1.json": {"self.version": "1-0"}}

    Fine:
        {"shop/Order_Completed/1-1.json": {"self.version": "1-1"}}
    """

    code = "RF109"
    name = "version-differs-from-path"
    shows = "files"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if the two differ."""
        given, expected = schema.own.get("version"), str(schema.file.version)
        if isinstance(given, str) and given != expected:
            problem = f"the version is {given!r}, and the file {expected + '.json'!r}"
            yield self.at(
                schema, ("self", "version"), problem, f'write "version": "{expected}"'
            )
