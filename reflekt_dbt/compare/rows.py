"""What changed, column by column: for people who read SQL and not JSON Schema. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from reflekt_dbt.compare.landed import is_about
from reflekt_dbt.compare.outcome import Judged
from reflekt_dbt.compare.planned import events_of
from reflekt_dbt.compare.versions import Revision
from reflekt_dbt.events.model import Event, Property
from reflekt_dbt.plan.families import family


class Told(NamedTuple):
    """What one version says of a column.

    Attributes:
        type: Family of its type, with what is to be known of nulls: ``string, required``.
        description: As the schema has it.
    """

    type: str
    description: str


class Row(NamedTuple):
    """One column that changed.

    Attributes:
        property: As people say its path.
        columns: ``model.column``, in each model that has it; empty if none has.
        before: None if it is new.
        after: None if it is gone.
        sentences: Of the changes that are about it.
    """

    property: str
    columns: tuple[str, ...]
    before: Told | None
    after: Told | None
    sentences: tuple[str, ...]


class EventRows(NamedTuple):
    """One event that changed.

    Attributes:
        judged: What is to be said of it.
        name: What the SDK sends.
        models: Staging models it becomes.
        description: Before and after.
        sentences: Of the changes that are about no one column.
        rows: In the order of the schema of now, then those that are gone.
    """

    judged: Judged
    name: str
    models: tuple[str, ...]
    description: tuple[str, str]
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]

    def json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "event": self.judged.comparison.id,
            "name": self.name,
            "models": list(self.models),
            "description": {"before": self.description[0], "after": self.description[1]},
            "rows": [
                {
                    **row._asdict(),
                    "before": row.before and row.before._asdict(),
                    "after": row.after and row.after._asdict(),
                }
                for row in self.rows
            ],
        }


def event_rows(
    judged: Judged, old_plan: Mapping[str, Any], new_plan: Mapping[str, Any]
) -> EventRows:
    """Return what changed in one event, given the plans of before and of now."""
    comparison = judged.comparison
    old, new = _event(comparison.old), _event(comparison.new)
    before, after = _properties(old), _properties(new)
    columns = {**_columns(old, old_plan), **_columns(new, new_plan)}
    about: dict[str, list[str]] = {}
    of_event: list[str] = []
    for change in comparison.changes:
        names = [name for name in {**after, **before} if is_about(name, change.path)]
        for name in names:
            about.setdefault(name, []).append(change.sentence)
        if not names:
            of_event.append(change.sentence)
    rows = tuple(
        Row(name, columns.get(name, ()), was, is_now, tuple(about.get(name, ())))
        for name in {**after, **before}
        if (was := before.get(name)) != (is_now := after.get(name)) or name in about
    )
    return EventRows(
        judged=judged,
        name=next((event.name for event in (new, old) if event), comparison.id),
        models=tuple(dict.fromkeys([*_models(new, new_plan), *_models(old, old_plan)])),
        description=(old.description if old else "", new.description if new else ""),
        sentences=tuple(of_event),
        rows=rows,
    )


def _event(revision: Revision | None) -> Event | None:
    return next(events_of([revision]), None) if revision else None


def _properties(event: Event | None) -> dict[str, Told]:
    return {prop.dotted: _told(prop) for prop in (event.properties if event else ())}


def _told(prop: Property) -> Told:
    nulls = ", required" if prop.required else ""
    return Told(
        f"{family(prop)}{nulls}{', or null' if prop.nullable else ''}", prop.description
    )


def _columns(event: Event | None, plan: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for table in _tables(event, plan):
        for prop in table["properties"]:
            name = prop["property"]
            found[name] = (*found.get(name, ()), f"{table['model']}.{prop['alias']}")
    return found


def _models(event: Event | None, plan: Mapping[str, Any]) -> Iterator[str]:
    return (table["model"] for table in _tables(event, plan))


def _tables(event: Event | None, plan: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (table for table in plan["tables"] if event and event.id in table["events"])
