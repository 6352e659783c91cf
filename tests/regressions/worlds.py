"""Event schemas and raw tables on which Reflekt 0.6.0 fails, small enough to be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

Tables = Mapping[str, Mapping[str, Any]]

FILTER = "where received_at < {{ dbt.current_timestamp() }}"
HOSTILE = "It's {{ run_query('drop') }} {% if %} {# all #} {% endraw %}"
METADATA = {"code_owner": "Joe's team", "note": HOSTILE}

SETTINGS = {
    "sources": [{"name": "raw_shop", "sdk": "segment"}],
    "build": {
        "provenance": ["call_type", "source_table", "schema_id", "schema_metadata"],
        "models": {"filter": FILTER},
    },
}
PROJECT = {
    "name": "shop",
    "version": "1.0.0",
    "config-version": 2,
    "profile": "shop",
    "flags": {"send_anonymous_usage_stats": False},
    "vars": {"reflekt": SETTINGS},
}
PROFILES = {
    "shop": {
        "target": "dev",
        "outputs": {
            "dev": {
                "type": "duckdb",
                "path": "{{ env_var('JAFFLE_SHOP_DUCKDB') }}",
                "schema": "analytics",
            }
        },
    }
}


def schema(
    name: str, properties: Mapping[str, Any] | None = None, **keys: Any
) -> dict[str, Any]:
    """An event's schema; properties are given as types or as schemas of their own."""
    metadata = keys.pop("metadata", {})
    given = properties or {"order_id": "string"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": f"{name} happened.",
        "self": {
            "vendor": "com.shop",
            "name": name,
            "format": "jsonschema",
            "version": "1-0",
            "metadata": metadata,
        },
        "type": "object",
        "properties": {
            key: {"type": value, "description": f"The {key}."}
            if isinstance(value, str)
            else value
            for key, value in given.items()
        },
        **keys,
    }


def write_schemas(folder: Path, schemas: Mapping[str, Mapping[str, Any]]) -> None:
    """Write *schemas*, event id → schema, below *folder*."""
    for event, content in schemas.items():
        file = folder / f"{event}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content, indent=2), encoding="utf-8")


def write_project(root: Path) -> None:
    """Write a dbt project with the schemas below, and Reflekt's meta-schema among them."""
    for name, content in (("dbt_project.yml", PROJECT), ("profiles.yml", PROFILES)):
        (root / name).write_text(yaml.safe_dump(content), encoding="utf-8")
    write_schemas(root / "schemas", SCHEMAS)
    write_schemas(root / "schemas", {".reflekt/meta/1-0": {"type": "object"}})


def load_statements() -> list[str]:
    """Return the SQL that makes the tables below, a row each."""
    return ["create schema raw_shop", *(_load(table, TABLES[table]) for table in TABLES)]


def _load(table: str, row: Mapping[str, Any]) -> str:
    columns = ", ".join(f'{_value(value)} as "{name}"' for name, value in row.items())
    return f'create table raw_shop."{table}" as select {columns}'


def _value(value: Any) -> str:
    if isinstance(value, str) and value.startswith("2026-"):
        return f"timestamp '{value}'"
    return "null::varchar" if value is None else "'" + str(value).replace("'", "''") + "'"


SCHEMAS = {
    "shop/Order_Completed/1-0": schema(
        "Order Completed",
        {
            "order_id": "string",
            "order": "string",
            "group": "string",
            "status": {"type": "string", "enum": ["open", "closed"]},
            "coupon": {"type": "string", "enum": ["Joe's", "{{ half }}"]},
            "store_id": "string",
            "gift_note": "string",
        },
        description=HOSTILE,
        metadata=METADATA,
        required=["order_id", "store_id", "status"],
    ),
    "shop/Product_Group_Viewed/1-0": schema("Product Group Viewed"),
    "shop/Gift_Card_Redeemed/1-0": schema("Gift Card Redeemed"),
}

_SENT = {
    "id": "e1",
    "user_id": "u1",
    "timestamp": "2026-01-01",
    "received_at": "2026-01-01",
}
TABLES: Tables = {
    "tracks": _SENT,
    "order_completed": {
        **_SENT,
        "order_id": "o1",
        "order": "first",
        "group": "breakfast",
        # What its tests are to find: a value that is not allowed, one that is missing.
        "status": "lost",
        "store_id": None,
        "coupon": "Joe's",
        "experiment": "b",
    },
    "product_group_viewed": {**_SENT, "order_id": "o2"},
}
