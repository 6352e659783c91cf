"""The catalogue between macros and Python: checked, recorded, and handed back to be matched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from reflekt_dbt.bridge.struct_type import fields_of
from reflekt_dbt.errors import CatalogError
from reflekt_dbt.events.read import printable
from reflekt_dbt.write.catalog import Catalog

# What the macro get_catalog returns.
Live = Sequence[Mapping[str, Any]]

# How types begin that have fields; in some warehouses these have rows of their own.
_OF_FIELDS = ("struct", "array<struct", "record", "row(", "object(")

_CHECK = "check database and schema of the source in vars.reflekt, and --target"
# The words of Postgres and Redshift, of Snowflake, and of BigQuery.
_DENIED = re.compile(
    r"permission (\S+ )?denied|not authorized|insufficient privileges|access denied",
    re.IGNORECASE,
)


def check_readable(live: Live) -> None:
    """Refuse a catalogue in which some source shows nothing at all.

    Raises:
        CatalogError: Its schema does not exist, is empty, or may not be read.
    """
    for answer in live:
        if answer["rows"]:
            continue
        place = f"{answer['database']}.{answer['schema']}"
        grants = _pasteable(answer["missing_grants"])
        if not answer["exists"]:
            problem = f"there is no schema {place!r}"
            hint = _CHECK
            or_else = "; if it is there, run: "
        else:
            problem = f"no table is to be seen in {place!r}: it is empty"
            hint = "wait for the first events"
            or_else = ", or run: "
        if grants:
            problem += ", or dbt's role may not see it"
            hint += or_else + grants
        raise CatalogError(problem, where=f"source {answer['source']!r}", hint=hint)


def failure_hint(failure: str, grants: Sequence[str]) -> str:
    """Return what can be done where the warehouse refused to be read.

    Args:
        failure: What dbt said.
        grants: What would let its role see the schema that was read.
    """
    if grants and _DENIED.search(failure):
        return f"{_CHECK}; if it is there, run: {_pasteable(grants)}"
    return "run: dbt debug"


def _pasteable(statements: Sequence[str]) -> str:
    return printable("; ".join(statements)).replace("\n", "\\n")


def as_catalog(live: Live) -> Catalog:
    """Return what the macro saw as source → table → column → type."""
    catalog: dict[str, dict[str, dict[str, str]]] = {}
    for answer in live:
        tables = catalog.setdefault(answer["source"], {})
        for table, column, type_ in answer["rows"]:
            tables.setdefault(str(table), {})[str(column)] = str(type_)
    return catalog


def as_present(catalog: Catalog) -> dict[str, Any]:
    """Return a catalogue as the macros take it, sorted.

    A column is ``[name, type]``; where the types of its fields are known it has a third item,
    dotted path → type.
    """
    return {
        "tables": [
            [source, table, _columns(columns)]
            for source, tables in sorted(catalog.items())
            for table, columns in sorted(tables.items())
        ]
    }


def _columns(types: Mapping[str, str]) -> list[list[Any]]:
    fields: dict[str, dict[str, str]] = {
        name.casefold(): {}
        for name, type_ in types.items()
        if type_.casefold().startswith(_OF_FIELDS)
    }
    columns: list[list[Any]] = []
    for name, type_ in sorted(types.items()):
        head, _, path = name.partition(".")
        if path and head.casefold() in fields:
            fields[head.casefold()][path] = type_
        else:
            columns.append([name, type_])
    for column in columns:
        name, type_ = column
        if name.casefold() in fields and (
            inside := fields[name.casefold()] or fields_of(type_)
        ):
            column.append(inside)
    return columns
