"""Environments for the dbt engines that the developer's own does not hold.

Where one cannot be had its tests are skipped, and say so by name; in CI they fail, because
an engine left out must not look like a good one.
"""

from __future__ import annotations

from importlib.metadata import requires
from pathlib import Path

from integration_tests.venvs import ROOT, NoVenvError, Venv, made, programs
from tests.not_tested import skip_but_in_ci

V2 = "dbt-core-experimental-parser"
V2_VERSION = "2.0.0a4"


def dbt_1_10() -> Path:
    """Return the programs of the newest dbt 1.10, with us beside it."""
    ours = [one for one in requires("reflekt-dbt") or () if "extra ==" not in one]
    requirements = ["dbt-core>=1.10.8,<1.11", "dbt-duckdb>=1.9", *ours]
    return _had(Venv("dbt-1.10", requirements, editable=ROOT))


def dbt_v2() -> Path:
    """Return the program of a real dbt v2, in the one form in which its wheel holds it."""
    # As a source it would download the program from elsewhere when it is built.
    options = ("--only-binary", ":all:", "--no-deps")
    return _had(Venv("dbt-v2", [f"{V2}=={V2_VERSION}"], options)) / V2


def _had(venv: Venv) -> Path:
    try:
        return programs(made(venv))
    except NoVenvError as error:
        skip_but_in_ci(venv.name, error)
