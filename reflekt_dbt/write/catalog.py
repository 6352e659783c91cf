"""``reflekt.catalog``: every table and column that the warehouse was ever seen to have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from reflekt_dbt.errors import CatalogError
from reflekt_dbt.write.disk import named_errors, read_text
from reflekt_dbt.write.rows import read_rows, render_rows

CATALOG = "reflekt.catalog"

# Source → table → column → type, as the warehouse spells them. Tables and columns are
# compared without case, so that targets of different adapters give the same bytes.
Catalog = Mapping[str, Mapping[str, Mapping[str, str]]]

# Column in folded case → its spelling and type.
_Columns = dict[str, tuple[str, str]]

_HEADER = (
    "What the warehouse was seen to have: source, table, column, type. "
    "Commit it; `--refresh-catalog` forgets what is gone."
)

# One table may well have been dropped; from two on it takes this share of them.
_FEWEST_MISSING = 2
_LARGEST_SHARE_MISSING = 1 / 5
_NAMED_AT_MOST = 3


def read_catalog(root: Path) -> Catalog:
    """Read what is recorded in the project in *root*; empty if nothing is.

    Raises:
        CatalogError: A line of the file cannot be understood.
    """
    with named_errors(CATALOG, "make it a readable file, or delete it and build again"):
        return parse_catalog(read_text(root / CATALOG) or "")


def parse_catalog(text: str) -> Catalog:
    """Return the catalogue that *text* is; both sides count where it has conflicts.

    Raises:
        CatalogError: A line of it cannot be understood.
    """
    found = _Growing()
    for row in read_rows(text):
        match row.fields:
            case (source, table, column, type_):
                found.add(source, table, {column: type_})
            case _:
                raise CatalogError(
                    "expected source, table, column and type, with tabs between",
                    where=f"{CATALOG}:{row.number}",
                    hint="delete the line; the next build adds what the warehouse has",
                )
    return found.catalog()


def render_catalog(catalog: Catalog) -> str:
    """Return the file's text: the same for equal catalogues, always."""
    rows = sorted(
        (source, table, column, type_)
        for source, tables in catalog.items()
        for table, columns in tables.items()
        for column, type_ in columns.items()
    )
    return render_rows(_HEADER, rows)


def union(recorded: Catalog, live: Catalog) -> Catalog:
    """Return what is *recorded*, spelling and types as they are, and what is new in *live*."""
    merged = _Growing()
    for catalog in (recorded, live):
        for source, tables in catalog.items():
            # Sorted, because which of two spellings comes first decides.
            for table, columns in sorted(tables.items()):
                merged.add(source, table, dict(sorted(columns.items())))
    return merged.catalog()


def refreshed(recorded: Catalog, live: Catalog, sources: Collection[str]) -> Catalog:
    """Return *live*, and of what is *recorded* only what concerns other than *sources*."""
    return union(limited(recorded, recorded.keys() - set(sources)), live)


def limited(catalog: Catalog, sources: Collection[str]) -> Catalog:
    """Return what *catalog* says of *sources*, such as those that are still configured."""
    return {source: tables for source, tables in catalog.items() if source in sources}


def missing_tables(recorded: Catalog, live: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return the recorded tables that *live* lacks, by source; sources in both only."""
    missing = {
        source: tuple(sorted(recorded[source].keys() - _present(recorded[source], tables)))
        for source, tables in live.items()
        if source in recorded
    }
    return {source: tables for source, tables in missing.items() if tables}


def check_missing(recorded: Catalog, live: Catalog) -> None:
    """Refuse to go on with a *live* catalogue that lost much of what was *recorded*.

    A role without grants and a development schema look like that.

    Raises:
        CatalogError: At least two tables of a source, and more than a fifth, are missing.
    """
    for source, tables in missing_tables(recorded, live).items():
        known = len(recorded[source])
        if len(tables) >= _FEWEST_MISSING and len(tables) > known * _LARGEST_SHARE_MISSING:
            raise CatalogError(
                f"{len(tables)} of {known} known tables are missing at once: {_some(tables)}",
                where=f"source {source!r}",
                hint="use a target that has them (--target), what is recorded alone "
                "(--offline), or forget what is gone (--refresh-catalog)",
            )


def _present(recorded: Collection[str], live: Collection[str]) -> set[str]:
    names = {name.casefold() for name in live}
    return {name for name in recorded if name.casefold() in names}


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(map(repr, names[:_NAMED_AT_MOST]))
    return f"{shown}, …" if len(names) > _NAMED_AT_MOST else shown


class _Growing:
    """A catalogue being put together, in which the first spelling and type of a name stay."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, tuple[str, _Columns]]] = {}

    def add(self, source: str, table: str, columns: Mapping[str, str]) -> None:
        tables = self._tables.setdefault(source, {})
        _, known = tables.setdefault(table.casefold(), (table, {}))
        for column, type_ in columns.items():
            known.setdefault(column.casefold(), (column, type_))

    def catalog(self) -> Catalog:
        return {
            source: {table: dict(columns.values()) for table, columns in tables.values()}
            for source, tables in self._tables.items()
        }
