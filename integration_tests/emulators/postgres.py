"""A throw-away PostgreSQL server on this machine. Real PostgreSQL, only short-lived.

    python integration_tests/emulators/postgres.py

Everyone may log in as the superuser, and nothing survives a crash of the machine: that
is what makes it start in under a second. It listens on the loopback address only.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

if __name__ == "__main__":
    # Run by its path, so that the folder from which the imports below start is not known.
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from integration_tests.emulators.program import HOST, free_port, serve

SUPERUSER = "postgres"
DATABASE = "postgres"

_DEBIAN = Path("/usr/lib/postgresql")
_INITDB = ("--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
_SETTINGS = MappingProxyType(
    {
        "listen_addresses": HOST,
        # The default folder of the sockets belongs to the system's own server.
        "unix_socket_directories": "",
        # No disk needs to be waited for: the data die with the server.
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "timezone": "UTC",
    }
)


class NoServerBinariesError(Exception):
    """PostgreSQL's server programs are not installed on this machine."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running server listens; any password will do.

    Attributes:
        log: What the server writes; with the setting ``log_statement=all`` that is
            every statement it gets.
    """

    host: str
    port: int
    user: str
    dbname: str
    log: Path

    @property
    def dsn(self) -> str:
        """The same as one string, as libpq and psycopg2 take it."""
        return f"host={self.host} port={self.port} user={self.user} dbname={self.dbname}"

    @property
    def output(self) -> dict[str, Any]:
        """A target as in profiles.yml, all but its schema."""
        return {
            "type": "postgres",
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": "any",
            "dbname": self.dbname,
        }

    def of_database(self, dbname: str) -> Server:
        """Return the same server, for those who connect to another database."""
        return replace(self, dbname=dbname)


@contextmanager
def postgres_server(settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """Start a server with an empty database, and stop and remove it afterwards.

    Args:
        settings: What to set besides the defaults, by postgresql.conf's names.

    Raises:
        NoServerBinariesError: There is no PostgreSQL server on this machine.
    """
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        if _is_root():
            shutil.chown(folder, SUPERUSER)
        data, log = folder / "data", folder / "server.log"
        _run(folder, programs / "initdb", "-D", data, "-U", SUPERUSER, *_INITDB)
        port = free_port()
        options = " ".join(
            f"-c {name}='{value}'" for name, value in {**_SETTINGS, **settings}.items()
        )
        start = ("start", "-w", "-l", log, "-o", f"-p {port} {options}")
        _run(folder, programs / "pg_ctl", "-D", data, *start)
        try:
            yield Server(HOST, port, SUPERUSER, DATABASE, log)
        finally:
            # By the pid in this very data folder: other servers are not ours to stop.
            _run(folder, programs / "pg_ctl", "-D", data, "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


def find_programs() -> Path:
    """Return the folder of the newest server's programs.

    Raises:
        NoServerBinariesError: There is none.
    """
    # Debian keeps the server's programs off the PATH, one folder a major version.
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda file: _major(file.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).parent
    raise NoServerBinariesError(
        f"no initdb under {_DEBIAN} nor on the PATH: apt-get install postgresql"
    )


def _major(folder: str) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.split(".") if part.isdigit())


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def _run(folder: Path, *command: Path | str) -> None:
    # PostgreSQL refuses to run as root, and its own user may not enter root's folders.
    user = SUPERUSER if _is_root() else None
    done = subprocess.run(
        command,
        cwd=folder,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        env={"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        log = folder / "server.log"
        logged = log.read_text(encoding="utf-8") if log.exists() else ""
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}{logged}")


if __name__ == "__main__":
    serve("postgres", postgres_server())
