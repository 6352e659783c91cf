"""Columns that properties had under earlier names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reflekt_dbt.events.marks import Path
from reflekt_dbt.events.model import Event, Property
from reflekt_dbt.plan.grouping import Group
from reflekt_dbt.sdks.model import Names, Sdk


@dataclass(slots=True)
class Column:
    """A column of the table, and the properties that land in it, the decisive one first.

    Attributes:
        current: Whether the newest minor still has it.
        former: Path and names of each column that held the same before, latest first.
        renamed_to: What holds the same now, for an alias that stays; None for any other.
    """

    names: Names
    event: Event
    properties: list[Property]
    current: bool
    former: tuple[tuple[Path, Names], ...] = ()
    renamed_to: Column | None = None


def with_former(columns: Mapping[str, Column], group: Group, sdk: Sdk) -> list[Column]:
    """Return *columns*, by base name, with those that held the same before, and their aliases.

    A former name that the newest minor still has is a property in its own right. The
    alias of any other stays, with the same values, as long as its major does.
    """
    if not any(prop.renamed_from for one in columns.values() for prop in one.properties):
        return list(columns.values())
    made = dict(columns)
    kept: dict[str, Column] = {}
    for column in columns.values():
        former = list(_former(column, columns, group, sdk)) if column.current else []
        made[column.names.base] = new = replace(column, former=tuple(former))
        for path, names in former:
            if names.base in made or _stays(names, column, group, sdk):
                kept.setdefault(names.base, _old_alias(columns, new, path, names))
    made.update({base: one for base, one in kept.items() if base in made})
    return [*made.values(), *(one for base, one in kept.items() if base not in made)]


def _former(
    column: Column, columns: Mapping[str, Column], group: Group, sdk: Sdk
) -> list[tuple[Path, Names]]:
    found: dict[str, tuple[Path, Names]] = {}
    for prop in column.properties:
        for path in prop.renamed_from:
            names = sdk.column_names(path, group.kind.call_type)
            is_taken = names.base in columns and columns[names.base].current
            if names.candidates and not is_taken:
                found.setdefault(names.base, (path, names))
    found.pop(column.names.base, None)
    return list(found.values())


def _stays(names: Names, column: Column, group: Group, sdk: Sdk) -> bool:
    """Tell whether models of this major had the alias, of which no file is left to say so.

    It was in the file that the minor's took the place of, unless an older major had it: a
    new major is where it goes.
    """
    older = {
        sdk.column_names(prop.path, group.kind.call_type).base
        for event in group.older
        for prop in event.properties
    }
    return column.event.version.minor > 0 and names.base not in older


def _old_alias(columns: Mapping[str, Column], new: Column, path: Path, names: Names) -> Column:
    there = columns.get(names.base)
    props = there.properties if there else [replace(new.properties[0], path=path)]
    event = there.event if there else new.event
    return Column(names, event, props, current=False, renamed_to=new)
