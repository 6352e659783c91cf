"""What a table's model says of the life of its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflekt_dbt.events.life import deprecated_on, doubts, newest_versions, status_of
from reflekt_dbt.events.model import Event
from reflekt_dbt.plan.findings import Finding, finding
from reflekt_dbt.plan.grouping import Group


def status(group: Group) -> str:
    """Return the status that all events of *group* share; live if they share none."""
    found = {status_of(event) for event in group.newest}
    return found.pop() if len(found) == 1 else "live"


def deprecation_date(group: Group) -> str:
    """Return the last of the days from which its events are deprecated; ``""`` if unknown."""
    days = [deprecated_on(event) for event in group.newest]
    return max(days) if status(group) == "deprecated" and all(days) else ""


def deprecation_note(group: Group) -> str:
    """Return what comes before the description of a model; ``""`` if nothing does.

    Says no more than the schema does: nothing here may depend on the day.
    """
    if status(group) != "deprecated":
        return ""
    day = deprecation_date(group)
    return f"Deprecated as of {day}." if day else "Deprecated."


def unknown_life(events: Iterable[Event]) -> Iterator[Finding]:
    """Yield a finding for each word of the newest metadata that means nothing to us."""
    for event in newest_versions(events).values():
        for doubt in doubts(event.metadata):
            yield finding(
                "unknown_life", event.id, doubt.key, problem=doubt.problem, hint=doubt.hint
            )
