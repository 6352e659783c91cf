"""From two sides to an outcome: choose, compare, judge, and ask who reads what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from reflekt_dbt.compare.against import Against
from reflekt_dbt.compare.impact import Impact
from reflekt_dbt.compare.landed import landed
from reflekt_dbt.compare.manifest import read_manifest
from reflekt_dbt.compare.model import Change
from reflekt_dbt.compare.outcome import Judged, Outcome, Reached
from reflekt_dbt.compare.planned import planned
from reflekt_dbt.compare.versions import (
    Comparison,
    Side,
    compare_sides,
    revisions,
)
from reflekt_dbt.config.model import Config
from reflekt_dbt.events.select import select_events

_NO_MANIFEST = "what reads these models is not known: run dbt compile first"
_NO_SQLGLOT = "only models are named, not columns: pip install 'reflekt-dbt[lineage]'"
_NO_SQL = "only models are named, not columns: run dbt compile first"


@dataclass(frozen=True)
class Changes:
    """What is to be compared, and with what; compared when it is asked for.

    Attributes:
        old: What to compare with.
        new: The schemas of now.
        config: Of the project.
        project: The dbt project's name; ``""`` without dbt.
        manifest: Where dbt's manifest is, if there is one.
    """

    old: Against
    new: Side
    config: Config
    project: str = ""
    manifest: Path | None = None

    def run(
        self, select: Sequence[str] = (), accept: Sequence[str] = (), *, words: bool = False
    ) -> Outcome:
        """Return what changed.

        Args:
            select: Which events; all of them if empty.
            accept: Events whose changes are meant: they need no bump.
            words: Whether files count in which only descriptions and the like changed.

        Raises:
            SchemaError: A schema of now cannot be read.
            SelectError: *select* or *accept* names nothing.
        """
        compared = compare_sides(self.old.side, self.new, words=words)
        wanted, accepted = self._ids(select), self._ids(accept) if accept else frozenset()
        judged = tuple(
            self._judged(one, accepted)
            for one in compared.comparisons
            if not wanted.isdisjoint(_ids_of(one))
        )
        notes = (
            *self.old.notes,
            *(self._notes() if any(one.reached for one in judged) else ()),
        )
        return Outcome(self.old.name, self.old.commit, judged, notes, compared.unreadable)

    def _ids(self, selectors: Sequence[str]) -> frozenset[str]:
        """Return the ids that *selectors* name on either side."""
        both = {one.id: one for one in (*revisions(self.old.side), *revisions(self.new))}
        every = tuple(both[one] for one in sorted(both))
        chosen = select_events(every, selectors, self.config.schemas_path)
        return frozenset(one.id for one in chosen)

    def _judged(self, one: Comparison, accepted: frozenset[str]) -> Judged:
        versioned = self.config.is_versioned(one.id)
        reached = {
            number: found
            for number, change in enumerate(one.changes)
            if _is_felt(change) and (found := self._reached(one, change))
        }
        return Judged(one, versioned and accepted.isdisjoint(_ids_of(one)), reached)

    def _reached(self, one: Comparison, change: Change) -> tuple[Reached, ...]:
        if one.old is None:
            return ()
        where = landed(self.old_plan, one.old.id, change)
        return tuple(
            Reached(place, self._impact.of(place) if self._impact else ()) for place in where
        )

    @cached_property
    def old_plan(self) -> dict[str, Any]:
        """The plan of the schemas of before."""
        return planned(revisions(self.old.side), self.config, self.project)

    @cached_property
    def new_plan(self) -> dict[str, Any]:
        """The plan of the schemas of now."""
        return planned(revisions(self.new), self.config, self.project)

    @cached_property
    def _impact(self) -> Impact | None:
        manifest = read_manifest(self.manifest) if self.manifest else None
        return Impact(manifest) if manifest else None

    def _notes(self) -> tuple[str, ...]:
        if self._impact is None:
            return (_NO_MANIFEST,)
        if not self._impact.can_trace:
            return (_NO_SQLGLOT,)
        return () if self._impact.has_sql else (_NO_SQL,)


def _is_felt(change: Change) -> bool:
    # An optional property may go with a minor bump, and its column goes all the same.
    return change.bump == "major" or change.code == "optional-property-removed"


def _ids_of(one: Comparison) -> set[str]:
    return {side.id for side in (one.old, one.new) if side}
