"""Projects of any number of events, each with a table and a number."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.integration.shops import Shop

PROJECT = """\
name: jaffle_shop
version: 1.0.0
config-version: 2
profile: jaffle_shop
vars:
  reflekt:
    sources: [{{name: {schema}, sdk: segment}}]
"""


def thing(number: int) -> str:
    """Return the schema file of an event with a number."""
    return json.dumps(
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "self": {
                "vendor": "com.example",
                "name": f"Thing {number} Done",
                "format": "jsonschema",
                "version": "1-0",
                "metadata": {},
            },
            "description": "It was done.",
            "type": "object",
            "properties": {"amount": {"type": "integer", "description": "How much."}},
            "required": [],
            "additionalProperties": False,
        }
    )


def things_project(beside: Shop, folder: Path, events: int) -> Shop:
    """Make a project of *events* events in the warehouse of another, their tables too."""
    schema = f"shop_of_{events}"
    text = "string" if beside.target == "bigquery" else "varchar(99)"
    beside.execute(
        f"create schema {schema}",
        *(
            f"create table {schema}.thing_{number}_done (id {text}, received_at timestamp)"
            for number in range(events)
        ),
    )
    root = folder / schema
    shop = Shop(root, beside.target, beside.env)
    shop.write("dbt_project.yml", PROJECT.format(schema=schema))
    shutil.copyfile(beside.root / "profiles.yml", root / "profiles.yml")
    for number in range(events):
        shop.write(f"schemas/shop/Thing_{number}_Done/1-0.json", thing(number))
    return shop
