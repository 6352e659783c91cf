"""Put raw data into a warehouse, as if loaders had: ``load.py --seed 7 --duckdb FILE``.

Drops the two raw schemas first, and on the way every view that reads them.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

# Run by its path, so that the folder from which the imports below start is not known.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from integration_tests.jaffle_shop.raw.generate import RawData, Table, generate

SEGMENT_SCHEMA = "jaffle_shop_segment"
LEGACY_SCHEMA = "legacy_shop"

# Stands for null in the files; the data has no such text, but has empty text.
NULL = r"\N"

Execute = Callable[[str], object]
Copy = Callable[[str, Path], object]


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
        _load(data, connection.execute, copy)
        connection.execute("commit")


def load_postgres(data: RawData, dsn: str) -> None:
    """Load *data* into a Postgres database."""
    import psycopg2  # noqa: PLC0415 - comes with dbt-postgres, which is optional

    connection = psycopg2.connect(dsn)
    try:
        with connection, connection.cursor() as cursor:

            def copy(relation: str, rows: Path) -> None:
                with rows.open(encoding="utf-8", newline="") as stream:
                    options = f"format csv, null '{NULL}', encoding 'utf8'"
                    cursor.copy_expert(f"copy {relation} from stdin with ({options})", stream)

            _load(data, cursor.execute, copy)
    finally:
        connection.close()


def _load(data: RawData, execute: Execute, copy: Copy) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.csv"
        for schema, name, table in _tables(data, execute):
            relation = f'{schema}."{name}"'
            columns = ", ".join(f'"{column}" {type_}' for column, type_ in table.columns)
            execute(f"create table {relation} ({columns})")
            _write(table, rows)
            copy(relation, rows)


def _tables(data: RawData, execute: Execute) -> Iterator[tuple[str, str, Table]]:
    schemas = ((SEGMENT_SCHEMA, data.tables), (LEGACY_SCHEMA, data.legacy))
    for schema, tables in schemas:
        execute(f"drop schema if exists {schema} cascade")
        execute(f"create schema {schema}")
        for name, table in tables.items():
            yield schema, name, table


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
    asked = parser.parse_args(arguments)

    data = generate(asked.seed, asked.events)
    if asked.duckdb:
        load_duckdb(data, asked.duckdb)
    else:
        load_postgres(data, asked.postgres)
    rows = sum(len(table.rows) for table in data.tables.values())
    sys.stdout.write(f"loaded {rows} rows into {len(data.tables)} tables of {SEGMENT_SCHEMA}\n")


if __name__ == "__main__":
    main()
