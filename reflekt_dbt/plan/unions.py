"""One model over several sources: what of it can be told without a warehouse.

Each source's table is planned and matched by itself; what they have in common, the model,
is planned as if one source had all of their events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from reflekt_dbt.config.model import SOURCE_NAME, BuildConfig, SourceConfig
from reflekt_dbt.naming import LONGEST_IDENTIFIER, shortened
from reflekt_dbt.plan.beside import Beside
from reflekt_dbt.plan.grouping import Group, merged
from reflekt_dbt.plan.layouts import provenance_description
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.plan.tables import PlannedTable, plan_table
from reflekt_dbt.sdks.model import Sdk

# CTEs are called after what they hold and the source, as in event_rows_ios.
_NO_NAME = re.compile(r"^(?=[0-9])|[^a-z0-9_]")
_LONGEST_SOURCE = LONGEST_IDENTIFIER - len("event_rows_")

# What a model has of its own, whatever it is made from.
_OF_MODEL = (
    "event", "key", "layout", "relations", "optional", "model", "path", "taken_by", "described",
    "header", "config", "docs_path", "description", "meta", "deprecation_date", "properties",
    "received_at",
)  # fmt: skip
# What its tables say of it, so that they can be told by it.
_OF_TABLES = ("model", "path", "taken_by", "described", "docs_path")


class Planned(NamedTuple):
    """A table of the plan, and what it was made from."""

    source: SourceConfig
    group: Group
    table: dict[str, Any]


def plan_unions(
    planned: Iterable[Planned],
    sdks: Mapping[str, Sdk],
    build: BuildConfig,
    surroundings: Surroundings,
    taken: Mapping[str, frozenset[str]],
) -> list[PlannedTable]:
    """Return the models of unions in the order to build them; mark their tables as theirs.

    An event that was renamed has a union of its own, over its tables of now and before.

    Args:
        planned: Every table of the plan, in order, and marked as selected or not.
        sdks: By name, those of all sources.
        build: From config.
        surroundings: Of the plan.
        taken: SDK → names that no property may have as its alias.
    """
    of_models: dict[tuple[str, str], list[Planned]] = {}
    for one in planned:
        if one.source.union is not None or one.group.former:
            key = (one.source.union or one.source.name, one.group.stem)
            of_models.setdefault(key, []).append(one)
    models = []
    for (union, _), parts in of_models.items():
        sdk = sdks[parts[0].source.sdk]
        # Stands for them all: what a source says of its own place is said by its table.
        source = SourceConfig(union, sdk.name)
        group = merged([one.group for one in parts])
        made = plan_table(group, source, sdk, build, surroundings, Beside(taken[sdk.name]))
        model = {"source": union, **{key: made.table[key] for key in _OF_MODEL}}
        model["selected"] = any(one.table["selected"] for one in parts)
        model["described"] |= all(one.table["described"] for one in parts)
        _mark(parts, model, sdk)
        models.append(made._replace(table=model))
    return models


def _mark(parts: Sequence[Planned], model: Mapping[str, Any], sdk: Sdk) -> None:
    for source, group, table in parts:
        table.update({key: model[key] for key in (*_OF_TABLES, "selected")})
        table["union"] = {"name": model["source"], "branch": _branch(source, group, table)}
        if source.union is None:
            continue
        table["literals"] = [
            *table["literals"],
            {
                "alias": SOURCE_NAME,
                "text": source.name,
                "is_code": False,
                "is_table": False,
                "description": provenance_description(sdk, SOURCE_NAME),
            },
        ]


def _branch(source: SourceConfig, group: Group, table: Mapping[str, Any]) -> str:
    """Return what the CTEs of a branch are called after: its source, or its table, or both."""
    names = [source.name.lower()] if source.union is not None else []
    if group.former:
        names.append(_NO_NAME.sub("_", table["relations"][0]))
    return shortened("_".join(names), _LONGEST_SOURCE)
