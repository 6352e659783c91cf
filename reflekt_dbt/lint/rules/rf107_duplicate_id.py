"""RF107."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.rule import ProjectRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class DuplicateId(ProjectRule):
    """Two schema files have the same `$id`.

    Whatever knows schemas by their `$id` takes one of the two for both.

    Flagged:
        {
          "shop/Order_Completed/1-0.json": {"$id": "x"},
          "shop/Cart_Viewed/1-0.json": {"$id": "x"}
        }

    Fine:
        {"shop/Order_Completed/1-0.json": {}, "shop/Cart_Viewed/1-0.json": {}}
    """

    code = "RF107"
    name = "duplicate-id"
    shows = "files"

    def __init__(self, facts: Facts | None = None) -> None:
        super().__init__(facts)
        self._paths: dict[str, list[str]] = {}

    def note(self, schema: Schema) -> None:
        """Keep the ``$id``."""
        given = schema.data.get("$id")
        if isinstance(given, str):
            self._paths.setdefault(given.removesuffix(".json"), []).append(schema.path)

    def check(self) -> Iterator[Violation]:
        """Yield one violation for each file whose ``$id`` another one has."""
        for given, paths in self._paths.items():
            for path in paths if len(paths) > 1 else ():
                other = next(one for one in paths if one != path)
                problem = f"the '$id' {given!r} is also that of {other}"
                hint = "give each schema its own: the path of its file"
                yield self.of_path(path, problem, hint, ("$id",))
