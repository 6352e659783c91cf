"""RF503."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reflekt_dbt.compare.model import Change, required_bump
from reflekt_dbt.compare.schemas import compare_schemas
from reflekt_dbt.lint.rule import VersionsRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class BreakingMinor(VersionsRule):
    """A minor version breaks the one before it.

    Events that were right by the old version are wrong by the new one, or columns change
    their meaning: that is a new MAJOR.

    Flagged:
        {
          "shop/Order_Completed/1-0.json": {"properties": {"total": {"type": "number"}}},
          "shop/Order_Completed/1-1.json": {"properties": {"total": {"type": "string"}}}
        }

    Fine:
        {
          "shop/Order_Completed/1-0.json": {"properties": {"total": {"type": "number"}}},
          "shop/Order_Completed/2-0.json": {"properties": {"total": {"type": "string"}}}
        }
    """

    code = "RF503"
    name = "breaking-minor"
    shows = "files"

    def check(self, versions: Sequence[Schema]) -> Iterator[Violation]:
        """Yield one violation for each minor version that breaks its predecessor."""
        if not self.facts.is_versioned(versions):
            return
        for old, new in pairwise(versions):
            is_minor = old.file.version.major == new.file.version.major
            if not (is_minor and old.data and new.data):
                continue
            changes = compare_schemas(old.data, new.data)
            if required_bump(changes) == "major":
                version = new.file.version
                problem = f"{version} breaks {old.file.version}: {_said(changes)}"
                hint = f"make it {version.major + 1}-0; reflekt-dbt breaking says more"
                yield self.at(new, ("self", "version"), problem, hint)


_SAID = 3


def _said(changes: Sequence[Change]) -> str:
    sentences = [change.sentence for change in changes if change.bump == "major"]
    more = len(sentences) - _SAID
    listed = "; ".join(sentences[:_SAID])
    return f"{listed}; and {more} more" if more > 0 else listed
