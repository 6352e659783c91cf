"""The run that ``reflekt_check`` opens: it compares, and writes nothing unless asked to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reflekt_dbt.bridge.asked import Asked
from reflekt_dbt.bridge.catalog import Live
from reflekt_dbt.bridge.checked import Check
from reflekt_dbt.bridge.report import Report
from reflekt_dbt.bridge.run import Run
from reflekt_dbt.bridge.session import kept
from reflekt_dbt.bridge.statistics import Statistics
from reflekt_dbt.errors import DbtError, SelectError
from reflekt_dbt.plan.findings import Finding, sentence
from reflekt_dbt.plan.sources import Target
from reflekt_dbt.project import Project
from reflekt_dbt.write.catalog import CATALOG, Catalog
from reflekt_dbt.write.record import record
from reflekt_dbt.write.run import Job


class CheckRun(Run):
    """One check of ours inside of dbt.

    Attributes:
        table: Of the warehouse, to add findings to: database, schema and name, None where
            the target's is meant; empty if there is none to add to.
        rows: What to add to it: code, severity, event, property and text of each finding.
        statistics: What to ask of the sources' rows; None asks nothing.
    """

    def __init__(self, project: Project, asked: Asked, target: Target) -> None:
        super().__init__(project, asked, target)
        if asked.refresh_catalog and not asked.write_catalog:
            raise SelectError(
                "'refresh_catalog' is about what is written, and a check writes nothing",
                where="--args",
                hint="add write_catalog",
            )
        name = asked.table or project.config.check.table or ""
        self.table = _parts(name) if self.live and name else []
        self.rows: list[list[str]] = []
        self.statistics = (
            Statistics(self.plan, self._sources, project.events, asked.days, self._session)
            if asked.stats
            else None
        )
        self._compared: Catalog | None = None
        self._report: Report | None = None

    @staticmethod
    def _writes(asked: Asked) -> bool:
        return asked.write_catalog

    def present(self, live: Live | None) -> dict[str, Any]:
        """Return the catalogue to compare with: what the macro saw, and nothing else.

        What is recorded would hide that something has gone. Without *live* it is all there is.

        Raises:
            CatalogError: It says too little to go on.
        """
        if live is None:
            return super().present(None)
        with kept(self._session):
            self._compared = self._seen(live)
            if self.statistics is not None:
                self.statistics.see(live, self._adapter_type)
            if self._asked.write_catalog:
                self._catalog = self._with_recorded(self._compared)
            self._tell("matching and rendering")
            return self._as_present(self._compared)

    def built_from(self) -> dict[str, Any] | None:
        """Return the catalogue that files are rendered from; None if nothing is recorded.

        It is the one that ``build --check`` uses, so that both say the same of a file.
        """
        if any(owner not in self._recorded for owner in self._owners.values()):
            return None
        return self._as_present(self._recorded)

    def report(self, result: Mapping[str, Any], built: Mapping[str, Any] | None) -> str:
        """Take what was found; return what a plain dbt is to print of it.

        Args:
            result: Findings and tables, with the catalogue to compare with.
            built: What reflekt_files returned, with the one that files are rendered from.
        """
        with kept(self._session):
            check = Check(
                self._project,
                self._asked,
                self.plan,
                self._recorded,
                self._compared,
                self._owners,
            )
            if built is not None:
                self._remember(built)
            generated = self._generated(built) if built is not None else ()
            report = check.report(
                [*self._findings(result), *self._told_by_rows(result)],
                result["tables"],
                self._findings(built) if built is not None else (),
                Job(generated, self._scope(), mode="check"),
            )
            if self.statistics is not None:
                report = replace(report, statistics=self.statistics.document())
            if self._asked.write_catalog:
                report = replace(report, notes=(*report.notes, self._write_catalog()))
            self.rows = [
                [found[0], report.severity_of(found[0]), found[1], found[2], sentence(found)]
                for found in report.findings
            ]
            self._report = report
            return self._finish(report)

    def close(self) -> None:
        """Fail where there are findings to fail on, once they are in the table too.

        Raises:
            DbtError: There are, in a plain run of dbt.
        """
        report = self._report
        if self.table and self._session is None and report is not None and report.exit_code():
            raise DbtError("something needs you: the findings are above")

    @property
    def _raises(self) -> bool:
        return not self.table

    def _told_by_rows(self, result: Mapping[str, Any]) -> tuple[Finding, ...]:
        if self.statistics is None:
            return ()
        return self._asked_for(self.statistics.findings, result)

    def _write_catalog(self) -> str:
        """Bring ``reflekt.catalog`` up to date; return what became of it, in words."""
        text = self._to_record(self._catalog)
        is_new = record(self._project.root, CATALOG, text, lambda _: True)
        return f"{CATALOG}: {'brought up to date' if is_new else 'unchanged'}"


def _parts(name: str) -> list[str | None]:
    """Return database, schema and name of a table; None for what is not given."""
    parts: list[str | None] = [*name.split(".")]
    return [None] * (3 - len(parts)) + parts
