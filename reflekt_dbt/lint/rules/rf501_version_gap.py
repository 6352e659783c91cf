"""RF501."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from reflekt_dbt.events.model import Version
from reflekt_dbt.lint.rule import VersionsRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class VersionGap(VersionsRule):
    """A version is missing between two versions of an event.

    Either it was deleted, and rows in the warehouse that it described are described no
    more, or a number was skipped. The first version of all, and the first minor of a major,
    may have any number: a MINOR made by renaming the file leaves none behind.

    Flagged:
        {"shop/Order_Completed/1-0.json": {}, "shop/Order_Completed/3-0.json": {}}

    Fine:
        {"shop/Order_Completed/1-1.json": {}, "shop/Order_Completed/2-0.json": {}}
    """

    code = "RF501"
    name = "version-gap"
    severity = "warning"
    shows = "files"

    def check(self, versions: Sequence[Schema]) -> Iterator[Violation]:
        """Yield one violation for each version whose predecessor is not there."""
        if not self.facts.is_versioned(versions):
            return
        for old, new in pairwise(versions):
            missing = _between(old.file.version, new.file.version)
            if missing:
                problem = (
                    f"between {old.file.version} and {new.file.version} there is no {missing}"
                )
                hint = f"call this one {missing}, or bring {missing} back"
                yield self.at(new, ("self", "version"), problem, hint)


def _between(old: Version, new: Version) -> str:
    """Return the first version missing between the two; ``""`` if none is."""
    if new.major == old.major:
        return str(Version(old.major, old.minor + 1)) if new.minor > old.minor + 1 else ""
    return str(Version(old.major + 1, 0)) if new.major > old.major + 1 else ""
