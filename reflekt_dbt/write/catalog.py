"""``reflekt.catalog``: every table and column that the warehouse was ever seen to have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from reflekt_dbt.errors import CatalogError
from reflekt_dbt.write.conflict import sides
from reflekt_dbt.write.disk import named_errors, read_text
from reflekt_dbt.write.rows import read_rows, render_rows

CATALOG = "reflekt.catalog"

# Source → table → column → type, as the warehouse spells them; fields of a struct are columns
# called by their dotted path. Between two catalogues tables and columns are compared without
# case, so that targets of different adapters give the same bytes; in one they are not.
Catalog = Mapping[str, Mapping[str, Mapping[str, str]]]

_HEADER = (
    "What the warehouse was seen to have: source, table, column, type. "
    "Commit it; `--refresh-catalog` forgets what is gone."
)

# The first row names the adapter; all others have four fields.
_ADAPTER = "adapter"

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
    # All of it first, because only here a line has the number that it has in the file.
    catalog = _parsed(text)
    both = sides(text)
    return catalog if both is None else union(*map(_parsed, both))


def read_adapter(root: Path) -> str:
    """Return the adapter of the warehouse that was seen first; ``""`` if none is recorded.

    Its dialect is that of the project: what is built without a warehouse is written in it.

    Raises:
        CatalogError: The file cannot be read.
    """
    with named_errors(CATALOG, "make it a readable file, or delete it and build again"):
        rows = read_rows(read_text(root / CATALOG) or "")
    found = (row.fields[1] for row in rows if _is_adapter(row.fields))
    return next(found, "")


def render_catalog(catalog: Catalog, adapter: str = "") -> str:
    """Return the file's text: the same for equal catalogues, always."""
    rows = sorted(
        (source, table, column, type_)
        for source, tables in catalog.items()
        for table, columns in tables.items()
        for column, type_ in columns.items()
    )
    head = [(_ADAPTER, adapter)] if adapter and rows else []
    return render_rows(_HEADER, [*head, *rows])


def union(recorded: Catalog, live: Catalog) -> Catalog:
    """Return what is *recorded*, spelling and types as they are, and what is new in *live*."""
    merged = {
        source: {table: dict(columns) for table, columns in tables.items()}
        for source, tables in recorded.items()
    }
    for source, tables in live.items():
        known = merged.setdefault(source, {})
        for table, same_table in _pairs(known, tables):
            columns = known.setdefault(same_table, {})
            for column, same_column in _pairs(columns, tables[table]):
                columns.setdefault(same_column, tables[table][column])
    return merged


def refreshed(recorded: Catalog, live: Catalog, sources: Collection[str]) -> Catalog:
    """Return *live*, and of what is *recorded* only what concerns other than *sources*."""
    return union(limited(recorded, recorded.keys() - set(sources)), live)


def limited(catalog: Catalog, sources: Collection[str]) -> Catalog:
    """Return what *catalog* says of *sources*, such as those that are still configured."""
    return {source: tables for source, tables in catalog.items() if source in sources}


def missing_tables(recorded: Catalog, live: Catalog) -> Mapping[str, tuple[str, ...]]:
    """Return the recorded tables that *live* lacks, by source; sources in both only."""
    missing = {
        source: tuple(
            sorted(set(recorded[source]).difference(_known(recorded[source], tables)))
        )
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


def _parsed(text: str) -> dict[str, dict[str, dict[str, str]]]:
    catalog: dict[str, dict[str, dict[str, str]]] = {}
    for row in read_rows(text):
        match row.fields:
            case (source, table, column, type_):
                columns = catalog.setdefault(source, {}).setdefault(table, {})
                columns.setdefault(column, type_)
            case fields if _is_adapter(fields):
                continue
            case _:
                raise CatalogError(
                    "expected source, table, column and type, with tabs between",
                    where=f"{CATALOG}:{row.number}",
                    hint="delete the line; the next build adds what the warehouse has",
                )
    return catalog


def _is_adapter(fields: tuple[str, ...]) -> bool:
    return fields[:1] == (_ADAPTER,) and len(fields) == 2


def _pairs(recorded: Collection[str], live: Collection[str]) -> list[tuple[str, str]]:
    """Return each of the *live* names with the recorded one that it is, or with itself.

    A name in another case is the same one, seen on another target; but where *live* has
    more names that differ in case only than are recorded, the others are new.
    """
    spelled: dict[str, list[str]] = {}
    for name in sorted(set(recorded) - set(live), key=_plain_first):
        spelled.setdefault(name.casefold(), []).append(name)
    pairs = []
    for name in sorted(live, key=_plain_first):
        others = [] if name in recorded else spelled.get(name.casefold(), [])
        pairs.append((name, others.pop(0) if others else name))
    return pairs


def _known(recorded: Collection[str], live: Collection[str]) -> Iterator[str]:
    return (name for _, name in _pairs(recorded, live))


def _plain_first(name: str) -> tuple[bool, str]:
    # Names that were made without quotes are in one case, and stand for each other.
    return name not in {name.lower(), name.upper()}, name


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(map(repr, names[:_NAMED_AT_MOST]))
    return f"{shown}, …" if len(names) > _NAMED_AT_MOST else shown
