"""A small shop whose events RudderStack or Segment loads: a dbt project, and raw tables."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from integration_tests.jaffle_shop.raw.assemble import TEMPLATE
from tests.integration.shops import Shop
from tests.integration.warehouses import duckdb_env

FIXTURES = Path(__file__).with_name("rudderstack")
STAGING = "models/staging"
RUDDERSTACK = {"name": "tea_rudderstack", "sdk": "rudderstack"}
FILTER = "where received_at < current_timestamp"


def tea_shop(root: Path, *sources: dict[str, Any]) -> Shop:
    """Return the shop's project in *root*, on an empty DuckDB; its profiles are the demo's."""
    shutil.copytree(FIXTURES / "schemas", root / "schemas")
    shutil.copyfile(TEMPLATE / "profiles.yml", root / "profiles.yml")
    shop = Shop(root, "dev", duckdb_env(root))
    configure(shop, *sources)
    return shop


def configure(
    shop: Shop, *sources: dict[str, Any], build: Mapping[str, Any] | None = None
) -> None:
    """Write the project's file anew, with these sources in it."""
    models = {"filter": FILTER, **(build or {}).get("models", {})}
    settings = {"sources": list(sources), "build": {**(build or {}), "models": models}}
    project = {
        "name": "tea_shop",
        "version": "1.0.0",
        "config-version": 2,
        "profile": "jaffle_shop",
        "vars": {"reflekt": settings},
    }
    shop.write("dbt_project.yml", yaml.safe_dump(project, sort_keys=False))


def raw_tables(name: str, schema: str = "") -> str:
    """Return the SQL of a fixture, with *schema* where it leaves the schema's name open."""
    return (FIXTURES / f"{name}.sql").read_text(encoding="utf-8").replace("SCHEMA", schema)


def paths(shop: Shop) -> set[str]:
    """Return what is generated, below the folder of all staging models."""
    return {path.removeprefix(f"{STAGING}/") for path in shop.generated()}
