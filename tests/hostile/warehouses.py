"""The warehouses of the hostile tests: filled before dbt runs, read after it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg2

from integration_tests.emulators.postgres import Server

RAW = "raw_shop"
BUILT = "analytics"


@dataclass(frozen=True)
class Warehouse:
    """One place for one project.

    Attributes:
        output: Its target in a profile of dbt.
        connect: Open a connection of Python's DB API.
        mark: What stands for a parameter in its statements.
    """

    output: Mapping[str, Any]
    connect: Callable[[], Any]
    mark: str

    def fill(self, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
        """Make the raw schema, and a table of text columns for each of *tables*."""
        with closing(self.connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(f"drop schema if exists {RAW} cascade")
            cursor.execute(f"drop schema if exists {BUILT} cascade")
            cursor.execute(f"create schema {RAW}")
            for name, rows in tables.items():
                relation = f"{RAW}.{quoted(name)}"
                columns = [f"{quoted(column)} text" for column in rows[0]]
                cursor.execute(f"create table {relation} ({', '.join(columns)})")
                marks = ", ".join(self.mark for _ in columns)
                insert = f"insert into {relation} values ({marks})"  # noqa: S608 - quoted above
                cursor.executemany(insert, [tuple(row.values()) for row in rows])
            connection.commit()

    def rows(self, relation: str, *columns: str) -> list[tuple[Any, ...]]:
        """Return all rows of a relation that dbt built."""
        query = f"select {', '.join(columns)} from {BUILT}.{relation}"  # noqa: S608 - our names
        with closing(self.connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())


def quoted(name: str) -> str:
    """Return *name* as an identifier, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


def duckdb_warehouse(file: Path) -> Warehouse:
    """Return a DuckDB that is kept in *file*."""
    output = {"type": "duckdb", "path": str(file), "schema": BUILT}
    return Warehouse(output, lambda: _begun(duckdb.connect(str(file))), "?")


def postgres_warehouse(server: Server) -> Warehouse:
    """Return the database of *server*."""
    place = {"host": server.host, "port": server.port, "user": server.user}
    output = {
        "type": "postgres", **place, "password": "", "dbname": server.dbname, "schema": BUILT
    }  # fmt: skip
    return Warehouse(output, lambda: psycopg2.connect(server.dsn), "%s")


def _begun(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    # Else DuckDB commits after each statement, which takes it a while.
    return connection.begin()
