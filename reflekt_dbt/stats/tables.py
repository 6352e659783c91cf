"""Tables and columns that statistics are about: in the plan and in the catalogue. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.events.model import Event, Property
from reflekt_dbt.sdks.model import Sdk

# Source → table → column → type, in the catalogue's spelling.
Present = Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Held:
    """A property and the column that holds it.

    Attributes:
        prop: As the event's newest version has it.
        column: In the catalogue's spelling.
        family: Of the column's type.
        is_private: Whether its values are not to be shown.
    """

    prop: Property
    column: str
    family: str
    is_private: bool = False

    @property
    def enum(self) -> tuple[Any, ...]:
        """The allowed values, if the column can be compared with them."""
        kinds = {type(value) for value in self.prop.enum}
        fits = any(
            kinds and kinds <= of and self.family in families for of, families in _FITTING
        )
        return self.prop.enum if fits else ()


_FITTING = (
    ({str}, ("string",)),
    ({bool}, ("boolean",)),
    ({int, float}, ("integer", "number")),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that the plan and the catalogue share.

    Attributes:
        source: Its source.
        event: Id of the event that lands in it.
        name: In the catalogue's spelling.
        when: Column and type of when a row was received; empty if no column tells.
        held: Its properties that have a column.
    """

    source: str
    event: str
    name: str
    when: tuple[str, ...]
    held: tuple[Held, ...]


def shared_tables(
    plan: Mapping[str, Any],
    present: Present,
    events: Mapping[str, Event],
    sdks: Mapping[str, Sdk],
    families: Mapping[str, str],
    is_private: Callable[[Property], bool],
) -> Iterator[Table]:
    """Yield the tables that *plan* selects, which have one event, and which are there.

    Args:
        plan: The plan.
        present: The catalogue.
        events: By id.
        sdks: Source → its SDK.
        families: Type → family.
        is_private: Whether values of a property are not to be shown.
    """
    for planned in plan["tables"]:
        event = events.get(planned["event"])
        tables = _spelt(present.get(planned["source"], {}))
        there = [tables[name] for name in planned["relations"] if name in tables]
        if event is None or not there or not planned["selected"] or _is_part(planned):
            continue
        columns = present[planned["source"]][there[0]]
        spelt = _spelt(columns)
        loaded_at = sdks[planned["source"]].loaded_at
        when = (spelt[loaded_at], columns[spelt[loaded_at]]) if loaded_at in spelt else ()
        props = {prop.dotted: prop for prop in event.properties}
        held = tuple(
            Held(prop, column, families.get(columns[column], "any"), is_private(prop))
            for prop, column in _matched(planned["properties"], props, spelt)
        )
        yield Table(planned["source"], event.id, there[0], when, held)


def _is_part(planned: Mapping[str, Any]) -> bool:
    """Tell whether a table holds the rows of other events, too."""
    folders = {event.rpartition("/")[0] for event in planned["events"]}
    return len(folders) != 1 or bool(planned["row_filter"] or planned["join"])


def _matched(
    planned: Sequence[Mapping[str, Any]],
    props: Mapping[str, Property],
    spelt: Mapping[str, str],
) -> Iterator[tuple[Property, str]]:
    for one in planned:
        there = [spelt[name] for name in one["column"] if name in spelt]
        if one["kind"] == "column" and there and one["property"] in props:
            yield props[one["property"]], there[0]


def _spelt(names: Mapping[str, Any]) -> dict[str, str]:
    """Return name in lower case → in the catalogue's spelling; of two the one in lower case."""
    return {name.lower(): name for name in sorted(names)}
