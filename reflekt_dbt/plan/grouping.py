"""Which events of a source land in which table, and which versions of them count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from reflekt_dbt.config.model import SourceConfig
from reflekt_dbt.events.life import former_names, parted
from reflekt_dbt.events.model import Event
from reflekt_dbt.plan.candidates import settle
from reflekt_dbt.plan.findings import Finding, finding
from reflekt_dbt.sdks.model import Names, Sdk, SdkTable


@dataclass(frozen=True)
class Group:
    """One table of a source, and the events that land in it.

    Attributes:
        kind: The SDK's table, or its kind of table for an event's own.
        names: Of the table.
        events: Highest major of each event, newest minor first, events by id. Empty for
            a table that holds all events.
        older: Versions of older majors, whose properties the table may still hold.
        retired: Versions of events that are built no more, whose rows it may still hold.
        former: Names of the tables that its event had under earlier names, latest first.
    """

    kind: SdkTable
    names: Names
    events: tuple[Event, ...] = ()
    older: tuple[Event, ...] = ()
    retired: tuple[Event, ...] = ()
    former: tuple[Names, ...] = ()

    @property
    def stem(self) -> str:
        """What the model is called after: the event's first name, so that it keeps its own."""
        return self.former[-1].base if self.former else self.names.base

    @property
    def landed(self) -> tuple[Event, ...]:
        """All versions whose rows may be in the table."""
        return (*self.events, *self.older, *self.retired)

    @cached_property
    def newest(self) -> tuple[Event, ...]:
        """The newest minor of each event."""
        return tuple(next(versions) for _, versions in groupby(self.events, key=_folder))

    @property
    def sole(self) -> Event | None:
        """The newest minor of the event to which all rows belong, None if there are several."""
        return self.newest[0] if len(self.newest) == 1 else None


def group_events(
    events: Iterable[Event], source: SourceConfig, sdk: Sdk
) -> tuple[list[Group], list[Finding]]:
    """Return the tables of a source in the order to build them, and what was found.

    Tables that the loader always makes come first, then the SDK's other tables, then
    the events' own, by name.
    """
    found: list[Finding] = []
    living, retired = parted(tuple(events))
    landing: dict[str, tuple[SdkTable, Names, list[Event]]] = {
        name: (table, _names(table), []) for table in sdk.tables for name in sdk.always
        if table.name == name
    }  # fmt: skip
    for event in living:
        for table, names in _tables(event, source, sdk):
            if not names.candidates:
                found.append(_not_loaded(event, sdk))
                continue
            landing.setdefault(names.base, (table, names, []))[2].append(event)
    made = [_group(table, names, landed) for table, names, landed in landing.values()]
    over = _by_table(retired, source, sdk)
    made = [replace(one, retired=over.get(one.names.base, ())) for one in made]
    groups = _settled(_with_former_names(made, sdk, found))
    found.extend(one for group in groups for one in _findings(group, source))
    return sorted(groups, key=lambda group: _rank(group, sdk)), found


def _with_former_names(groups: Sequence[Group], sdk: Sdk, found: list[Finding]) -> list[Group]:
    """Return *groups* with the tables that their events had under earlier names.

    A table that is another event's by now is no former one; a finding says so.
    """
    owners = {group.names.base: group for group in groups}
    return [replace(group, former=_former(group, owners, sdk, found)) for group in groups]


def _former(
    group: Group, owners: dict[str, Group], sdk: Sdk, found: list[Finding]
) -> tuple[Names, ...]:
    event = group.sole
    if event is None or group.kind.name:
        return ()
    former = {}
    for name in former_names(event):
        names = sdk.table_names(name)
        owner = owners.setdefault(names.base, group)
        if owner is not group:
            other = owner.newest[0].id if owner.newest else owner.names.base
            found.append(finding("former_name_in_use", event.id, name=name, other=other))
        elif names.candidates and names.base != group.names.base:
            former[names.base] = names
    return tuple(former.values())


def retired_tables(events: Iterable[Event], source: SourceConfig, sdk: Sdk) -> set[str]:
    """Return the names that tables of retired events may have, their earlier ones included."""
    _, retired = parted(tuple(events))
    names = [names for event in retired for _, names in _tables(event, source, sdk)]
    names += [sdk.table_names(name) for event in retired for name in former_names(event)]
    return {candidate for one in names for candidate in one.candidates}


def _by_table(
    events: Iterable[Event], source: SourceConfig, sdk: Sdk
) -> dict[str, tuple[Event, ...]]:
    found: dict[str, tuple[Event, ...]] = {}
    for event in events:
        for _, names in _tables(event, source, sdk):
            found[names.base] = (*found.get(names.base, ()), event)
    return found


def _settled(groups: Sequence[Group]) -> list[Group]:
    """Return *groups* with only those names that are their own."""
    named = [names for group in groups for names in (group.names, *group.former)]
    own = iter(settle([names.candidates for names in named]))
    return [
        replace(
            group,
            names=Names(group.names.base, tuple(next(own))),
            former=tuple(Names(names.base, tuple(next(own))) for names in group.former),
        )
        for group in groups
    ]


def merged(groups: Sequence[Group]) -> Group:
    """Return as one the tables of several sources that are called the same.

    What is older in one of them may be the newest of another, so that all that any of them
    is built from counts; and what is older than another's binds the rows of neither.
    """
    events = {event.id: event for group in groups for event in group.events}
    older = {event.id: event for group in groups for event in group.older}
    ordered = sorted(events.values(), key=lambda event: event.version, reverse=True)
    majors: dict[str, int] = {}
    for event in ordered:
        if majors.setdefault(_folder(event), event.version.major) != event.version.major:
            older[event.id] = event
    names = dict.fromkeys(name for group in groups for name in group.names.candidates)
    return Group(
        groups[0].kind,
        Names(groups[0].names.base, tuple(names)),
        tuple(sorted(ordered, key=_folder)),
        tuple(older.values()),
        tuple({event.id: event for group in groups for event in group.retired}.values()),
        max((group.former for group in groups), key=len),
    )


def calls_of(source: SourceConfig, sdk: Sdk) -> Mapping[str, str]:
    """Return event name → call type, for events that are not sent by a track call."""
    calls = {**sdk.calls, **source.calls}
    return {name: call for call, names in calls.items() for name in names}


def _tables(event: Event, source: SourceConfig, sdk: Sdk) -> Iterator[tuple[SdkTable, Names]]:
    call = calls_of(source, sdk).get(event.name)
    if call is None:
        yield sdk.event, sdk.table_names(event.name)
        return
    for table in sdk.tables:
        if table.call_type == call and table.properties:
            yield table, _names(table)


def _names(table: SdkTable) -> Names:
    return Names(table.name, (table.name, *table.candidates))


def _group(table: SdkTable, names: Names, landed: list[Event]) -> Group:
    newest: list[list[Event]] = []
    older: list[Event] = []
    ordered = sorted(landed, key=lambda event: (_folder(event), event.version), reverse=True)
    for _, versions in groupby(ordered, key=_folder):
        of_one_event = list(versions)
        major = of_one_event[0].version.major
        newest.append([event for event in of_one_event if event.version.major == major])
        older.extend(event for event in of_one_event if event.version.major < major)
    flat = tuple(event for versions in reversed(newest) for event in versions)
    return Group(table, names, flat, tuple(older))


def _findings(group: Group, source: SourceConfig) -> Iterator[Finding]:
    for event in group.older:
        built = next(new.id for new in group.newest if _folder(new) == _folder(event))
        yield finding("older_major_not_built", event.id, built=built)
    for event in group.newest if group.sole is None else ():
        others = ", ".join(other.id for other in group.newest if other is not event)
        yield finding(
            "events_share_table", event.id,
            source=source.name, table=group.names.base, others=others,
        )  # fmt: skip


def _not_loaded(event: Event, sdk: Sdk) -> Finding:
    return finding("event_not_loaded", event.id, sdk=sdk.title, name=event.name)


def _folder(event: Event) -> str:
    return event.id.rpartition("/")[0]


def _rank(group: Group, sdk: Sdk) -> tuple[int, str]:
    standard = [table.name for table in sdk.tables]
    if group.kind.name in standard:
        return standard.index(group.kind.name), ""
    return len(standard), group.names.base
