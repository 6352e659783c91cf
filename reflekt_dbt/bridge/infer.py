"""The run that the macro reflekt_infer opens, and how the command line starts one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from reflekt_dbt.bridge.catalog import (
    Live,
    as_catalog,
    as_present,
    check_readable,
    failure_hint,
)
from reflekt_dbt.bridge.guard import check_project, check_target, dbt_root
from reflekt_dbt.bridge.runner import Connection, invoke_macro
from reflekt_dbt.bridge.session import Session, current, kept
from reflekt_dbt.bridge.statistics import announced, places_of
from reflekt_dbt.errors import DbtError, SchemaError, SelectError
from reflekt_dbt.events.find import find_schema_files
from reflekt_dbt.events.load import load_events
from reflekt_dbt.events.model import Event
from reflekt_dbt.events.select import select_events
from reflekt_dbt.infer.asked import Asked
from reflekt_dbt.infer.draft import Drafter
from reflekt_dbt.infer.found import Finder
from reflekt_dbt.infer.job import Desk, Drafted
from reflekt_dbt.infer.rows import Interview
from reflekt_dbt.infer.select import selected
from reflekt_dbt.infer.show import lines
from reflekt_dbt.plan.grouping import group_events
from reflekt_dbt.plan.sources import Target
from reflekt_dbt.project import Project
from reflekt_dbt.registries.local import Files
from reflekt_dbt.sdks import SDKS


class Beginning(Project):
    """A project in which schemas may be missing, as they are before the first is drafted."""

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event of the project; none where there is no schema file."""
        try:
            find_schema_files(self.schemas_root)
        except SchemaError:
            if self.schemas_root.is_file():
                raise
            return ()
        return load_events(self.schemas_root)

    def select(self, select: tuple[str, ...]) -> tuple[Event, ...]:
        """Return the events that *select* names, of which there may be none yet."""
        chosen: dict[str, Event] = {} if select else {one.id: one for one in self.events}
        for selector in select:
            try:
                found = select_events(self.events, [selector], self.config.schemas_path)
            except SelectError:
                continue
            chosen.update((one.id, one) for one in found)
        return tuple(one for one in self.events if one.id in chosen)


class InferRun:
    """One run inside of dbt. Its public attributes are all that macros may use.

    Attributes:
        plan: The plan, as JSON values.
        types: Of the catalogue, whose families are wanted; once it was read.
    """

    def __init__(self, project: Beginning, asked: Asked, target: Target) -> None:
        self._project = project
        self._asked = asked
        self._target = target
        self._session = current()
        self._landings = project.landings(asked.source, asked.sdk, target)
        self.plan = project.plan(self._landings)
        self.types: list[str] = []

    def present(self, live: Live) -> dict[str, Any]:
        """Return the catalogue to match, as the macro saw it.

        Raises:
            CatalogError: It says too little to go on.
        """
        with kept(self._session):
            check_readable(live)
            self._present = as_catalog(live)
            self._places = places_of(self.plan, live)
            self.types = sorted({str(row[2]) for answer in live for row in answer["rows"]})
            self._tell("matching")
            return as_present(self._present)

    def questions(self, unplanned: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return what to ask of rows, nothing if nobody wants to know.

        Args:
            unplanned: What the macro of that name returned.

        Raises:
            SelectError: What is selected, or to be sampled, is not there.
        """
        with kept(self._session):
            finder = Finder(self._sources, SDKS, self._present, unplanned["families"])
            found = [
                *finder.tables(unplanned["tables"]),
                *finder.columns(unplanned["columns"], self._kinds()),
            ]
            self._left_out = finder.left_out
            self._found = selected(
                found,
                self._asked.select,
                self._present,
                self._project.events,
                self._project.config.schemas_path,
            )
            self._interview = Interview(self._asked, self._places)
            self._interview.prepare(self._found, self._present)
            return self._interview.questions

    def announce(self, queries: Sequence[str]) -> str:
        """Say what *queries* read; return what a plain dbt is to say, which is the same."""
        return announced(self._session, queries, self._asked.days, self._target.type)

    def write(self, answers: Sequence[Any]) -> str:
        """Write the drafts; return what a plain dbt is to print of it.

        Args:
            answers: One for each question: rows of texts.
        """
        with kept(self._session):
            self._interview.listen(answers)
            drafter = Drafter(self._project.config.conventions, self._project.events)
            drafts = drafter.draft(self._found, self._interview.sent)
            self._interview.tell(drafts)
            self._tell(f"writing {len(drafts)} drafts")
            desk = Desk(
                _files(self._project),
                self._project.config,
                self._project.events,
                self._asked.folder,
            )
            done = desk.write(drafts, dry_run=self._asked.dry_run)
            left = (*self._left_out, *drafter.left_out, *self._interview.left_out)
            return self._finish(done.having(left))

    @property
    def _sources(self) -> list[Any]:
        return [landing.source for landing in self._landings]

    def _kinds(self) -> dict[tuple[str, str], Any]:
        """Return by source and event the kind of table that the event lands in."""
        return {
            (landing.source.name, event.id): group.kind
            for landing in self._landings
            for group in group_events(landing.events, landing.source, SDKS[landing.source.sdk])[
                0
            ]
            for event in group.events
        }

    def _finish(self, drafted: Drafted) -> str:
        if self._session is not None:
            self._session.drafted = drafted
            return ""
        text = "\n".join(lines(drafted))
        if drafted.exit_code():
            raise DbtError(f"some drafts were not written\n{text}")
        return text

    def _tell(self, doing: str) -> None:
        if self._session is not None:
            self._session.progress(doing)


def open_infer(name: str, version: str, asked: Mapping[str, Any], target: Target) -> InferRun:
    """Return the run that the macro asks for; arguments as for `bridge.run.open_run`.

    Raises:
        ReflektError: Macros and Python do not belong together, or the run makes no sense.
    """
    session = current()
    with kept(session):
        project = _beginning(session.root if session is not None else dbt_root())
        check_project(project, name, version)
        check_target(project, target)
        return InferRun(project, Asked.of(asked), target)


def infer(
    root: Path,
    asked: Mapping[str, Any],
    connection: Connection,
    progress: Callable[[str], None],
    announce: Callable[[str], None],
) -> Drafted:
    """Draft schemas of what the project in *root* does not plan.

    Args:
        root: The project.
        asked: The macro's arguments.
        connection: Which warehouse to ask.
        progress: Told what is being done, in a few words.
        announce: Told what reading rows will cost, before they are read.

    Raises:
        ReflektError: It could not be done; nothing was changed.
    """
    project = _beginning(root)
    Asked.of({**{k: v for k, v in asked.items() if k != "options"}, **asked["options"]})
    session = Session(root, progress, announce)
    failure = invoke_macro(project, "reflekt_infer", asked, connection, session)
    if session.drafted is None:
        hint = failure_hint(failure, session.grants)
        raise DbtError(failure or "dbt did not run our macro", hint=hint)
    return session.drafted


def _beginning(root: Path) -> Beginning:
    loaded = Project.load(root)
    return Beginning(loaded.root, loaded.dbt, loaded.config)


def _files(project: Project) -> Files:
    return Files(project.root / project.config.project, project.config.schemas_path)
