"""Targets of all five warehouses, for tests that need none to run."""

from __future__ import annotations

from typing import Any

from dbt.adapters.factory import reset_adapters
from dbt.cli.main import dbtRunner

from reflekt_dbt.bridge.offline import adapter_of
from tests.macros.conftest import Project

_SERVER = {"host": "localhost", "user": "none", "password": "none", "dbname": "raw"}

# Type → all that a target needs for its macros to be rendered; nobody listens there.
OUTPUTS: dict[str, dict[str, Any]] = {
    "bigquery": {"method": "oauth-secrets", "token": "none", "project": "raw"},
    "duckdb": {"path": "raw.duckdb"},
    "postgres": {**_SERVER, "port": 5432},
    "redshift": {**_SERVER, "port": 5439},
    "snowflake": {
        "account": "none",
        "user": "none",
        "password": "none",
        "database": "raw",
        "warehouse": "none",
    },
}


def output(type_: str) -> dict[str, Any]:
    """Return a target of that type in profiles.yml."""
    return {"type": type_, "schema": "analytics", "threads": 1, **OUTPUTS[type_]}


def call_offline(project: Project, macro: str) -> Any:
    """Return what a macro of *project* returns, without a connection."""
    command = ["--quiet", "--no-partial-parse", "parse", *project.options()]
    parsed = dbtRunner().invoke(command)
    assert parsed.success, str(parsed.exception)
    try:
        return adapter_of(parsed.result).execute_macro(macro, project="shop")
    finally:
        reset_adapters()
