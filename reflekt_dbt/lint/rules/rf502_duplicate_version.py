"""RF502."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.rule import ProjectRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class DuplicateVersion(ProjectRule):
    """Two files say that they are the same version of the same event.

    In one tracking plan there is one truth about a version. Another plan, in another folder,
    may have an event of the same name.

    Flagged:
        {
          "shop/Order_Completed/1-0.json": {},
          "shop/Order_Completed/1-1.json": {"self.version": "1-0"}
        }

    Fine:
        {"shop/Order_Completed/1-0.json": {}, "shop/Order_Completed/1-1.json": {}}
    """

    code = "RF502"
    name = "duplicate-version"
    shows = "files"

    def __init__(self, facts: Facts | None = None) -> None:
        super().__init__(facts)
        self._paths: dict[tuple[str, str, str], list[str]] = {}

    def note(self, schema: Schema) -> None:
        """Keep what the file says it is."""
        version = schema.own.get("version")
        if schema.name and isinstance(version, str):
            plan = schema.file.folder.rpartition("/")[0]
            self._paths.setdefault((plan, schema.name, version), []).append(schema.path)

    def check(self) -> Iterator[Violation]:
        """Yield one violation for each file whose version another one has."""
        for (_, name, version), paths in self._paths.items():
            for path in paths if len(paths) > 1 else ():
                other = next(one for one in paths if one != path)
                problem = f"{name!r} {version} is also what {other} says it is"
                hint = "give one of the two another version, in its name and in its self"
                yield self.of_path(path, problem, hint, ("self", "version"))
