"""A dbt project with any number of events, and the tables that a warehouse has of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
import yaml

SOURCE = "shop_segment"
PROPERTIES = 15
# What Segment loads beside the properties: with them a table has some 40 columns, as
# tables of real events have.
OWN_COLUMNS = """
    id anonymous_id user_id event event_text timestamp original_timestamp sent_at received_at
    uuid_ts context_ip context_locale context_timezone context_user_agent context_device_id
    context_library_name context_library_version context_page_path context_page_referrer
    context_page_search context_page_title context_page_url context_campaign_name
    context_campaign_source context_campaign_medium context_os_name context_os_version
"""
_TYPES = (("string", "varchar"), ("integer", "bigint"), ("boolean", "boolean"))

_DBT_PROJECT = """\
name: shop
version: "1.0"
config-version: 2
profile: shop
"""
_VARS = f"""\
vars:
  reflekt:
    sources:
      - {{name: {SOURCE}, sdk: segment, select: [shop]}}
"""
_DUCKDB = MappingProxyType({"type": "duckdb", "path": "raw.duckdb"})
_NOOP = "{% macro noop() %}{% endmacro %}\n"


def make_project(
    folder: Path,
    events: int,
    *,
    reflekt: bool = True,
    tables: bool = True,
    output: Mapping[str, Any] = _DUCKDB,
) -> Path:
    """Write a dbt project of *events* events into *folder*.

    Args:
        folder: Made if it is not there.
        events: How many; 0 leaves a dbt project without anything.
        reflekt: Whether dbt_project.yml says anything about us.
        tables: Whether there is a warehouse that holds them.
        output: Its target; if not given, a DuckDB in the folder, with the events' tables.
    """
    (folder / "macros").mkdir(parents=True)
    (folder / "macros" / "noop.sql").write_text(_NOOP, encoding="utf-8")
    target = {**output, "schema": "analytics", "threads": 2}
    profile = {"shop": {"target": "dev", "outputs": {"dev": target}}}
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    project = _DBT_PROJECT + (_VARS if reflekt else "")
    (folder / "dbt_project.yml").write_text(project, encoding="utf-8")
    for name in _names(events):
        _write_schema(folder, name)
    if tables and output is _DUCKDB:
        with duckdb.connect(str(folder / "raw.duckdb")) as connection:
            for statement in table_statements(events):
                connection.execute(statement)
    return folder


def table_statements(events: int) -> Iterator[str]:
    """Yield what makes the tables of *events* events, in any SQL."""
    own = ", ".join(
        f"{column} {'timestamp' if column.endswith(('_at', 'timestamp', '_ts')) else 'varchar'}"
        for column in OWN_COLUMNS.split()
    )
    properties = ", ".join(f"{column} {kind}" for column, _, kind in _properties())
    yield f"create schema {SOURCE}"
    yield f"create table {SOURCE}.tracks ({own})"
    for name in _names(events):
        yield f"create table {SOURCE}.{name.lower().replace(' ', '_')} ({own}, {properties})"


def _names(events: int) -> list[str]:
    return [f"Jaffle {_letters(number)} Toasted" for number in range(events)]


def _letters(number: int) -> str:
    # No digits: each loader has its own idea of where a word with digits ends.
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}").title()


def _properties() -> list[tuple[str, str, str]]:
    return [
        (f"property_{_letters(number).lower()}", *_TYPES[number % len(_TYPES)])
        for number in range(PROPERTIES)
    ]


def _write_schema(folder: Path, name: str) -> None:
    event = name.replace(" ", "_")
    described = {
        column: {"type": kind, "description": f"What {column} says about a {name.lower()}."}
        for column, kind, _ in _properties()
    }
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"shop/{event}/1-0.json",
        "description": f"Somebody had a {name.lower()}.",
        "self": {
            "vendor": "com.example",
            "name": name,
            "format": "jsonschema",
            "version": "1-0",
            "metadata": {"owner": "bench"},
        },
        "type": "object",
        "properties": described,
        "required": [],
        "additionalProperties": False,
    }
    file = folder / "schemas" / "shop" / event / "1-0.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(schema, indent=2), encoding="utf-8")
