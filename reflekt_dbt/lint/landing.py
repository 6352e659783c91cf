"""Where events and properties land, for rules about warehouses: the plan's own findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from reflekt_dbt.config.model import SourceConfig
from reflekt_dbt.errors import SelectError
from reflekt_dbt.events.flaw import Pointer
from reflekt_dbt.events.model import Event, Property
from reflekt_dbt.events.select import select_events
from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.plan.findings import Finding
from reflekt_dbt.plan.former import Column
from reflekt_dbt.plan.grouping import Group, calls_of, group_events
from reflekt_dbt.plan.properties import landed_columns, shared_columns
from reflekt_dbt.sdks.model import Sdk
from reflekt_dbt.sdks.warehouses import WAREHOUSES


@dataclass(frozen=True)
class Landed:
    """The events of one source, in the tables that its SDK's loader makes of them.

    Attributes:
        source: The source.
        sdk: Its SDK.
        events: That land in it, in order.
        prefix: Of every path, with a ``/`` at its end.
    """

    source: SourceConfig
    sdk: Sdk
    events: tuple[Event, ...]
    prefix: str = ""

    @cached_property
    def _grouped(self) -> tuple[list[Group], list[Finding]]:
        return group_events(self.events, self.source, self.sdk)

    @cached_property
    def tables(self) -> list[tuple[Group, list[Column]]]:
        """Each table that holds properties of events, with the columns that they get."""
        return [(group, columns) for group, columns, _ in self._landed]

    @cached_property
    def _landed(self) -> list[tuple[Group, list[Column], list[Finding]]]:
        groups = [group for group in self._grouped[0] if group.kind.properties]
        return [(group, *landed_columns(group, self.sdk)) for group in groups]

    def findings(self, code: str) -> Iterator[tuple[Event, Property | None, Finding]]:
        """Yield the plan's findings of that *code*, with the event and property they name.

        A property that lands in several tables is found once.
        """
        every = [*self._grouped[1], *self._of_columns]
        found = {(one[1], one[2]): one for one in every if one[0] == code}
        for (event_id, dotted), finding in found.items():
            event = self._by_id[event_id]
            named = (prop for prop in event.properties if prop.dotted == dotted)
            yield event, next(named, None), finding

    @cached_property
    def _of_columns(self) -> list[Finding]:
        dropped = [finding for _, _, found in self._landed for finding in found]
        shared = [one for _, columns in self.tables for one in shared_columns(columns)]
        return [*dropped, *shared]

    @cached_property
    def _by_id(self) -> dict[str, Event]:
        return {event.id: event for event in self.events}

    @property
    def tracked(self) -> Iterator[Event]:
        """The events that are sent by a track call, and so have tables of their own."""
        calls = calls_of(self.source, self.sdk)
        return (event for event in self.events if event.name not in calls)

    @property
    def said(self) -> str:
        """Which loader it is that does so, and for which source."""
        return f"{self.sdk.title}, source {self.source.name}"

    def table_of(self, event: Event) -> str:
        """Return the table in which the properties of *event* land."""
        found = (group for group, _ in self.tables if event in group.events)
        group = next(found, None)
        return repr(group.names.base) if group else "its table"

    @staticmethod
    def why_changed(base: str, warehouses: Iterable[str]) -> str:
        """Return, as the end of a sentence, which of *warehouses* reserve the name *base*."""
        known = (WAREHOUSES[one] for one in warehouses)
        titles = [one.title for one in known if base in one.reserved]
        return f"; {', '.join(titles)} reserve it" if titles else ""

    def path_of(self, event: Event) -> str:
        """Return the path of the event's file, as violations have it."""
        return f"{self.prefix}{event.id}.json"


def pointer_to(prop: Property) -> Pointer:
    """Return where *prop* is described, if nothing but ``properties`` leads to it."""
    return tuple(step for name in prop.path for step in ("properties", name))


def land(events: Sequence[Event], facts: Facts, prefix: str) -> Iterator[Landed]:
    """Yield the configured sources, each with those of *events* that land in it."""
    for source, sdk in facts.sources:
        chosen: tuple[Event, ...] = ()
        # A source may well select nothing but what is no event yet, as lint will say of it.
        with suppress(SelectError):
            chosen = select_events(events, source.select, facts.config.schemas_path)
        yield Landed(source, sdk, chosen, prefix)
