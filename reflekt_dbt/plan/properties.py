"""The columns of a table that hold the properties of its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.config.model import BuildConfig
from reflekt_dbt.events.model import Event, Property
from reflekt_dbt.plan.aliases import property_alias
from reflekt_dbt.plan.candidates import settle
from reflekt_dbt.plan.column_tests import configured_tests, required_tests, value_tests
from reflekt_dbt.plan.families import family
from reflekt_dbt.plan.findings import Finding, finding
from reflekt_dbt.plan.grouping import Group
from reflekt_dbt.plan.yaml_text import block, inert, scalar
from reflekt_dbt.sdks.model import Names, Sdk


@dataclass(slots=True)
class Column:
    """A column of the table, and the properties that land in it, the decisive one first."""

    names: Names
    event: Event
    properties: list[Property]
    current: bool


def plan_properties(
    group: Group, sdk: Sdk, build: BuildConfig, taken: frozenset[str], *, flatten: bool
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Return the properties of a table in the plan's form, and what was found.

    The properties of the newest minor come first, in its file's order; then those that
    only older minors have. With *flatten* a nested one has the columns that may hold the
    objects around it, too.
    """
    columns, found = landed_columns(group, sdk)
    # A schema binds the rows of its own event alone: not those of another event or of
    # another major in the same table.
    binding = group.sole is not None and not group.older
    candidates = settle([column.names.candidates for column in columns])
    planned = [
        _planned(column, own, build, taken, binding and column.current)
        for column, own in zip(columns, candidates, strict=True)
    ]
    for column, one in zip(columns, planned, strict=True) if flatten else ():
        one["containers"] = _containers(column.properties[0], group, sdk)
    found.extend(shared_columns(columns))
    return planned, found


def older_columns(group: Group, sdk: Sdk) -> list[str]:
    """Return columns that older majors account for, sorted; they are not built."""
    older = {
        candidate
        for event in group.older
        for prop in event.properties
        for candidate in sdk.column_names(prop.path, group.kind.call_type).candidates
    }
    return sorted(older)


def landed_columns(group: Group, sdk: Sdk) -> tuple[list[Column], list[Finding]]:
    """Return the columns of a table that hold properties, and those that the loader drops."""
    columns: dict[str, Column] = {}
    found = []
    outdated = [event for event in group.events if event not in group.newest]
    for event in (*group.newest, *outdated):
        current = event in group.newest
        for prop in event.properties:
            names = sdk.column_names(prop.path, group.kind.call_type)
            if names.candidates:
                _land(columns, Column(names, event, [prop], current))
            elif current:
                found.append(
                    finding("property_not_loaded", event.id, prop.dotted, sdk=sdk.title)
                )
    return list(columns.values()), found


def _containers(prop: Property, group: Group, sdk: Sdk) -> list[list[list[str]]]:
    """Return ``[columns, keys, names]`` of each object around a property, innermost first.

    *columns* are those that may hold the object, *keys* lead from there to the value as
    the event spells them, *names* as the loader would spell columns.
    """
    around = []
    for depth in range(len(prop.path) - 1, 0, -1):
        columns = sdk.column_names(prop.path[:depth], group.kind.call_type).candidates
        keys = list(prop.path[depth:])
        names = [sdk.column_names((key,), group.kind.call_type).base for key in keys]
        if columns:
            around.append([list(columns), keys, names])
    return around


def _land(columns: dict[str, Column], new: Column) -> None:
    # By base, of which the alias is made: two names that the loader escapes to one column
    # keep an alias each, whichever of them is planned first.
    there = columns.setdefault(new.names.base, new)
    if there is not new and there.event is new.event:
        # Of several properties in one column, the loader keeps the value of the one
        # whose path comes last in byte order (cdp facts §2.5): that one describes it.
        there.properties = sorted(
            [*there.properties, *new.properties], key=lambda prop: prop.path, reverse=True
        )


def _planned(
    column: Column,
    candidates: list[str],
    build: BuildConfig,
    taken: frozenset[str],
    binding: bool,
) -> dict[str, Any]:
    prop = column.properties[0]
    alias = property_alias(column.names.base, taken)
    models, docs = build.models, build.docs
    configured = configured_tests(docs, candidates[0], alias)
    required = required_tests(docs, prop, configured) if binding else []
    return {
        "property": prop.dotted,
        "table": "source",
        "column": candidates,
        "path": [],
        "kind": "column",
        "containers": [],
        "alias": alias,
        "type": family(prop),
        "cast": models.casts.get(alias, models.casts.get(column.names.base)),
        "description": scalar(inert(prop.description)) if prop.description else "",
        "tests": [*configured, *required],
        "value_tests": value_tests(docs, prop, configured) if binding else [],
        "meta": [] if column.current else block({"deprecated": True}),
    }


def shared_columns(columns: Iterable[Column]) -> Iterable[Finding]:
    """Yield a finding for each property that has no column to itself."""
    landed: dict[str, list[tuple[Event, Property]]] = {}
    for column in columns:
        land = landed.setdefault(column.names.candidates[0], [])
        land.extend((column.event, prop) for prop in column.properties)
    for name, sharing in landed.items():
        for event, prop in sharing if len(sharing) > 1 else ():
            others = ", ".join(other.dotted for _, other in sharing if other is not prop)
            yield finding(
                "properties_share_column", event.id, prop.dotted, column=name, others=others
            )
