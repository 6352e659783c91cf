"""Where in files the findings of a run are, for code hosts that show them there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from reflekt_dbt.bridge.report import Report
from reflekt_dbt.config.home import PROJECT_FILE
from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.places import Places as TextPlaces
from reflekt_dbt.events.places import find_places
from reflekt_dbt.events.read import read_document
from reflekt_dbt.lint.outcome import path_seen
from reflekt_dbt.plan.findings import HINTS, Finding, sentence
from reflekt_dbt.project import Project
from reflekt_dbt.report.finding import Finding as Placed
from reflekt_dbt.write.catalog import CATALOG


class Places:
    """The findings of a report, and the files of its project."""

    def __init__(self, project: Project, report: Report) -> None:
        self._project = project
        self._report = report
        self._texts: dict[Path, TextPlaces] = {}

    def findings(self, seen_from: Path) -> list[Placed]:
        """Return the report's findings with their places: gravest first, then by file.

        A place is the generated file that a finding is about, else the event's schema file
        and in it the property, else where the source is configured.

        Args:
            seen_from: Folder in which people, or a code host, look for the files.
        """
        order = ("error", "warning", "info")
        placed = [self._placed(found, seen_from) for found in self._report.findings]
        return sorted(placed, key=lambda one: (order.index(one.severity), one[:4]))

    def _placed(self, found: Finding, seen_from: Path) -> Placed:
        code, event, prop, arguments = found
        file, line, column = self._place(code, event, prop, arguments.get("path"))
        subject = prop or event
        said = f"{subject}: {sentence(found)}" if subject else sentence(found)
        return Placed(
            path_seen(file, seen_from), line, column, code, code,
            self._report.severity_of(code), said, HINTS.get(code, ""),
        )  # fmt: skip

    def _place(
        self, code: str, event: str, prop: str, path: str | None
    ) -> tuple[Path, int, int]:
        root = self._project.root
        if path is not None:
            return root / path, 1, 1
        if event in self._files:
            return self._in_schema(self._files[event], prop)
        return root / (CATALOG if code == "catalog_out_of_date" else PROJECT_FILE), 1, 1

    @cached_property
    def _files(self) -> dict[str, Path]:
        return {event.id: event.file for event in self._project.events}

    def _in_schema(self, file: Path, prop: str) -> tuple[Path, int, int]:
        if file not in self._texts:
            try:
                self._texts[file] = find_places(read_document(file).text)
            except SchemaError:
                self._texts[file] = TextPlaces("")
        places = self._texts[file]
        offset = places.keys.get(_pointer(prop.split(".")), 0) if prop else 0
        before = places.text[:offset]
        return file, before.count("\n") + 1, offset - before.rfind("\n")


def _pointer(steps: Iterable[str]) -> tuple[str, ...]:
    return tuple(part for step in steps for part in ("properties", step))
