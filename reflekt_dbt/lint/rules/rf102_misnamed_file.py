"""RF102."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reflekt_dbt.events.find import Misnamed
from reflekt_dbt.lint.rule import PathRule
from reflekt_dbt.lint.violation import Violation


class MisnamedFile(PathRule):
    """The path of a file says no event and version.

    A schema file is called `MAJOR-MINOR.json` and stands in a folder of its event. Two
    folders whose names differ only by case are one folder on Windows and macOS.

    Flagged:
        {"shop/Order_Completed/v1.json": {}}

    Fine:
        {"shop/Order_Completed/1-0.json": {}}
    """

    code = "RF102"
    name = "misnamed-file"
    shows = "files"

    def check(self, found: Misnamed, path: str) -> Iterator[Violation]:
        """Yield the violation that *found* is."""
        yield replace(self.of_path(path, found.problem, found.hint), line=1, column=1)
