"""What stands for Redshift: dbt-redshift and its driver, against PostgreSQL.

    python integration_tests/emulators/redshift.py

A PostgreSQL with redshift.sql in every database, behind redshift_proxy.py. Nothing of
Redshift's own engine is here: what it does otherwise than PostgreSQL is not tested.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg2

if __name__ == "__main__":
    # Run by its path, so that the folder from which the imports below start is not known.
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from integration_tests.emulators import postgres
from integration_tests.emulators.program import HOST, free_port, running, serve

HERE = Path(__file__).resolve().parent
DATABASE = "dev"

_TEMPLATE = "template1"
_SETTINGS = MappingProxyType(
    {
        # What Redshift keeps in pg_catalog we put there too.
        "allow_system_table_mods": "on",
        # As on Redshift, a backslash in a plain literal escapes what follows.
        "standard_conforming_strings": "off",
        "escape_string_warning": "off",
    }
)


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running server listens; any password will do.

    Attributes:
        behind: The PostgreSQL that does the work, for those who need not go the long way.
    """

    host: str
    port: int
    user: str
    dbname: str
    behind: postgres.Server

    @property
    def output(self) -> dict[str, Any]:
        """A target as in profiles.yml, all but its schema."""
        return {
            "type": "redshift",
            "method": "database",
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": "any",
            "dbname": self.dbname,
            "sslmode": "disable",
            "ra3_node": True,
        }

    def of_database(self, dbname: str) -> Server:
        """Return the same server, for those who connect to another database."""
        return replace(self, dbname=dbname, behind=self.behind.of_database(dbname))


@contextmanager
def redshift_server() -> Iterator[Server]:
    """Start a server with an empty database, and stop and remove it afterwards.

    Raises:
        postgres.NoServerBinariesError: There is no PostgreSQL server on this machine.
    """
    with (
        postgres.postgres_server(_SETTINGS) as behind,
        tempfile.TemporaryDirectory(prefix="redshift-") as folder,
    ):
        super_oid = _prepared(behind)
        port = free_port()
        command = (sys.executable, HERE / "redshift_proxy.py", port, behind.port, super_oid)
        with running(command, port, log=Path(folder) / "proxy.log"):
            yield Server(HOST, port, behind.user, DATABASE, behind.of_database(DATABASE))


def _prepared(server: postgres.Server) -> int:
    """Make the catalogue in what every database is copied from; return the OID of SUPER."""
    catalogue = (HERE / "redshift.sql").read_text(encoding="utf-8")
    template = server.of_database(_TEMPLATE)
    with _connected(template) as cursor:
        cursor.execute(catalogue)
        cursor.execute("select 'super'::regtype::oid")
        (super_oid,) = cursor.fetchone()
    with _connected(server) as cursor:
        cursor.execute(f"create database {DATABASE}")
    return int(super_oid)


@contextmanager
def _connected(server: postgres.Server) -> Iterator[Any]:
    with closing(psycopg2.connect(server.dsn)) as connection:
        # Databases cannot be made within a transaction.
        connection.autocommit = True
        yield connection.cursor()


if __name__ == "__main__":
    serve("redshift", redshift_server())
