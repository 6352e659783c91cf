"""The staging models that schemas of some moment become. Pure; asks the plan, knows no rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from reflekt_dbt.compare.versions import Revision
from reflekt_dbt.config.model import Config, SourceConfig
from reflekt_dbt.errors import SchemaError, SelectError
from reflekt_dbt.events.find import SchemaFile
from reflekt_dbt.events.load import event_in
from reflekt_dbt.events.model import Event
from reflekt_dbt.events.select import select_events
from reflekt_dbt.plan.compile import Landing, compile_plan
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS


def events_of(revisions: Iterable[Revision]) -> Iterator[Event]:
    """Yield the event in each of *revisions* that holds one."""
    for revision in revisions:
        file = SchemaFile(revision.folder, revision.version, Path(revision.path))
        # What was no event at that moment became no model either.
        with suppress(SchemaError):
            if revision.name:
                yield event_in(revision.document, file)


def planned(revisions: Iterable[Revision], config: Config, project: str) -> dict[str, Any]:
    """Return the plan of *revisions*, as today's *config* has it."""
    events = tuple(events_of(revisions))
    landings = [
        Landing(source, _landing(events, source, config.schemas_path))
        for source in config.sources
    ]
    return compile_plan(landings, config, SDKS, Surroundings(project))


def _landing(
    events: tuple[Event, ...], source: SourceConfig, schemas_path: str
) -> tuple[Event, ...]:
    if not source.select:
        return events
    chosen: set[str] = set()
    for selector in source.select:
        # It may name what was not there yet, or is no more.
        with suppress(SelectError):
            chosen |= {one.id for one in select_events(events, (selector,), schemas_path)}
    return tuple(event for event in events if event.id in chosen)
