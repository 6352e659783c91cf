"""Put raw data into a warehouse, as if loaders had: ``load.py --seed 7 --duckdb FILE``.

Drops the two raw schemas first, and on the way every view that reads them. Into what
stands for Redshift, Snowflake or BigQuery it loads by the port on this machine.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

# Run by its path, so that the folder from which the imports below start is not known.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from integration_tests.jaffle_shop.raw.generate import RawData, Table, generate
from integration_tests.jaffle_shop.raw.layout import (
    BIGQUERY,
    DUCKDB,
    POSTGRES,
    REDSHIFT,
    SNOWFLAKE,
    Layout,
    as_typed_by_hand,
    laid_out,
)

SEGMENT_SCHEMA = "jaffle_shop_segment"
LEGACY_SCHEMA = "legacy_shop"

# Stands for null in the files; the data has no such text, but has empty text.
NULL = r"\N"

HOST = "127.0.0.1"

Execute = Callable[[str], object]
Copy = Callable[[str, Path], object]
Put = Callable[[str, Table], object]

# Segment makes a view of each table on BigQuery; here of some, because each relation more
# is a second more for what stands for BigQuery.
_VIEWED = ("order_completed", "pages", "users")
_LATEST = """\
create view {schema}.`{table}_view` as
select * except (row_number) from (
    select *, row_number() over (partition by id order by loaded_at desc) as row_number
    from {schema}.`{table}`
)
where row_number = 1
"""


def load_duckdb(data: RawData, file: Path) -> None:
    """Load *data* into a DuckDB file, which is made if it is not there."""
    import duckdb  # noqa: PLC0415 - whoever loads into Postgres needs no DuckDB

    with duckdb.connect(str(file)) as connection:
        # With its types left to guess, DuckDB would read the whole file twice.
        options = "header false, auto_detect false, delim ',', quote '\"', escape '\"'"

        def copy(relation: str, rows: Path) -> None:
            path = str(rows).replace("'", "''")
            # One thread: a quoted line break is no place to split a file at.
            connection.execute(
                f"copy {relation} from '{path}' ({options}, nullstr '{NULL}', parallel false)"
            )

        connection.execute("begin")
        _load(data, DUCKDB, connection.execute, _by_file(copy))
        connection.execute("commit")


def load_postgres(data: RawData, dsn: str, layout: Layout = POSTGRES) -> None:
    """Load *data* into a Postgres database."""
    import psycopg2  # noqa: PLC0415 - comes with dbt-postgres, which is optional

    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:

            def copy(relation: str, rows: Path) -> None:
                with rows.open(encoding="utf-8", newline="") as stream:
                    options = f"format csv, null '{NULL}', encoding 'utf8'"
                    cursor.copy_expert(f"copy {relation} from stdin with ({options})", stream)

            # What stands for Redshift reads a backslash in a literal otherwise.
            cursor.execute("set standard_conforming_strings = on")
            _load(data, layout, cursor.execute, _by_file(copy))
    finally:
        connection.close()


def load_redshift(data: RawData, dsn: str) -> None:
    """Load *data* into the PostgreSQL that stands for Redshift."""
    load_postgres(data, dsn, REDSHIFT)


def load_snowflake(data: RawData, port: int, database: str) -> None:
    """Load *data* into a database of fakesnow, which is made if it is not there."""
    import snowflake.connector  # noqa: PLC0415 - comes with dbt-snowflake, which is optional

    place = {"host": HOST, "port": port, "protocol": "http", "account": "fakesnow"}
    who = {"user": "loader", "password": "any"}
    with snowflake.connector.connect(**place, **who, database=database) as connection:
        cursor = connection.cursor()
        escaped = NULL.replace("\\", r"\\")
        format_ = (
            "type = csv field_optionally_enclosed_by = '\"' "
            f"null_if = ('{escaped}') empty_field_as_null = false"
        )

        def copy(relation: str, rows: Path) -> None:
            cursor.execute(f"put file://{rows} @public.loading overwrite = true")
            source = f"@public.loading/{rows.name}"
            cursor.execute(f"copy into {relation} from {source} file_format = ({format_})")

        cursor.execute("create schema if not exists public")
        cursor.execute("create or replace stage public.loading")
        _load(data, SNOWFLAKE, cursor.execute, _by_file(copy))


def load_bigquery(data: RawData, port: int, project: str) -> None:
    """Load *data* into a project of local-bigquery, with views as Segment adds them."""
    from google.auth.credentials import AnonymousCredentials  # noqa: PLC0415 - as below
    from google.cloud import bigquery  # noqa: PLC0415 - comes with dbt-bigquery

    endpoint = {"api_endpoint": f"http://{HOST}:{port}"}
    client = bigquery.Client(project, AnonymousCredentials(), client_options=endpoint)

    def put(relation: str, table: Table) -> None:
        names = [column.name for column in table.columns]
        rows = [dict(zip(names, map(_as_json, row), strict=True)) for row in table.rows]
        fields = [bigquery.SchemaField(name, type_) for name, type_ in table.columns]
        place = relation.replace("`", "")
        job = client.load_table_from_json(
            rows, f"{project}.{place}", job_config=bigquery.LoadJobConfig(schema=fields)
        )
        job.result()

    def execute(statement: str) -> None:
        client.query(statement).result()

    _load(data, BIGQUERY, execute, put)
    for name in _VIEWED:
        execute(_LATEST.format(schema=SEGMENT_SCHEMA, table=name))


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _by_file(copy: Copy) -> Put:
    """Return how to put a table's rows where files can be copied to."""

    def put(relation: str, table: Table) -> None:
        with tempfile.TemporaryDirectory() as folder:
            rows = Path(folder) / "rows.csv"
            _write(table, rows)
            copy(relation, rows)

    return put


def _load(data: RawData, layout: Layout, execute: Execute, put: Put) -> None:
    def quoted(name: str) -> str:
        return f"{layout.quote}{name}{layout.quote}"

    for schema, name, table in _tables(data, layout, execute):
        relation = f"{schema}.{quoted(layout.spelled(name))}"
        columns = ", ".join(f"{quoted(column)} {type_}" for column, type_ in table.columns)
        execute(f"create table {relation} ({columns})")
        put(relation, table)


def _tables(
    data: RawData, layout: Layout, execute: Execute
) -> Iterator[tuple[str, str, Table]]:
    schemas = (
        (SEGMENT_SCHEMA, data.tables, laid_out),
        (LEGACY_SCHEMA, data.legacy, as_typed_by_hand),
    )
    for schema, tables, made in schemas:
        execute(f"drop schema if exists {schema} cascade")
        execute(f"create schema {schema}")
        for name, table in tables.items():
            yield schema, name, made(table, layout)


def _write(table: Table, file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for row in table.rows:
            writer.writerow(NULL if value is None else value for value in row)


def main(arguments: Sequence[str] | None = None) -> None:
    """Load what the command line asks for."""
    parser = argparse.ArgumentParser(description="Load raw data as Segment would have.")
    parser.add_argument("--seed", type=int, default=42, help="any number (default: 42)")
    parser.add_argument("--events", type=int, default=50_000, help="calls (default: 50000)")
    warehouse = parser.add_mutually_exclusive_group(required=True)
    warehouse.add_argument("--duckdb", type=Path, metavar="FILE")
    warehouse.add_argument("--postgres", metavar="DSN")
    warehouse.add_argument("--redshift", metavar="DSN")
    warehouse.add_argument("--snowflake", type=_place, metavar="PORT/DATABASE")
    warehouse.add_argument("--bigquery", type=_place, metavar="PORT/PROJECT")
    asked = parser.parse_args(arguments)

    data = generate(asked.seed, asked.events)
    if asked.duckdb:
        load_duckdb(data, asked.duckdb)
    elif asked.postgres:
        load_postgres(data, asked.postgres)
    elif asked.redshift:
        load_redshift(data, asked.redshift)
    elif asked.snowflake:
        load_snowflake(data, *asked.snowflake)
    else:
        load_bigquery(data, *asked.bigquery)
    rows = sum(len(table.rows) for table in data.tables.values())
    sys.stdout.write(f"loaded {rows} rows into {len(data.tables)} tables of {SEGMENT_SCHEMA}\n")


def _place(typed: str) -> tuple[int, str]:
    port, _, name = typed.partition("/")
    return int(port), name


if __name__ == "__main__":
    main()
