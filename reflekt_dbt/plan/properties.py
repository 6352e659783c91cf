"""The columns of a table that hold the properties of its events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reflekt_dbt.config.model import BuildConfig
from reflekt_dbt.events.marks import Path, any_mark
from reflekt_dbt.events.model import Event, Property
from reflekt_dbt.plan.aliases import property_alias
from reflekt_dbt.plan.candidates import settle
from reflekt_dbt.plan.column_tests import (
    configured_tests,
    required_tests,
    tests_of_hashes,
    value_tests,
)
from reflekt_dbt.plan.columns import Wanted
from reflekt_dbt.plan.families import family
from reflekt_dbt.plan.findings import Finding, finding
from reflekt_dbt.plan.former import Column, with_former
from reflekt_dbt.plan.grouping import Group
from reflekt_dbt.plan.private import Mark, Private
from reflekt_dbt.plan.yaml_text import block, deep_inert, inert, scalar
from reflekt_dbt.sdks.model import Sdk


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides how the properties of one table are planned.

    Attributes:
        sdk: Whose loader made the table.
        build: From config.
        taken: Names that no property may have as its alias.
        flatten: Whether nested ones are read out of objects that are kept whole.
        private: What of them is personal.
        wanted: What config says of columns of this table.
    """

    sdk: Sdk
    build: BuildConfig
    taken: frozenset[str]
    flatten: bool = False
    private: Private = field(default_factory=Private)
    wanted: Wanted = field(default_factory=Wanted)


def plan_properties(
    group: Group, terms: Terms
) -> tuple[list[dict[str, Any]], list[str], list[Finding]]:
    """Return the properties of a table in the plan's form, the columns left out, and findings.

    The properties of the newest minor come first, in its file's order; then those that
    only older minors have, and the former names of others. Columns that are left out are
    in lower case, under all names that they may have.
    """
    landed, found = landed_columns(group, terms.sdk)
    columns = with_former({column.names.base: column for column in landed}, group, terms.sdk)
    own = _own_candidates(columns)
    # A schema binds the rows of its own event alone: not those of another event or of
    # another major in the same table.
    binding = group.sole is not None and not group.older
    planned, left_out = [], set[str]()
    for column in columns:
        mark = _mark_of(column, group, terms)
        bases = [column.names.base, *(names.base for _, names in column.former)]
        alias = property_alias(column.names.base, terms.taken)
        hidden = bool(mark) and terms.build.pii == "exclude"
        if hidden or terms.wanted.excludes([alias, *own[column.names.base], *bases[:1]]):
            left_out.update(name for base in bases for name in own.get(base, ()))
        else:
            said = _Said(group, terms, alias, mark, binding and column.current)
            planned.append(_planned(column, own, said))
    found.extend(shared_columns(landed))
    return planned, sorted(left_out), found


def _own_candidates(columns: Sequence[Column]) -> dict[str, list[str]]:
    """Return base name → the names that are its own, of all columns and their former ones."""
    names = {column.names.base: column.names for column in columns}
    for column in columns:
        for _, former in column.former:
            names.setdefault(former.base, former)
    own = settle([one.candidates for one in names.values()])
    return dict(zip(names, own, strict=True))


def _mark_of(column: Column, group: Group, terms: Terms) -> Mark:
    if not terms.private.marks:
        return False
    of = column.renamed_to or column
    marks = terms.private
    call = group.kind.call_type
    every = (*of.properties, *column.properties)
    return any_mark(marks.mark_of(prop, terms.sdk, call) for prop in every)


def older_columns(group: Group, sdk: Sdk) -> list[str]:
    """Return columns that what is not built accounts for: older majors, retired events."""
    older = {
        candidate
        for event in (*group.older, *group.retired)
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


def _containers(path: Path, group: Group, sdk: Sdk) -> list[list[list[str]]]:
    """Return ``[columns, keys, names]`` of each object around a property, innermost first.

    *columns* are those that may hold the object, *keys* lead from there to the value as
    the event spells them, *names* as the loader would spell columns.
    """
    around = []
    for depth in range(len(path) - 1, 0, -1):
        columns = sdk.column_names(path[:depth], group.kind.call_type).candidates
        keys = list(path[depth:])
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


class _Said(NamedTuple):
    """What is said of one column: where it is, what it is called, whether it is personal.

    Attributes:
        binding: Whether a schema binds all that is in it.
    """

    group: Group
    terms: Terms
    alias: str
    mark: Mark
    binding: bool

    @property
    def is_hashed(self) -> bool:
        return bool(self.mark) and self.terms.build.pii == "hash"


def _planned(column: Column, own: dict[str, list[str]], said: _Said) -> dict[str, Any]:
    """Return *column* in the plan's form; *own* are the candidates of each base name."""
    prop = column.properties[0]
    # What is read for a former name is what its new one reads.
    read = column.renamed_to or column
    kind = read.properties[0]
    build, base = said.terms.build, column.names.base
    casts = build.models.casts
    tests, value = _tests(column, said, own[base])
    return {
        "property": prop.dotted,
        "table": "source",
        "column": own[read.names.base],
        "path": [],
        "kind": "column",
        "containers": _around(kind.path, said),
        "former": [
            {"column": own[names.base], "containers": _around(path, said)}
            for path, names in read.former
        ],
        "alias_of": kind.dotted if column.renamed_to else "",
        "alias": said.terms.wanted.alias(said.alias, own[base]),
        # A hash is text, whatever it is of.
        "type": "string" if said.is_hashed else family(kind),
        "cast": None if said.is_hashed else casts.get(said.alias, casts.get(base)),
        "hash": said.is_hashed,
        "description": _description(column, said.group),
        "tests": tests,
        "value_tests": value,
        "meta": [] if column.current and not said.mark else block(_meta(column, said)),
        "tags": ["pii"] if said.mark else [],
    }


def _around(path: Path, said: _Said) -> list[list[list[str]]]:
    terms = said.terms
    return _containers(path, said.group, terms.sdk) if terms.flatten else []


def _tests(column: Column, said: _Said, candidates: list[str]) -> tuple[list[Any], list[Any]]:
    """Return the tests of a column, and those that compare its values."""
    docs, prop = said.terms.build.docs, column.properties[0]
    configured = configured_tests(docs, candidates[0], said.alias)
    if not said.binding:
        return tests_of_hashes(configured) if said.is_hashed else configured, []
    required = required_tests(docs, prop, configured)
    if said.is_hashed:
        return [*tests_of_hashes(configured), *required], []
    return [*configured, *required], value_tests(docs, prop, configured)


def _description(column: Column, group: Group) -> str:
    said = inert(column.properties[0].description)
    if column.renamed_to is not None:
        now = inert(column.renamed_to.properties[0].dotted)
        said = _joined(f"Deprecated: renamed to {now}.", said)
    elif not column.current:
        said = _joined(f"Deprecated: not in {_first_without(column, group)}.", said)
    return scalar(said) if said else ""


def _joined(mark: str, said: str) -> str:
    return f"{mark} {said}" if said else mark


def _first_without(column: Column, group: Group) -> str:
    """Return the version that dropped a property; it stays the same when newer ones come."""
    folder = column.event.id.rpartition("/")[0]
    versions = [one.version for one in group.events if one.id.rpartition("/")[0] == folder]
    return str(min(one for one in versions if one > column.event.version))


def _meta(column: Column, said: _Said) -> dict[str, Any]:
    meta: dict[str, Any] = {} if column.current else {"deprecated": True}
    if column.renamed_to is not None:
        new = property_alias(column.renamed_to.names.base, said.terms.taken)
        meta["renamed_to"] = said.terms.wanted.alias(new, [column.renamed_to.names.base])
    if said.mark:
        meta["pii"] = said.mark
    made: dict[str, Any] = deep_inert({**meta, "hashed": True} if said.is_hashed else meta)
    return made


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
