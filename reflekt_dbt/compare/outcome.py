"""What became of a comparison: the bumps that lack, and what reads what changed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reflekt_dbt.compare.impact import Touch
from reflekt_dbt.compare.landed import Landed
from reflekt_dbt.compare.model import Change, is_enough
from reflekt_dbt.compare.versions import Comparison
from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.model import Version
from reflekt_dbt.report.finding import Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Reached(NamedTuple):
    """A column of a staging model that a change is about, and what reads it.

    Attributes:
        landed: The model and its columns.
        touches: That model first; empty where no compiled project was there to ask.
    """

    landed: Landed
    touches: tuple[Touch, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One comparison, and what is to be said of it.

    Attributes:
        comparison: What changed.
        is_asked: Whether it is asked for a bump at all: not in a plan whose registry has
            no versions, nor if the user accepts the change.
        reached: Number of the change → where it stands in the warehouse.
    """

    comparison: Comparison
    is_asked: bool
    reached: Mapping[int, tuple[Reached, ...]] = field(default_factory=dict)

    def severity(self, change: Change) -> Severity:
        """Return how grave *change*, one of the comparison's, is."""
        if not self.is_asked or is_enough(self.comparison.made, change.bump):
            return "info"
        return "error" if change.bump == "major" else "warning"

    @property
    def worst(self) -> Severity:
        """The severity of the gravest change; ``info`` where only words changed."""
        found = {self.severity(change) for change in self.comparison.changes}
        return next((severity for severity in SEVERITIES if severity in found), "info")

    @property
    def hint(self) -> str:
        """What to do about a bump that lacks; ``""`` if none does."""
        old, new, needed = self.comparison.old, self.comparison.new, self.comparison.needed
        if self.worst == "info" or old is None:
            return ""
        if new is None:
            return (
                f"keep {old.path} while its model is read, or say that it is meant: "
                f"--accept {old.folder}"
            )
        taken = {old.version, *self.comparison.taken}
        if needed == "major":
            free = Version(max(taken).major + 1, 0)
        else:
            minors = [one.minor for one in taken if one.major == old.version.major]
            free = Version(old.version.major, max(minors) + 1)
        return f"a {needed} bump is needed: make it {new.folder}/{free}.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that is to be said.

    Attributes:
        against: What the schemas of now were compared with, as the user called it.
        commit: The commit that this is; ``""`` if it is none.
        judged: By id.
        notes: What a reader ought to know besides.
        unreadable: Old files that are no JSON, taken as if they had not been there.
    """

    against: str
    commit: str
    judged: tuple[Judged, ...]
    notes: tuple[str, ...] = ()
    unreadable: tuple[SchemaError, ...] = ()

    def fails(self, fail_on: Severity) -> bool:
        """Tell whether any change is as grave as *fail_on*, or graver."""
        grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return any(one.comparison.changes and one.worst in grave for one in self.judged)
