"""RF504."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reflekt_dbt.compare.model import required_bump
from reflekt_dbt.compare.schemas import compare_schemas
from reflekt_dbt.lint.rule import VersionsRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class NeedlessMajor(VersionsRule):
    """A major version breaks nothing.

    A new MAJOR makes everyone downstream look at what changed. Where nothing breaks, a MINOR
    would do; what the schema cannot say, such as a new unit, may be a good reason.

    Flagged:
        {"shop/Order_Completed/1-0.json": {}, "shop/Order_Completed/2-0.json": {}}

    Fine:
        {
          "shop/Order_Completed/1-0.json": {"properties": {"total": {"type": "number"}}},
          "shop/Order_Completed/2-0.json": {"properties": {"total": {"type": "string"}}}
        }
    """

    code = "RF504"
    name = "needless-major"
    severity = "info"
    shows = "files"

    def check(self, versions: Sequence[Schema]) -> Iterator[Violation]:
        """Yield one violation for each major version that breaks nothing."""
        if not self.facts.is_versioned(versions):
            return
        for old, new in pairwise(versions):
            before, after = old.file.version, new.file.version
            if before.major == after.major or not (old.data and new.data):
                continue
            if required_bump(compare_schemas(old.data, new.data)) != "major":
                problem = f"{after} breaks nothing of {before}"
                hint = f"{before.major}-{before.minor + 1} would do"
                yield self.at(new, ("self", "version"), problem, hint)
