"""The run that a macro opens: a plan to match, the catalogue to match it with, a writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reflekt_dbt.bridge import summary
from reflekt_dbt.bridge.asked import Asked
from reflekt_dbt.bridge.catalog import Live, as_catalog, as_present, check_readable
from reflekt_dbt.bridge.files import (
    as_changes,
    as_generated,
    check_owners,
    in_style,
    notes,
    owner_of,
    unions_of,
)
from reflekt_dbt.bridge.memo import Adapter, Macro, Memo, Result, memo_of
from reflekt_dbt.bridge.report import Report
from reflekt_dbt.bridge.session import current, kept
from reflekt_dbt.errors import CatalogError, DbtError
from reflekt_dbt.plan.findings import Finding
from reflekt_dbt.plan.settle import settle
from reflekt_dbt.plan.sources import Target
from reflekt_dbt.project import Project
from reflekt_dbt.write.catalog import (
    CATALOG,
    Catalog,
    check_missing,
    limited,
    read_adapter,
    read_catalog,
    refreshed,
    render_catalog,
    union,
)
from reflekt_dbt.write.decide import scope_of
from reflekt_dbt.write.decision import Generated
from reflekt_dbt.write.disk import named_errors
from reflekt_dbt.write.lock import NO_SOURCE
from reflekt_dbt.write.run import Job, Mode, write_files
from reflekt_dbt.write.targets import named_files
from reflekt_dbt.write.transaction import recover


class Run:
    """One run of ours inside of dbt. Its public attributes are all that macros may use.

    Attributes:
        plan: The plan, as JSON values.
        live: Whether the macro is to read the warehouse's catalogue.
    """

    def __init__(self, project: Project, asked: Asked, target: Target) -> None:
        self._project = project
        self._asked = asked
        self._adapter_type = target.type
        self._session = current()
        # Before anything is looked at: half of an interrupted run is no state to plan on.
        self._recovered = recover(project.root) if self._writes(asked) else ()
        self._recorded = read_catalog(project.root)
        self._catalog: Catalog = {}
        self._memo: Memo | None = None
        self._tell(f"planning {len(project.events)} events")
        landings = project.landings(asked.source, asked.sdk, target)
        configured = project.config.sources
        self._owners = {
            landing.source.name: owner_of(landing.source, configured) for landing in landings
        }
        # The lock calls a union by its name, which no source has that is not in it.
        self._unions = unions_of(landing.source for landing in landings)
        self._adopt = named_files(project.root, asked.adopt, project.survey.files)
        self.plan = project.plan(landings, asked.select, self._adopt)
        self.live = asked.asks_warehouse
        self._sources = [landing.source for landing in landings]

    @staticmethod
    def _writes(asked: Asked) -> bool:
        return not (asked.check or asked.dry_run)

    def present(self, live: Live | None) -> dict[str, Any]:
        """Return the catalogue to match: what is recorded, and what the macro saw.

        Args:
            live: What the macro get_catalog returned; None if it was not asked.

        Raises:
            CatalogError: It says too little to go on.
        """
        with kept(self._session):
            self._catalog = self._merged(live)
            self._tell("matching and rendering")
            return self._as_present(self._catalog)

    def _as_present(self, catalog: Catalog) -> dict[str, Any]:
        return as_present(
            {name: catalog.get(owner, {}) for name, owner in self._owners.items()}
        )

    def remembered(
        self, present: Mapping[str, Any], macros: Mapping[str, Macro], adapter: Adapter
    ) -> Result | None:
        """Return what reflekt_files returned before for this very input; None if it must run.

        Args:
            present: What it is to be called with, beside the plan.
            macros: Of our package, by name.
            adapter: The macros' own.
        """
        with kept(self._session):
            self._memo = memo_of(self.plan, present, macros, adapter, self._project.target_path)
            return self._memo.read()

    def write(self, result: Mapping[str, Any]) -> str:
        """Write what the macros rendered; return what a plain dbt is to print of it."""
        with kept(self._session):
            self._remember(result)
            generated = self._generated(result)
            self._tell(f"writing {len(generated)} files")
            mode: Mode = (
                "check" if self._asked.check else "dry_run" if self._asked.dry_run else "write"
            )
            check_owners(generated, self._project.lock)
            catalog = self._to_record(self._catalog) if self.live else None
            job = Job(
                generated,
                self._scope(),
                catalog,
                mode,
                force=self._asked.force,
                adopt=frozenset(self._adopt),
                merge=self._asked.merge,
            )
            outcome = write_files(self._project.root, job, self._project.survey)
            settled = settle(self._findings(result), self._project.config.check)
            report = Report(
                "build",
                tuple(result["tables"]),
                settled.findings,
                as_changes(outcome),
                (*self._recovered, *self._project.survey.notes, *notes(outcome)),
                wrote=mode == "write",
                files_need_you=bool(outcome.exit_code),
                fail_on="warning" if self._asked.strict else "none",
                severities=settled.severities,
                ignored=settled.ignored,
            )
            return self._finish(report)

    def _remember(self, result: Mapping[str, Any]) -> None:
        if self._memo is not None:
            self._memo.write(result)

    def _generated(self, result: Mapping[str, Any]) -> tuple[Generated, ...]:
        """Return the files that the macros rendered, in the project's own style."""
        unions = {name: name for name in self._unions}
        files = as_generated(result, {**unions, **self._owners}, self.plan)
        return in_style(files, self._project, is_whole=NO_SOURCE in self._scope())

    def _findings(self, result: Mapping[str, Any]) -> tuple[Finding, ...]:
        """Return what was found, of what was asked for."""
        return self._asked_for(result["findings"], result)

    def _asked_for(
        self, found: Iterable[Finding], result: Mapping[str, Any]
    ) -> tuple[Finding, ...]:
        """Return all that was *found*; with a selection, of what it names."""
        found = tuple(found)
        if not self._asked.select:
            return found
        chosen = self._project.select(self._asked.select)
        # Several versions of an event are one table, which is named after the highest.
        events = {event.id for event in chosen} | {one["event"] for one in result["tables"]}
        events.discard("")
        return tuple(one for one in found if one[1] in events)

    def _merged(self, live: Live | None) -> Catalog:
        if live is None:
            # A source of which nothing is known is not one that has no tables.
            for name, owner in self._owners.items():
                if owner not in self._recorded:
                    raise CatalogError(
                        f"nothing is recorded of source {name!r} yet",
                        where=str(self._project.root / CATALOG),
                        hint="run reflekt-dbt build once without --offline and --check",
                    )
            return self._recorded
        return self._with_recorded(self._seen(live))

    def _seen(self, live: Live) -> Catalog:
        check_readable(live)
        return {self._owners[name]: tables for name, tables in as_catalog(live).items()}

    def _with_recorded(self, seen: Catalog) -> Catalog:
        """Return what is to be on record once *seen* is."""
        if self._asked.refresh_catalog:
            return refreshed(self._recorded, seen, seen.keys())
        check_missing(self._recorded, seen)
        return union(self._recorded, seen)

    def _to_record(self, catalog: Catalog) -> str:
        """Return the catalogue file; a run of everything forgets sources without config."""
        asked = self._asked
        if not (asked.select or asked.source or asked.sdk):
            configured = {source.name for source in self._project.config.sources}
            asked_for_once = {name for name in catalog if "." in name}
            catalog = limited(catalog, configured | asked_for_once)
        adapter = "" if asked.refresh_catalog else read_adapter(self._project.root)
        return render_catalog(catalog, adapter or self._adapter_type)

    def _scope(self) -> frozenset[str]:
        """Return the sources of which every file was made, so that others are stale."""
        if self._asked.select:
            return frozenset()
        planned = self._unions.union(self._owners.values())
        if self._asked.source or self._asked.sdk:
            return planned
        sources = self._project.config.sources
        configured = unions_of(sources).union(source.name for source in sources)
        asked_for_once = {owner for owner in self._project.lock.sources if "." in owner}
        return scope_of(self._project.lock, planned, configured) - asked_for_once

    def _finish(self, report: Report) -> str:
        results = self._project.target_path / "reflekt_results.json"
        with named_errors(str(results), "make it a file that can be written; all else is done"):
            results.parent.mkdir(parents=True, exist_ok=True)
            results.write_text(report.json(), encoding="utf-8", newline="\n")
        if self._session is not None:
            self._session.report = report
            return ""
        text = summary.text(report)
        if report.exit_code() and self._raises:
            raise DbtError(f"something needs you\n{text}")
        return text

    @property
    def _raises(self) -> bool:
        """Whether a plain dbt is to fail with the report in its words."""
        return True

    def _tell(self, doing: str) -> None:
        if self._session is not None:
            self._session.progress(doing)
