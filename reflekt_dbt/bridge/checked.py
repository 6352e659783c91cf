"""A check of a project: what the macros found, and what the files say, as one report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.bridge.asked import Asked
from reflekt_dbt.bridge.drift import (
    arrivals,
    catalog_findings,
    file_findings,
    plan_findings,
)
from reflekt_dbt.bridge.files import as_changes
from reflekt_dbt.bridge.report import Report
from reflekt_dbt.plan.findings import Finding
from reflekt_dbt.plan.settle import settle
from reflekt_dbt.project import Project
from reflekt_dbt.write.catalog import Catalog, union
from reflekt_dbt.write.run import Job, Outcome, write_files


@dataclass(frozen=True)
class Check:
    """What a check is about.

    Attributes:
        project: Which project.
        asked: What it was asked to do.
        plan: What is expected.
        recorded: What ``reflekt.catalog`` says.
        seen: What the warehouse has; None if it was not asked.
        names: What a source is called → what the catalogue calls it.
    """

    project: Project
    asked: Asked
    plan: Mapping[str, Any]
    recorded: Catalog
    seen: Catalog | None
    names: Mapping[str, str]

    @property
    def unrecorded(self) -> list[str]:
        """Sources of which nothing is on record, so that no file can have been built."""
        return [name for name, owner in self.names.items() if owner not in self.recorded]

    def report(
        self,
        found: Sequence[Finding],
        tables: Sequence[Any],
        built: Sequence[Finding],
        job: Job,
    ) -> Report:
        """Return what the check comes to.

        Args:
            found: What plan and catalogue do not agree on, of what was asked for.
            tables: See the macro table_counts.
            built: The same with the catalogue that files are built from.
            job: The files as build would write them.
        """
        outcome = None if self.unrecorded else self._looked_at(job)
        findings = [*found, *self._behind(found, built, outcome)]
        settings = self.project.config.check
        settled = settle(findings, settings, is_whole=self._is_whole)
        return Report(
            "check",
            tuple(tables),
            settled.findings,
            as_changes(outcome) if outcome else (),
            tuple(self._notes(outcome)),
            fail_on=self.asked.fail_on or settings.fail_on,
            severities=settled.severities,
            ignored=settled.ignored,
        )

    @property
    def _is_narrowed(self) -> bool:
        return bool(self.asked.select or self.asked.source or self.asked.sdk)

    @property
    def _is_whole(self) -> bool:
        # Without the warehouse there are things that cannot be found.
        return not self._is_narrowed and self.seen is not None and not self.unrecorded

    def _looked_at(self, job: Job) -> Outcome:
        return write_files(self.project.root, job, self.project.survey)

    def _behind(
        self, found: Sequence[Finding], built: Sequence[Finding], outcome: Outcome | None
    ) -> Iterator[Finding]:
        if outcome is not None:
            yield from file_findings(outcome.decisions, self.plan)
            if self.seen is not None:
                yield from arrivals(built, found)
        if self.seen is not None and not self.asked.write_catalog:
            both = union(self.recorded, self.seen)
            known = {name: owner for name, owner in self.names.items() if "." not in owner}
            yield from catalog_findings(self.recorded, both, known)
        if not self._is_narrowed:
            differences = self.project.plan_out_of_date()
            yield from plan_findings(differences, self.project.committed_plan)

    def _notes(self, outcome: Outcome | None) -> Iterator[str]:
        yield from self.project.survey.notes
        for name in self.unrecorded:
            yield (
                f"generated files were not compared: nothing is recorded of source {name!r} "
                "yet (run: reflekt-dbt build)"
            )
        if outcome is not None and outcome.interrupted:
            yield "an interrupted run is still to be finished: run reflekt-dbt build"
