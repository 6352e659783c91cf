"""What a table of the plan must mind of the tables beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from reflekt_dbt.config.model import SourceConfig
from reflekt_dbt.events.model import Event
from reflekt_dbt.plan.grouping import Group, calls_of
from reflekt_dbt.plan.private import personal_traits
from reflekt_dbt.sdks.model import Sdk


class Beside(NamedTuple):
    """What is true of a table because of others.

    Attributes:
        taken: Names that no property may have as its alias.
        traits: Columns of the personal traits of users and groups, of any source.
        events: Versions of events of other sources whose rows are in the same model.
    """

    taken: frozenset[str]
    traits: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


def personal_columns(
    landed: Iterable[tuple[SourceConfig, tuple[Event, ...]]], sdks: Mapping[str, Sdk]
) -> tuple[str, ...]:
    """Return the columns of the personal traits of users and groups, of all sources."""
    found: dict[str, None] = {}
    for source, events in landed:
        sdk = sdks[source.sdk]
        found.update(dict.fromkeys(personal_traits(events, calls_of(source, sdk), sdk)))
    return tuple(found)


def in_one_model(
    source: SourceConfig, group: Group, grouped: Iterable[tuple[SourceConfig, Group]]
) -> tuple[Event, ...]:
    """Return the versions of other sources whose rows are in one model with *group*'s."""
    if source.union is None:
        return ()
    return tuple(
        event
        for other, another in grouped
        if other.union == source.union and other is not source
        if another.stem == group.stem
        for event in another.landed
    )


def taken_aliases(
    source: SourceConfig, tables: Iterable[Mapping[str, Any]], taken: Collection[str]
) -> list[str]:
    """Return the names that no column may have which is selected though nobody planned it."""
    selects = (
        table["unplanned"]["include"] or table["unplanned"]["context"]
        for table in tables
        if table["source"] == source.name
    )
    return sorted(taken) if any(selects) else []
