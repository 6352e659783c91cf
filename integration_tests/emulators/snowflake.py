"""What stands for Snowflake: fakesnow, which runs Snowflake's SQL on DuckDB.

    python integration_tests/emulators/snowflake.py

The server is a program of its own, fakesnow_server.py. Data are in its memory, and
all who connect see them.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Not the folder of this file, where `snowflake` would be this file.
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from integration_tests.emulators.program import HOST, free_port, running, serve

REPOSITORY = Path(__file__).resolve().parents[2]
_PROGRAM = "integration_tests.emulators.fakesnow_server"


class NoFakesnowError(Exception):
    """fakesnow is not installed, because it does not serve this Python."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running server listens.

    Attributes:
        database: Made when somebody connects to it, as is a schema. The real one would
            not make them.
        log: What the server writes: one line a request, and no SQL.
    """

    host: str
    port: int
    user: str
    password: str
    database: str
    log: Path

    @property
    def output(self) -> dict[str, Any]:
        """A target as in profiles.yml, all but its schema."""
        return {
            "type": "snowflake",
            "account": "fakesnow",
            "host": self.host,
            "port": self.port,
            "protocol": "http",
            "user": self.user,
            "password": self.password,
            "database": self.database,
            "warehouse": "TRANSFORMING",
            "role": "SYSADMIN",
        }


@contextmanager
def snowflake_server() -> Iterator[Server]:
    """Start a server without a database, and stop it afterwards.

    Raises:
        NoFakesnowError: There is none.
    """
    check_installed()
    with tempfile.TemporaryDirectory(prefix="snowflake-") as folder:
        log = Path(folder) / "server.log"
        port = free_port()
        # As a module: run by its path, its own folder would come before what is installed.
        command = (sys.executable, "-m", _PROGRAM, str(port))
        env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        with running(command, port, log=log, env=env):
            yield Server(HOST, port, "reflekt", "any", "DEV", log)


def check_installed() -> None:
    """Pass where fakesnow is installed.

    Raises:
        NoFakesnowError: It is not.
    """
    if find_spec("fakesnow") is None:
        version = ".".join(map(str, sys.version_info[:2]))
        raise NoFakesnowError(f"no fakesnow for Python {version}; it needs 3.11 or newer")


if __name__ == "__main__":
    serve("snowflake", snowflake_server())
