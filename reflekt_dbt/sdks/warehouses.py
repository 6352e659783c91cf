"""What each warehouse takes: how long a name, how many columns, and which words it reserves.

Where the limits are known from:

    names      Redshift    docs.aws.amazon.com/redshift/latest/dg/r_names
               Snowflake   docs.snowflake.com/sql-reference/identifiers
               Postgres    NAMEDATALEN of an ordinary build
               BigQuery, Databricks: by hearsay, not looked up
    columns    Postgres, Redshift, BigQuery: as RudderStack's loader assumes them
"""

from __future__ import annotations

from dataclasses import dataclass

from reflekt_dbt.sdks.reserved import (
    BIGQUERY_RESERVED,
    DUCKDB_RESERVED,
    POSTGRES_RESERVED,
    REDSHIFT_RESERVED,
    SNOWFLAKE_RESERVED,
)


@dataclass(frozen=True, slots=True)
class Warehouse:
    """One warehouse's limits.

    Attributes:
        title: As people write it.
        longest_name: Of a column, in bytes; loaders' names are ASCII. None if unlimited.
        most_columns: Of a table. None if unlimited.
        reserved: Words that no column can be called without quotes, in lower case.
    """

    title: str
    longest_name: int | None
    most_columns: int | None
    reserved: frozenset[str] = frozenset()


WAREHOUSES = {
    "postgres": Warehouse("Postgres", 63, 1600, POSTGRES_RESERVED),
    "redshift": Warehouse("Redshift", 127, 1600, REDSHIFT_RESERVED),
    "snowflake": Warehouse("Snowflake", 255, None, SNOWFLAKE_RESERVED),
    "bigquery": Warehouse("BigQuery", 300, 10_000, BIGQUERY_RESERVED),
    "duckdb": Warehouse("DuckDB", None, None, DUCKDB_RESERVED),
    "databricks": Warehouse("Databricks", 255, None),
}
