"""What stands for BigQuery: local-bigquery, which runs BigQuery's SQL on DuckDB.

    python integration_tests/emulators/bigquery.py

It needs Python 3.13 and another DuckDB than dbt-duckdb, so it has an environment of
its own in .cache/, made when first asked for. Its catalogue is slow: keep to some twenty
tables.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Run by its path, so that the folder from which the imports below start is not known.
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from integration_tests.emulators.program import HOST, free_port, running, serve
from integration_tests.venvs import NoVenvError, Venv, made, programs

PROJECT = "jaffle-shop"

_PROGRAM = Path(__file__).resolve().parent / "local_bigquery_server.py"
_OLDEST = (3, 13)
_PYTHONS = ("python3.13", "python3.14", "python3")
_PYENV = Path.home() / ".pyenv" / "versions"
_EXTENSIONS = ("icu", "ducklake", "spatial")
# Exactly these: later ones want extensions of DuckDB that no index has.
_DUCKDB = "1.5.5"
_REQUIREMENTS = (
    "local-bigquery==0.3.2",
    f"duckdb=={_DUCKDB}",
    f"duckdb-extensions=={_DUCKDB}",
    *(f"duckdb-extension-{name}=={_DUCKDB}" for name in _EXTENSIONS),
)


class NoPythonError(Exception):
    """No Python on this machine is new enough for the emulator."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running server listens; any token will do.

    Attributes:
        project: A BigQuery project, without datasets.
        log: What the server writes.
    """

    host: str
    port: int
    project: str
    log: Path

    @property
    def endpoint(self) -> str:
        """The URL that stands for BigQuery's."""
        return f"http://{self.host}:{self.port}"

    @property
    def output(self) -> dict[str, Any]:
        """A target as in profiles.yml, all but its schema."""
        return {
            "type": "bigquery",
            "method": "oauth-secrets",
            "token": "any",
            "project": self.project,
            "location": "US",
            "api_endpoint": self.endpoint,
        }


@contextmanager
def bigquery_server() -> Iterator[Server]:
    """Start a server without a dataset, and stop and remove it afterwards.

    Raises:
        NoPythonError: There is no Python that the server could run on.
        NoVenvError: The server could not be installed.
    """
    home = installed()
    with tempfile.TemporaryDirectory(prefix="bigquery-") as folder:
        data, log, port = Path(folder) / "data", Path(folder) / "server.log", free_port()
        ports = ("--port", port, "--grpc-port", free_port())
        places = ("--host", HOST, *ports, "--data-dir", data, "--project", PROJECT)
        command = (programs(home) / "python", _PROGRAM, "serve", *places)
        with running(command, port, log=log, env=_environment(home)):
            yield Server(HOST, port, PROJECT, log)


def installed() -> Path:
    """Return the folder of the server's environment, which is made if it is not there.

    Raises:
        NoPythonError: There is no Python that the server could run on.
        NoVenvError: The server could not be installed.
    """
    return made(Venv("bigquery", _REQUIREMENTS, python=find_python(), finish=_copy_extensions))


def find_python() -> Path:
    """Return a Python that is new enough.

    Raises:
        NoPythonError: There is none.
    """
    on_path = (shutil.which(name) for name in _PYTHONS)
    candidates = [sys.executable, *on_path, *sorted(_PYENV.glob("3.*/bin/python"))]
    for candidate in candidates:
        if candidate and _version(candidate) >= _OLDEST:
            return Path(candidate)
    wanted = ".".join(map(str, _OLDEST))
    raise NoPythonError(
        f"no Python {wanted} or newer as {', '.join(_PYTHONS)} on the PATH, nor in {_PYENV}"
    )


def _version(python: str | Path) -> tuple[int, ...]:
    code = "import sys; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    # A shim of pyenv is there, and fails, when its version is not chosen.
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else ()


def _copy_extensions(home: Path) -> None:
    """Put DuckDB's extensions where DuckDB looks for them, else it would download them."""
    code = "import sys; from duckdb_extensions import import_extension\n"
    code += "for name in sys.argv[1:]: import_extension(name)"
    done = subprocess.run(
        [programs(home) / "python", "-c", code, *_EXTENSIONS],
        env=_environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoVenvError(done.stderr[-1000:])


def _environment(home: Path) -> dict[str, str]:
    """Return an environment in which nothing of the user's is read or written."""
    return {"PATH": os.defpath, "HOME": str(home), "LC_ALL": "C.UTF-8"}


if __name__ == "__main__":
    serve("bigquery", bigquery_server())
