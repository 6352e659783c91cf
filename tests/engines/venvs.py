"""Environments for the dbt engines that the developer's own does not hold.

Each is made once, from the package index, and kept in ``.cache/`` under a name that
says what is in it. Where it cannot be had its tests are skipped, and say so by name; in
CI they fail, because an engine left out must not look like a good one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from importlib.metadata import requires
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache"
CONSTRAINTS = ROOT / "constraints.txt"

V2 = "dbt-core-experimental-parser"
V2_VERSION = "2.0.0a4"
# What our extras ask for, with the same limits.
WAREHOUSES = ("dbt-snowflake>=1.10", "dbt-bigquery>=1.10", "dbt-redshift>=1.10")


class NoVenvError(Exception):
    """The index has not what was asked for, or there is no index."""


def warehouses() -> Path:
    """Return the programs of a dbt 1.11 that knows Snowflake, BigQuery and Redshift."""
    return _had("warehouses", ["dbt-core>=1.11,<1.12", *WAREHOUSES])


def dbt_1_10() -> Path:
    """Return the programs of the newest dbt 1.10, with us beside it."""
    ours = [one for one in requires("reflekt-dbt") or () if "extra ==" not in one]
    requirements = ["dbt-core>=1.10.8,<1.11", "dbt-duckdb>=1.9", *ours]
    return _had("dbt-1.10", requirements, editable=ROOT)


def dbt_v2() -> Path:
    """Return the program of a real dbt v2, in the one form in which its wheel holds it."""
    # As a source it would download the program from elsewhere when it is built.
    options = ("--only-binary", ":all:", "--no-deps")
    return _had("dbt-v2", [f"{V2}=={V2_VERSION}"], options) / V2


def _had(
    name: str,
    requirements: Sequence[str],
    options: Sequence[str] = (),
    editable: Path | None = None,
) -> Path:
    try:
        return _programs(name, requirements, options, editable)
    except NoVenvError as error:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(f"{name} not tested: {error}")


def _programs(
    name: str, requirements: Sequence[str], options: Sequence[str], editable: Path | None
) -> Path:
    key = "\n".join([sys.version, CONSTRAINTS.read_text(encoding="utf-8"), *requirements])
    home = CACHE / f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    ready = home / "ready"
    CACHE.mkdir(exist_ok=True)
    # Tests run in several processes at once.
    with FileLock(CACHE / f"{name}.lock"):
        if not ready.exists():
            for old in CACHE.glob(f"{name}-*"):
                shutil.rmtree(old)
            venv.create(home, with_pip=False, symlinks=os.name == "posix")
            _install(_bin(home), [*options, "--constraint", str(CONSTRAINTS), *requirements])
            if editable is not None:
                _install(_bin(home), ["--no-deps", "--editable", str(editable)])
            ready.touch()
    return _bin(home)


def _bin(home: Path) -> Path:
    return home / ("Scripts" if os.name == "nt" else "bin")


def _install(programs: Path, arguments: Sequence[str]) -> None:
    pip = [sys.executable, "-m", "pip", "--python", programs / "python"]
    # Most of what is installed is never imported, and compiling it takes as long as it all.
    quiet = ["--quiet", "--disable-pip-version-check", "--no-compile"]
    done = subprocess.run(
        [*pip, "install", *quiet, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NoVenvError(done.stderr[-1000:])
