"""Drafts of events and properties, from tables and columns that nobody planned. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reflekt_dbt.config.model import Casing, Conventions
from reflekt_dbt.events.model import Event
from reflekt_dbt.infer.found import Column, Found, LeftOut
from reflekt_dbt.infer.names import event_name, leads_to, property_names
from reflekt_dbt.infer.types import schema_of
from reflekt_dbt.lint.casing import has_digit, is_cased
from reflekt_dbt.lint.personal import looks_like
from reflekt_dbt.plan.grouping import calls_of

# Source and table, in the catalogue's spelling → the event's name as it was sent.
SentNames = Mapping[tuple[str, str], str]


@dataclass(slots=True)
class PropertyDraft:
    """A property, and what is known of it.

    Attributes:
        name: As the schema is to have it.
        columns: That it lands in, each with its table; one a table.
        facts: Further keywords, which only rows could tell, such as ``enum``.
        is_required: Whether every row that was looked at has a value.
    """

    name: str
    columns: list[tuple[Found, Column]]
    facts: dict[str, Any] = field(default_factory=dict)
    is_required: bool = False


@dataclass(slots=True)
class EventDraft:
    """An event, or what is new of one.

    Attributes:
        name: What the SDK sends.
        event: Id of the version that is planned; ``""`` for a new event.
        found: The tables that it lands in.
        properties: By name.
    """

    name: str
    event: str
    found: list[Found] = field(default_factory=list)
    properties: dict[str, PropertyDraft] = field(default_factory=dict)

    @property
    def tables(self) -> str:
        """The tables, as people are told of them."""
        return ", ".join(dict.fromkeys(one.table for one in self.found))


class Drafter:
    """Makes drafts.

    Attributes:
        left_out: What it could not make one of.
    """

    def __init__(self, conventions: Conventions, events: Sequence[Event]) -> None:
        self._conventions = conventions
        self._events = {event.id: event for event in events}
        self.left_out: list[LeftOut] = []

    def draft(self, found: Iterable[Found], sent: SentNames) -> list[EventDraft]:
        """Return a draft of each event to which something of *found* belongs.

        Args:
            found: Tables and columns that nobody planned.
            sent: Names of events where they were asked for.
        """
        drafts: dict[str, EventDraft] = {}
        for one in found:
            planned = self._events.get(one.event)
            name = planned.name if planned else self._name(one, sent)
            if not name:
                why = f"no event has a table of this name with {one.sdk.title}'s loader"
                self.left_out.append(LeftOut(one.source.name, one.table, "", why))
                continue
            # Two sources may have the same event: it is one, with the properties of both.
            draft = drafts.setdefault(one.event or name, EventDraft(name, one.event))
            draft.found.append(one)
            self._add_properties(draft, one, planned)
        return [one for one in drafts.values() if one.properties or not one.event]

    def _name(self, found: Found, sent: SentNames) -> str:
        calls = calls_of(found.source, found.sdk)
        if found.kind.name:
            return next(name for name, call in calls.items() if call == found.kind.call_type)
        name = sent.get((found.source.name, found.table), "")
        table = found.table.lower().removesuffix("_*")
        if name and name not in calls and leads_to(name, table, found.sdk):
            return name
        return event_name(table, found.sdk, calls, self._conventions.event.casing)

    def _add_properties(self, draft: EventDraft, found: Found, planned: Event | None) -> None:
        columns = {column.name.lower(): column for column in found.columns}
        call = found.kind.call_type

        names = property_names(
            columns,
            lambda name: found.sdk.column_names((name,), call),
            [prop.path[0] for prop in planned.properties] if planned else [],
            self._conventions.property.casing,
        )
        for key, column in columns.items():
            name = names.get(key)
            if name is None:
                why = f"no property has a column of this name with {found.sdk.title}'s loader"
                self.left_out.append(LeftOut(found.source.name, found.table, column.name, why))
                continue
            made = draft.properties.setdefault(name, PropertyDraft(name, []))
            made.columns.append((found, column))


def property_schema(draft: PropertyDraft, conventions: Conventions) -> dict[str, Any]:
    """Return what a schema file says of a property that was drafted."""
    columns = [column for _, column in draft.columns]
    made = {
        "description": f"Drafted from the column {columns[0].name}; describe it.",
        **schema_of(columns),
        **draft.facts,
    }
    if looks_like(draft.name):
        # Better one too many: nobody has looked at it yet.
        made["pii"] = True
    allowed = conventions.data_types
    excused = [
        *excuses(draft.name, conventions.property, ("RF304", "RF305", "RF306")),
        *([] if made["type"] in allowed else ["RF205"]),
    ]
    return made | ({"lint": excused} if excused else {})


def excuses(name: str, casing: Casing, codes: tuple[str, str, str]) -> list[str]:
    """Return which of *codes* a name that cannot be another breaks.

    Args:
        name: Of an event or a property.
        casing: What names are held to.
        codes: Of the rules on casing, digits and reserved names.
    """
    broken = (
        not is_cased(name, casing.casing),
        not casing.numbers and has_digit(name),
        name.casefold() in {one.casefold() for one in casing.reserved},
    )
    return [code for code, is_broken in zip(codes, broken, strict=True) if is_broken]
