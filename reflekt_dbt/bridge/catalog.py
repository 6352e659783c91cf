"""The catalogue between macros and Python: checked, recorded, and handed back to be matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reflekt_dbt.errors import CatalogError
from reflekt_dbt.write.catalog import Catalog

# What the macro get_catalog returns.
Live = Sequence[Mapping[str, Any]]


def check_readable(live: Live) -> None:
    """Refuse a catalogue in which some source shows nothing at all.

    Raises:
        CatalogError: Its schema does not exist, is empty, or may not be read.
    """
    for answer in live:
        if answer["rows"]:
            continue
        place = f"{answer['database']}.{answer['schema']}"
        where = f"source {answer['source']!r}"
        if not answer["exists"]:
            raise CatalogError(
                f"there is no schema {place!r}",
                where=where,
                hint="check database and schema of the source in vars.reflekt, and --target",
            )
        raise CatalogError(
            f"no table is to be seen in {place!r}: it is empty, or dbt's role may not read it",
            where=where,
            hint=f"wait for the first events, or: grant usage on schema {answer['schema']} to "
            f"<role>; grant select on all tables in schema {answer['schema']} to <role>",
        )


def as_catalog(live: Live) -> Catalog:
    """Return what the macro saw as source → table → column → type."""
    catalog: dict[str, dict[str, dict[str, str]]] = {}
    for answer in live:
        tables = catalog.setdefault(answer["source"], {})
        for table, column, type_ in answer["rows"]:
            tables.setdefault(str(table), {})[str(column)] = str(type_)
    return catalog


def as_present(catalog: Catalog) -> dict[str, Any]:
    """Return a catalogue as the macros take it, sorted."""
    return {
        "tables": [
            [source, table, [[column, type_] for column, type_ in sorted(columns.items())]]
            for source, tables in sorted(catalog.items())
            for table, columns in sorted(tables.items())
        ]
    }
