"""What differs between the five warehouses when a test asks them something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


def _as_it_is(name: str) -> str:
    return name


@dataclass(frozen=True, slots=True)
class Warehouse:
    """One of them, and what stands for it here.

    Attributes:
        folded: How a name is kept that was made without quotes.
        quote: Around a name that is to be kept as it is.
        text: Type of text in its catalogue.
        json: The type of JSON there, and SQL of a literal as JSON.
        array: The type of arrays there, and SQL of one of three items; none of its own.
        types: In its DDL, with the family that we take each for.
        not_found: Keys that what stands for it cannot find in JSON, the real one can.
        has_try_cast: Whether what stands for it has the cast.
    """

    name: str
    text: str
    json: tuple[str, str]
    array: tuple[str, str] | None
    types: Mapping[str, str]
    folded: Callable[[str], str] = _as_it_is
    quote: str = '"'
    not_found: tuple[str, ...] = ()
    has_try_cast: bool = True

    def quoted(self, name: str) -> str:
        return f"{self.quote}{name}{self.quote}"


_OF_POSTGRES = {
    "text": "string",
    "varchar": "string",
    "varchar(20)": "string",
    "char(3)": "string",
    "smallint": "integer",
    "integer": "integer",
    "bigint": "integer",
    "numeric(18, 3)": "number",
    "real": "number",
    "double precision": "number",
    "boolean": "boolean",
    "timestamp": "timestamp",
    "timestamptz": "timestamp",
    "date": "date",
    "time": "any",
}

BIGQUERY = Warehouse(
    "bigquery",
    text="STRING",
    json=("JSON", "parse_json({})"),
    array=("ARRAY<INT64>", "[10, 20, 30]"),
    types={
        "string": "string",
        "int64": "integer",
        "float64": "number",
        "numeric": "number",
        "bignumeric": "number",
        "bool": "boolean",
        "timestamp": "timestamp",
        "datetime": "timestamp",
        "date": "date",
        "json": "json",
        "array<string>": "json",
        "struct<a int64>": "json",
        "array<struct<a int64>>": "json",
        "time": "any",
        "bytes": "any",
        "geography": "any",
    },
    quote="`",
    # The key of an object, in brackets, is made a part of a path.
    not_found=("", "\\"),
)
DUCKDB = Warehouse(
    "duckdb",
    text="VARCHAR",
    json=("JSON", "cast({} as json)"),
    array=("INTEGER[]", "([10, 20, 30])"),
    types={
        "varchar": "string",
        "uuid": "string",
        "tinyint": "integer",
        "smallint": "integer",
        "integer": "integer",
        "bigint": "integer",
        "hugeint": "integer",
        "uhugeint": "integer",
        "ubigint": "integer",
        "decimal(38, 0)": "integer",
        "decimal(18, 3)": "number",
        "float": "number",
        "double": "number",
        "boolean": "boolean",
        "timestamp": "timestamp",
        "timestamptz": "timestamp",
        "timestamp_ns": "timestamp",
        "date": "date",
        "json": "json",
        "struct(a integer)": "json",
        "map(varchar, integer)": "json",
        "varchar[]": "json",
        "integer[3]": "json",
        "time": "any",
        "blob": "any",
        "interval": "any",
    },
)
POSTGRES = Warehouse(
    "postgres",
    text="text",
    json=("jsonb", "cast({} as jsonb)"),
    array=("ARRAY", "(array[10, 20, 30])"),
    types={
        **_OF_POSTGRES,
        "uuid": "string",
        "numeric": "number",
        "json": "json",
        "jsonb": "json",
        "text[]": "json",
        "bytea": "any",
        "interval": "any",
    },
    has_try_cast=False,
)
REDSHIFT = Warehouse(
    "redshift",
    text="character varying",
    json=("super", "json_parse({})"),
    # An array is SUPER, in which one cannot navigate here.
    array=None,
    types={**_OF_POSTGRES, "numeric(38, 0)": "integer", "super": "json"},
    has_try_cast=False,
)
SNOWFLAKE = Warehouse(
    "snowflake",
    text="TEXT",
    json=("VARIANT", "parse_json({})"),
    array=("ARRAY", "array_construct(10, 20, 30)"),
    types={
        "varchar": "string",
        "varchar(20)": "string",
        "text": "string",
        "integer": "integer",
        "number(38, 0)": "integer",
        "number(18, 3)": "number",
        "float": "number",
        "double precision": "number",
        "boolean": "boolean",
        "timestamp_ntz": "timestamp",
        "timestamp_tz": "timestamp",
        "timestamp_ltz": "timestamp",
        "date": "date",
        "variant": "json",
        "array": "json",
        "object": "json",
        "time": "any",
        "binary": "any",
    },
    folded=str.upper,
    # As BigQuery's.
    not_found=("", "\\"),
)
WAREHOUSES = {one.name: one for one in (BIGQUERY, DUCKDB, POSTGRES, REDSHIFT, SNOWFLAKE)}
