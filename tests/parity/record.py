"""Run the real Reflekt 0.6.0 on the demo's nine events and keep what it writes.

    python tests/parity/record.py VENV

VENV is a virtual environment with Reflekt in it; how to make one, and what the folders
hold, is in reflekt-0.6.0/README.md. Nothing of this runs in the tests: they read what
is recorded.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from integration_tests.emulators.postgres import Server, postgres_server  # noqa: E402 - after the path

RECORDING = Path(__file__).parent / "reflekt-0.6.0"
SCHEMA = "jaffle_shop_segment"
MODELS = f"artifacts/dbt/jaffle_shop/models/{SCHEMA}"
# The events of Reflekt's own demo, and the table that Segment makes of each.
TABLES = {
    "Cart_Viewed": "cart_viewed",
    "Checkout_Step_Completed": "checkout_step_completed",
    "Checkout_Step_Viewed": "checkout_step_viewed",
    "Identify": "identifies",
    "Order_Completed": "order_completed",
    "Page_Viewed": "pages",
    "Product_Added": "product_added",
    "Product_Clicked": "product_clicked",
    "Product_Removed": "product_removed",
}

# What Segment loads beside the properties, and a column or two that Reflekt does not know.
EVERY_TABLE = {
    "id": "varchar",
    "anonymous_id": "varchar",
    "user_id": "varchar",
    "timestamp": "timestamptz",
    "original_timestamp": "timestamptz",
    "sent_at": "timestamptz",
    "received_at": "timestamptz",
    "uuid_ts": "timestamptz",
}
TRACK_TABLES = {"event": "varchar", "event_text": "varchar"}
CONTEXT = """
    active app_build app_name app_version campaign_content campaign_medium campaign_name
    campaign_source campaign_term device_ad_tracking_enabled device_advertising_id device_id
    device_manufacturer device_model device_name device_type group_id ip library_name
    library_version locale location_city location_country location_latitude
    location_longitude location_postal_code location_region location_speed network_bluetooth
    network_carrier network_cellular network_wifi os_name os_version page_path page_referrer
    page_search page_title page_url protocols_event_version protocols_omitted
    protocols_omitted_on_violation protocols_source_id protocols_violations referrer_link
    referrer_name referrer_type referrer_url screen_density screen_height screen_width
    timezone traits_loyalty_tier user_agent
"""
TYPES = {
    "string": "varchar",
    "integer": "bigint",
    "number": "double precision",
    "boolean": "boolean",
    "array": "varchar",
}

PROJECT = """\
version: 1.0
name: jaffle_shop
vendor: com.thejaffleshop
default_profile: parity
profiles_path: {profiles}
schemas:
  conventions:
    event: {{casing: title, numbers: false, reserved: []}}
    property: {{casing: snake, numbers: false, reserved: []}}
    data_types: [string, integer, number, boolean, object, array, any, 'null']
artifacts:
  dbt:
    sources: {{prefix: __src_}}
    models: {{prefix: stg_, filter: where received_at < current_timestamp}}
    docs: {{prefix: _stg_, in_folder: false, tests: {{id: [unique, not_null]}}}}
"""
PROFILES = """\
version: 1.0
parity:
  do_not_track: true
  registry: [{{type: segment, api_token: none}}]
  source:
    - {{id: snowflake, type: redshift, host: {host}, port: {port}, database: raw,
       user: {user}, password: none}}
"""
# Reflekt's Redshift driver hangs up on a server that is not Redshift, so the same SQL goes
# to PostgreSQL through PostgreSQL's driver. Nothing of Reflekt itself is touched.
SITECUSTOMIZE = """\
import sqlalchemy

_create_engine = sqlalchemy.create_engine
sqlalchemy.create_engine = lambda url, **_: _create_engine(
    url.set(drivername="postgresql+psycopg2")
)
"""


def table_columns(event: Path) -> dict[str, str]:
    """Columns and types of one event's table, in the order Segment would have added them."""
    table = TABLES[event.name]
    schema = json.loads((event / "1-0.json").read_text(encoding="utf-8"))
    known = dict(EVERY_TABLE)
    if table not in {"identifies", "pages"}:
        known |= TRACK_TABLES
    return {**known, **_context(), **dict(_leaves(schema))}


def _context() -> dict[str, str]:
    return {f"context_{name}": "varchar" for name in CONTEXT.split()}


def _leaves(schema: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in schema["properties"].items():
        kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
        kind = next(kind for kind in kinds if kind != "null")
        if kind == "object":
            yield from _leaves(value, f"{above}{name}_")
        else:
            yield f"{above}{name}", TYPES[kind]


def present_tables(events: list[Path]) -> dict[str, dict[str, str]]:
    """What the warehouse holds: the events' tables, and the two that Segment adds."""
    tables = {TABLES[event.name]: table_columns(event) for event in events}
    # One row a user, with the newest traits; no event has its own id there.
    event_columns = {"anonymous_id", "user_id", "timestamp", "original_timestamp", "sent_at"}
    users = {
        name: kind for name, kind in tables["identifies"].items() if name not in event_columns
    }
    tracks = {**EVERY_TABLE, **TRACK_TABLES, **_context()}
    return dict(sorted({**tables, "users": users, "tracks": tracks}.items()))


def create_tables(server: Server, tables: dict[str, dict[str, str]]) -> None:
    connection = psycopg2.connect(server.dsn)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("create database raw")
    connection.close()
    connection = psycopg2.connect(f"{server.dsn} dbname=raw")
    with connection, connection.cursor() as cursor:
        cursor.execute(f"create schema {SCHEMA}")
        for table, columns in tables.items():
            listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            cursor.execute(f"create table {SCHEMA}.{table} ({listed})")
    connection.close()


@contextmanager
def reflekt_project(venv: Path, server: Server) -> Iterator[Path]:
    """A Reflekt project as `reflekt init` leaves it, with the recorded schemas."""
    template = next(venv.glob("lib/*/site-packages/reflekt/_templates/reflekt_project"))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        project = home / "project"
        shutil.copytree(template, project)
        shutil.copytree(RECORDING / "schemas", project / "schemas", dirs_exist_ok=True)
        profiles = home / "profiles.yml"
        profiles.write_text(
            PROFILES.format(host=server.host, port=server.port, user=server.user)
        )
        (project / "reflekt_project.yml").write_text(PROJECT.format(profiles=profiles))
        (home / "sitecustomize.py").write_text(SITECUSTOMIZE)
        subprocess.run(["git", "init", "--quiet", str(project)], check=True)
        yield project


def run_reflekt(venv: Path, project: Path, *arguments: str) -> str:
    """Run Reflekt in *project* and return what it printed, without times and places."""
    home = project.parent
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(home),
        "COLUMNS": "500",
        "TERM": "dumb",
    }
    command = [str(venv / "bin" / "reflekt"), *arguments]
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    said = re.sub(r"^\[\d\d:\d\d:\d\d\]", "", said, flags=re.MULTILINE)
    said = said.replace(str(project), "<project>")
    lines = [line.strip() for line in said.splitlines()]
    return "\n".join(
        [f"$ reflekt {' '.join(arguments)}", *lines, f"exit {done.returncode}", ""]
    )


def main(venv: Path) -> None:
    shutil.rmtree(RECORDING / "schemas", ignore_errors=True)
    shutil.rmtree(RECORDING / "models", ignore_errors=True)
    for name in TABLES:
        file = Path("schemas", "jaffle_shop", name, "1-0.json")
        (RECORDING / file).parent.mkdir(parents=True)
        shutil.copyfile(ROOT / file, RECORDING / file)
    tables = present_tables(sorted((RECORDING / "schemas" / "jaffle_shop").iterdir()))
    present = json.dumps(tables, indent=2) + "\n"
    (RECORDING / "present.json").write_text(present, encoding="utf-8")
    with postgres_server() as server:
        create_tables(server, tables)
        with reflekt_project(venv, server) as project:
            said = [
                run_reflekt(venv, project, "lint", "--select", "schemas/jaffle_shop"),
                run_reflekt(
                    venv,
                    project,
                    *("build", "--artifact", "dbt", "--select", "schemas/jaffle_shop"),
                    *("--source", f"snowflake.raw.{SCHEMA}", "--sdk", "segment"),
                ),
            ]
            (RECORDING / "printed.txt").write_text("\n".join(said), encoding="utf-8")
            shutil.copytree(project / MODELS, RECORDING / "models")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
