"""A made-up dbt profile, for runs that ask no warehouse and thus need no credentials.

dbt loads no project without a profile, and the adapter that it names writes the SQL.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Collection, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from reflekt_dbt.errors import ConfigError, DbtError
from reflekt_dbt.sdks.reserved import RESERVED_BY_ADAPTER
from reflekt_dbt.write.catalog import CATALOG

PROFILE = "reflekt_offline"

_ANY = "none"
_SERVER = {
    "host": "localhost", "user": _ANY, "password": _ANY, "port": 5432, "dbname": _ANY,
    "schema": _ANY,
}  # fmt: skip
# What each adapter wants to see before it looks for a warehouse.
_OUTPUTS: Mapping[str, Mapping[str, object]] = {
    "duckdb": {"path": ":memory:"},
    "postgres": _SERVER,
    "redshift": _SERVER,
    "snowflake": {
        "account": _ANY, "user": _ANY, "password": _ANY, "database": _ANY, "schema": _ANY,
    },
    "bigquery": {"method": "oauth", "project": _ANY, "schema": _ANY},
}  # fmt: skip


def write_profile(folder: Path, recorded: str) -> Path:
    """Write ``profiles.yml`` into *folder* and return the folder.

    Args:
        folder: Of our own.
        recorded: The adapter that ``reflekt.catalog`` names; ``""`` if it names none.

    Raises:
        ConfigError: Nobody can tell which adapter it is to be.
        DbtError: It is not installed.
    """
    adapter = recorded or _only_one(installed_adapters())
    if adapter not in _OUTPUTS:
        raise ConfigError(
            f"nothing is known of a profile for {adapter!r}",
            where="profiles.yml",
            hint="give --profiles-dir; no password in it need be right",
        )
    if find_spec("dbt") is not None and find_spec(f"dbt.adapters.{adapter}") is None:
        wanted = f"'reflekt-dbt[{adapter}]'" if adapter in RESERVED_BY_ADAPTER else adapter
        raise DbtError(
            f"the project is built for {adapter}, and dbt-{adapter} is not installed",
            where=CATALOG,
            hint=f"run: pip install {wanted}",
        )
    output = {"type": adapter, **_OUTPUTS[adapter]}
    profiles = {PROFILE: {"target": "offline", "outputs": {"offline": output}}}
    folder.mkdir(parents=True, exist_ok=True)
    # JSON is YAML.
    (folder / "profiles.yml").write_text(json.dumps(profiles), encoding="utf-8")
    return folder


def installed_adapters() -> list[str]:
    """Return the adapters of dbt that are in this environment, by name."""
    try:
        package = import_module("dbt.adapters")
    except ImportError:
        return []
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    # What is none has no macros of its own.
    return sorted(name for name in found if find_spec(f"dbt.include.{name}") is not None)


def _only_one(adapters: Collection[str]) -> str:
    # dbt's adapter for Redshift brings the one for Postgres with it.
    others = set(adapters) - ({"postgres"} if "redshift" in adapters else set())
    if len(others) == 1:
        return others.pop()
    listed = ", ".join(sorted(adapters)) or "none"
    raise ConfigError(
        f"no profile, and {CATALOG} does not say which adapter the project is for",
        where=f"installed: {listed}",
        hint="run reflekt-dbt build once with a warehouse, or give --profiles-dir",
    )
