"""Events × SDKs × config to the plan. Pure: no file, no warehouse, no clock."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from reflekt_dbt.config.model import BuildConfig, Config, SourceConfig
from reflekt_dbt.config.settle import check_tables
from reflekt_dbt.events.model import Event
from reflekt_dbt.plan.aliases import taken_names
from reflekt_dbt.plan.beside import Beside, in_one_model, personal_columns, taken_aliases
from reflekt_dbt.plan.column_tests import (
    OWN_TEST_NAME,
    OWN_TEST_TEXT,
    WINDOW,
    uses_own_test,
)
from reflekt_dbt.plan.dbt_package import package_files
from reflekt_dbt.plan.findings import CODES, Finding, finding
from reflekt_dbt.plan.grouping import Group, group_events, retired_tables
from reflekt_dbt.plan.identifiers import quoted_names
from reflekt_dbt.plan.layouts import doc_blocks, layouts
from reflekt_dbt.plan.names import Naming, check_names, common_folder
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.plan.table_life import unknown_life
from reflekt_dbt.plan.tables import former_tables, plan_table
from reflekt_dbt.plan.unions import Planned, plan_unions
from reflekt_dbt.plan.yaml_text import block, scalar
from reflekt_dbt.sdks.model import Sdk

VERSION = 1


@dataclass(frozen=True, slots=True)
class Landing:
    """A source, and the events that land in it.

    Attributes:
        source: From config, or made from ``--source`` and ``--sdk``.
        events: All of them, in order, whether or not they are selected.
    """

    source: SourceConfig
    events: tuple[Event, ...]


def compile_plan(
    landings: Sequence[Landing],
    config: Config,
    sdks: Mapping[str, Sdk],
    surroundings: Surroundings,
    selected: Collection[str] | None = None,
) -> dict[str, Any]:
    """Return the plan of *landings*.

    The plan always covers every event of a source, so that the source's file is whole;
    *selected*, ids of events, limits which models are written. None selects all.
    """
    used = {landing.source.sdk: sdks[landing.source.sdk] for landing in landings}
    taken = {name: taken_names(sdk) for name, sdk in used.items()}
    planned, own, found = _tables(landings, config.build, used, surroundings, taken, selected)
    check_tables(config.build.events, _known_tables(planned, used))
    unions = plan_unions(planned, used, config.build, surroundings, taken)
    tables = [one.table for one in planned]
    shapes = [layout for sdk in used.values() for layout in layouts(sdk, config.build.docs)]
    shapes += [*own, *(one.layout for one in unions if one.layout)]
    sources = [
        _source(
            landing.source,
            used[landing.source.sdk],
            config.build,
            surroundings,
            _planned_beside(landing.source, landings, tables)
            | retired_tables(landing.events, landing.source, used[landing.source.sdk]),
            taken_aliases(landing.source, tables, taken[landing.source.sdk]),
        )
        for landing in landings
    ]
    united = [one.table for one in unions]
    models = [*(table for table in tables if table["union"] is None), *united]
    shares_docs = config.build.docs.per != "model"
    built = _built_of_others(surroundings, config, landings)
    check_names(models, sources, built, shares_docs=shares_docs)
    return {
        "version": VERSION,
        "project": surroundings.project,
        "codes": [list(code) for code in CODES],
        "quoted": quoted_names(shapes, tables),
        "missing_columns": config.build.models.missing_columns,
        "shares_docs": shares_docs,
        "settings": _settings(config.build),
        "layouts": shapes,
        "docs": [_docs_file(sdk, config.build) for sdk in used.values()],
        "texts": _texts(config.build, [*tables, *united], surroundings),
        "sources": sources,
        "tables": tables,
        "unions": united,
        # What is true of an event is said once, though it lands in several tables.
        "findings": list({json.dumps(one): one for one in found}.values()),
    }


def _built_of_others(
    surroundings: Surroundings, config: Config, landings: Iterable[Landing]
) -> dict[str, str]:
    """Return the models that are there of sources that the plan leaves as they are."""
    planned = {name for one in landings for name in (one.source.name, one.source.union)}
    configured = {name for one in config.sources for name in (one.name, one.union)}
    others = configured - planned
    return {name: owner for name, owner in surroundings.built.items() if owner in others}


def _known_tables(planned: Iterable[Planned], sdks: Mapping[str, Sdk]) -> dict[str, set[str]]:
    """Return the base names of all tables, planned or the loader's own, by source and union."""
    known: dict[str, set[str]] = {}
    for source, group, _ in planned:
        of_loader = {table.name for table in sdks[source.sdk].tables}
        for name in filter(None, (source.name, source.union)):
            known.setdefault(name, set()).update({group.names.base, group.stem, *of_loader})
    return known


def _planned_beside(
    source: SourceConfig, landings: Iterable[Landing], tables: Iterable[Mapping[str, Any]]
) -> set[str]:
    """Return the tables that other sources of the plan expect in this one's schema."""
    place = (source.database, source.schema_name)
    beside = {
        other.source.name
        for other in landings
        if (other.source.database, other.source.schema_name) == place
    } - {source.name}
    return {
        name for table in tables if table["source"] in beside for name in table["relations"]
    }


def unclaimed(events: Iterable[Event], landings: Iterable[Landing]) -> list[Finding]:
    """Return a finding for each event that lands in no source."""
    claimed = {event.id for landing in landings for event in landing.events}
    return [
        finding("event_without_source", event.id) for event in events if event.id not in claimed
    ]


def _tables(
    landings: Sequence[Landing],
    build: BuildConfig,
    sdks: Mapping[str, Sdk],
    surroundings: Surroundings,
    taken: Mapping[str, frozenset[str]],
    selected: Collection[str] | None,
) -> tuple[list[Planned], list[dict[str, Any]], list[Finding]]:
    """Return the tables, the layouts that some of them have alone, and what was found."""
    tables: list[Planned] = []
    own: list[dict[str, Any]] = []
    grouped: list[tuple[SourceConfig, Group]] = []
    found: list[Finding] = []
    for landing in landings:
        groups, of_groups = group_events(
            landing.events, landing.source, sdks[landing.source.sdk]
        )
        found.extend([*of_groups, *unknown_life(landing.events)])
        grouped.extend((landing.source, group) for group in groups)
    traits = personal_columns(((one.source, one.events) for one in landings), sdks)
    for source, group in grouped:
        beside = Beside(taken[source.sdk], traits, in_one_model(source, group, grouped))
        made = plan_table(group, source, sdks[source.sdk], build, surroundings, beside)
        ids = {*made.table["events"], *(event.id for event in group.older)}
        made.table["selected"] = selected is None or not ids or not ids.isdisjoint(selected)
        made.table["described"] |= selected is None
        every = [made.table, *former_tables(made.table, group)]
        tables.extend(Planned(source, group, table) for table in every)
        own.extend([made.layout] if made.layout else [])
        found.extend(made.findings)
    return tables, own, found


def _settings(build: BuildConfig) -> dict[str, Any]:
    """Return what is asked of the warehouse; whether it can, only the macros know."""
    models = build.models
    return {
        "safe_casts": models.safe_casts,
        "persist_docs": sorted(key for key, wanted in models.persist_docs.items() if wanted),
        "partition_by": models.partition_by,
        "cluster_by": list(models.cluster_by),
        "test_window": build.docs.test_window,
        "test_window_line": WINDOW,
    }


def _docs_file(sdk: Sdk, build: BuildConfig) -> dict[str, Any]:
    """Return the doc blocks of an SDK: one file a project, above the sources' folders."""
    path = PurePosixPath(common_folder(build), f"_reflekt_{sdk.name}.md")
    return {"path": str(path), "blocks": doc_blocks(sdk)}


def _texts(
    build: BuildConfig, tables: Iterable[Mapping[str, Any]], surroundings: Surroundings
) -> list[list[str]]:
    """Return ``[path, text]`` of files that are the same whatever the warehouse has."""
    folder = f"{build.package}/tests" if build.package else surroundings.test_path
    texts = package_files(build.package) if build.package else []
    lines = (
        lines
        for table in tables
        for prop in table["properties"]
        for _, lines in prop["value_tests"]
    )
    if any(map(uses_own_test, lines)):
        texts.append([f"{folder}/generic/{OWN_TEST_NAME}.sql", OWN_TEST_TEXT])
    return texts


def _source_path(source: SourceConfig, build: BuildConfig, surroundings: Surroundings) -> str:
    path = Naming(build, source).source_path
    # Tables that are in the schemas alone must be somewhere, and that file is a person's.
    return f"{path.removesuffix('.yml')}__more.yml" if path in surroundings.mine else path


def _source(
    source: SourceConfig,
    sdk: Sdk,
    build: BuildConfig,
    surroundings: Surroundings,
    beside: Collection[str],
    taken: Collection[str],
) -> dict[str, Any]:
    given = {
        "database": source.database,
        "schema": source.schema,
        "quoting": source.quoting or None,
    }
    quoting = {**surroundings.quoting, **source.quoting}
    description = source.description or f"Events that {sdk.title} loads from {source.name}."
    return {
        "name": source.name,
        "sdk": sdk.title,
        "database": source.database,
        "schema": source.schema_name,
        "quoting": {part: quoting.get(part) for part in ("database", "schema", "identifier")},
        "path": _source_path(source, build, surroundings),
        "description": scalar(description),
        "location": block({key: text for key, text in given.items() if text is not None}),
        "config": block({"loaded_at_field": sdk.loaded_at}),
        "elsewhere": sorted(t for s, t in surroundings.sources if s == source.name.lower()),
        "in_use": sorted(surroundings.tables_in_use.get(source.name, ())),
        "own_tables": sorted({*sdk.own_tables, *beside}),
        "taken": list(taken),
        "own_prefixes": list(sdk.own_prefixes),
        "own_columns": sorted(sdk.own_columns),
        "own_views": [list(item) for item in sorted(sdk.own_views.items())],
    }
