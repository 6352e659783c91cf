"""How Segment's loader lays out one and the same table on each kind of warehouse.

Written down by hand from its documentation, as shape.py is, and for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from integration_tests.jaffle_shop.raw.generate import Table
from integration_tests.jaffle_shop.raw.shape import Column, Columns, moment, whole

# Of the words that a warehouse reserves, those that the shop's properties use.
_RESERVED = frozenset({"order"})


@dataclass(frozen=True, slots=True)
class Layout:
    """What differs between warehouses.

    Attributes:
        types: Type of each of the five kinds of columns, by shape.py's name of it.
        spelled: A table's or column's name as it is in the warehouse.
        added: Columns that every table of the loader has here, and nowhere else.
        left_out: Columns that the loader fails to make.
        longest_text: Characters that are kept of a text.
        quote: What stands around a name that is quoted.
    """

    types: Mapping[str, str]
    spelled: Callable[[str], str] = str
    added: Columns = ()
    left_out: frozenset[str] = frozenset()
    longest_text: int | None = None
    quote: str = '"'


def _types(text: str, whole_: str, number: str, flag: str, moment_: str) -> Mapping[str, str]:
    kinds = ("varchar", "bigint", "double precision", "boolean", "timestamp")
    types = (text, whole_, number, flag, moment_)
    return MappingProxyType(dict(zip(kinds, types, strict=True)))


def _prefixed(name: str) -> str:
    return f"_{name}" if name in _RESERVED or name[0].isdigit() else name


DUCKDB = Layout(_types("varchar", "bigint", "double", "boolean", "timestamp"))
POSTGRES = Layout(_types("varchar", "bigint", "double precision", "boolean", "timestamp"))
REDSHIFT = Layout(
    _types("varchar(512)", "bigint", "double precision", "boolean", "timestamp"),
    spelled=_prefixed,
    added=whole("uuid"),
    longest_text=512,
)
SNOWFLAKE = Layout(
    _types("varchar", "number(38, 0)", "float", "boolean", "timestamp_ntz"),
    spelled=str.upper,
    # "Invalid column definition name": it is not prefixed here, and the sync fails.
    left_out=_RESERVED,
)
BIGQUERY = Layout(
    _types("string", "int64", "float64", "bool", "timestamp"),
    added=moment("loaded_at"),
    quote="`",
)


def laid_out(table: Table, layout: Layout) -> Table:
    """Return a raw table as Segment's loader leaves it on one kind of warehouse."""
    kept = [column.name not in layout.left_out for column in table.columns]
    columns = (
        *(column for column, stays in zip(table.columns, kept, strict=True) if stays),
        *layout.added,
    )
    loaded_at = table.values("uuid_ts")
    rows = (
        (
            *(_cut(value, layout) for value, stays in zip(row, kept, strict=True) if stays),
            *(_added(column, number, loaded_at[number]) for column in layout.added),
        )
        for number, row in enumerate(table.rows)
    )
    return Table(_spelled(columns, layout), tuple(rows))


def as_typed_by_hand(table: Table, layout: Layout) -> Table:
    """Return a table that no loader made, with the warehouse's own types and case."""
    return Table(_spelled(table.columns, layout), table.rows)


def _spelled(columns: Columns, layout: Layout) -> Columns:
    return tuple(Column(layout.spelled(name), layout.types[type_]) for name, type_ in columns)


def _cut(value: Any, layout: Layout) -> Any:
    return value[: layout.longest_text] if isinstance(value, str) else value


def _added(column: Column, number: int, loaded_at: Any) -> Any:
    return loaded_at if column.name == "loaded_at" else number
