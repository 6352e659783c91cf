"""The demo on every warehouse that we serve: one suite, whatever the dialect.

What stands for Snowflake, BigQuery and Redshift, and what that proves, is in
integration_tests/emulators/README.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from integration_tests.jaffle_shop.raw import oracle
from integration_tests.jaffle_shop.raw.generate import FUTURE
from integration_tests.jaffle_shop.raw.layout import (
    BIGQUERY,
    DUCKDB,
    POSTGRES,
    REDSHIFT,
    SNOWFLAKE,
    laid_out,
)
from tests.integration.shops import STAGING, Said, Shop
from tests.integration.things import things_project

TARGETS = {
    "duckdb": "dev",
    "postgres": "postgres",
    "redshift": "redshift",
    "snowflake": "snowflake",
    "bigquery": "bigquery",
}
LAYOUTS = {
    "duckdb": DUCKDB,
    "postgres": POSTGRES,
    "redshift": REDSHIFT,
    "snowflake": SNOWFLAKE,
    "bigquery": BIGQUERY,
}
GOLDEN = Path(__file__).parents[1] / "golden" / "warehouses"
# One event with a word that warehouses reserve, and two tables that the loader makes itself.
IN_GOLDENS = (
    "__src_jaffle_shop_segment.yml",
    "_stg_jaffle_shop_segment__order_rated.yml",
    "stg_jaffle_shop_segment__order_rated.sql",
    "stg_jaffle_shop_segment__identifies.sql",
    "stg_jaffle_shop_segment__tracks.sql",
)

# By hand: what each warehouse calls the types that the loader and our typed nulls have.
TEXT, WHOLE, NUMBER, FLAG, MOMENT = range(5)
TYPES = {
    "duckdb": ("VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP"),
    "postgres": (
        "character varying",
        "bigint",
        "double precision",
        "boolean",
        "timestamp without time zone",
    ),
    "snowflake": ("TEXT", "NUMBER", "FLOAT", "BOOLEAN", "TIMESTAMP_NTZ"),
    "bigquery": ("STRING", "INT64", "FLOAT64", "BOOL", "TIMESTAMP"),
}
TYPES["redshift"] = TYPES["postgres"]
KINDS = {
    "order_completed": {
        "event_id": TEXT,
        "tstamp": MOMENT,
        "received_at_tstamp": MOMENT,
        "total": NUMBER,
        "is_gift": FLAG,
        "products": TEXT,
    },
    "checkout_step_viewed": {"step": WHOLE, "is_guest": FLAG},
    # The first value ever loaded was text.
    "checkout_step_completed": {"step": TEXT, "duration_seconds": NUMBER},
    "users": {"user_id": TEXT, "created_at": MOMENT, "lifetime_orders": WHOLE},
}
# What stands in a literal has the type of dbt's type_string(), as has a typed null.
OURS = {"cart_viewed": ("coupon", "call_type", "source_schema", "schema_id")}
STRING = {"postgres": "text", "redshift": "text"}

FOUND = {
    ("property_without_column", "coupon"),
    ("column_without_property", "experiment_group"),
    ("event_without_table", ""),
    ("table_without_event", ""),
    ("type_family_differs", "step"),
    ("type_family_differs", "birthday"),
}
PARTED = {
    ("column_has_arrived", "Product_Removed", "product_id"),
    ("table_has_arrived", "Reward_Claimed", ""),
    ("catalog_out_of_date", "", ""),
    ("file_missing", "Order_Rated", ""),
    ("file_out_of_date", "Product_Removed", ""),
    ("file_stale", "Reward_Claimed", ""),
    ("plan_out_of_date", "Order_Rated", ""),
}
FINDINGS = "analytics.reflekt_findings"
# The word is reserved there, and Segment cannot make the column.
FOUND_TOO = {"snowflake": {("property_without_column", "order")}}


@dataclass(frozen=True)
class Built:
    """The demo on one warehouse, and what each command said there, in their order."""

    warehouse: str
    shop: Shop
    said: dict[str, Said]
    changed: list[str]

    def relation(self, table: str) -> str:
        return f"analytics.stg_jaffle_shop_segment__{table}"

    def types(self, table: str) -> dict[str, str]:
        """Return column → type of what dbt built, as the warehouse itself says."""
        place = "information_schema.columns"
        if self.warehouse == "bigquery":
            place = "analytics.INFORMATION_SCHEMA.COLUMNS"
        rows = self.shop.query(
            f"select column_name, data_type from {place} where lower(table_schema) ="  # noqa: S608 - our own names
            f" 'analytics' and lower(table_name) = 'stg_jaffle_shop_segment__{table}'"
        )
        return {column.lower(): type_ for column, type_ in rows}


@pytest.fixture(scope="module", params=TARGETS)
def built(request, new_shop) -> Built:
    """Everything that people type, once, in the order in which they type it."""
    shop = new_shop(TARGETS[request.param])
    said = {"dbt deps": shop.dbt("deps"), "build": shop.build()}
    shop.commit()
    said |= {"plan": shop.aimed_at("").reflekt("plan", "--write")}
    shop.commit()
    said |= {
        "dbt build": shop.dbt("build"),
        # Into what the first left, which is the same for all views.
        "dbt build again": shop.dbt("run", "--select", "*__order_completed", "*__users"),
        "dbt docs": shop.dbt("docs", "generate"),
        "check": shop.reflekt("check"),
        "check of what parted": check_of_what_parted(shop),
        "build again": shop.build(),
    }
    return Built(request.param, shop, said, shop.changed)


def check_of_what_parted(shop: Shop) -> Said:
    """Have files, catalogue file and committed plan fall behind; look, and undo it."""
    rows = shop.read("reflekt.catalog").splitlines(keepends=True)
    kept = [row for row in rows if not is_to_arrive(row.lower().split("\t"))]
    shop.write("reflekt.catalog", "".join(kept))
    (shop.root / shop.docs("order_rated")).unlink()
    schema = "schemas/jaffle_shop/Order_Rated/1-0.json"
    shop.replace(schema, '"description": "', '"description": "Now: ')
    said = shop.reflekt("check", "--output", "json", "--table", FINDINGS)
    shop.git("checkout", "--quiet", ".")
    return said


def is_to_arrive(row: list[str]) -> bool:
    return row[1:2] == ["reward_claimed"] or row[1:3] == ["product_removed", "product_id"]


def test_every_command_does_its_work(built):
    codes = {command: said.code for command, said in built.said.items()}

    # The raw data and the plan differ on purpose, and `check` says so with its exit code.
    found = {"check": 1, "check of what parted": 1}
    assert codes == {**dict.fromkeys(codes, 0), **found}, built.said


def test_second_build_changes_nothing(built):
    assert built.changed == []
    assert "unchanged" in built.said["build again"].out


def test_check_finds_what_raw_data_and_plan_do_not_agree_on_and_nothing_else(built):
    results = json.loads(built.shop.read("target/reflekt_results.json"))

    found = {
        (one["code"], one["property"])
        for one in results["findings"]
        if one["severity"] != "info"
    }
    assert found == FOUND | FOUND_TOO.get(built.warehouse, set())


def test_check_finds_files_and_records_that_have_fallen_behind(built):
    findings = json.loads(built.said["check of what parted"].out)["findings"]

    found = {
        (one["code"], one["event"].partition("/")[2].partition("/")[0], one["property"])
        for one in findings
    }
    assert found >= PARTED


def test_findings_are_rows_of_a_table_on_every_warehouse(built):
    findings = json.loads(built.said["check of what parted"].out)["findings"]

    rows = built.shop.query(f"select code, severity, event, property, text from {FINDINGS}")  # noqa: S608 - our own name

    keys = ("code", "severity", "event", "property", "text")
    assert sorted(map(tuple, rows)) == sorted(
        tuple(one[key] for key in keys) for one in findings
    )


def test_the_raw_tables_are_as_the_loader_leaves_them_there(built):
    layout = LAYOUTS[built.warehouse]
    raw = {layout.spelled(name): table for name, table in built.shop.data.tables.items()}

    for name, table in raw.items():
        relation = f"jaffle_shop_segment.{layout.quote}{name}{layout.quote}"
        rows = built.shop.query(f"select * from {relation}")  # noqa: S608 - our own names
        assert in_order(rows) == in_order(laid_out(table, layout).rows), name


def in_order(rows: Iterable[Iterable[Any]]) -> list[str]:
    """Return what can be compared: BigQuery's moments are in UTC, and say so."""
    return sorted(
        repr([one.replace(tzinfo=None) if isinstance(one, datetime) else one for one in row])
        for row in rows
    )


def test_each_model_has_the_rows_that_its_filter_keeps(built):
    expected = {one.table: one.rows for one in oracle.expected_models(built.shop.data)}

    counts = " union all ".join(
        f"select '{table}' as name, count(*) as amount from {built.relation(table)}"  # noqa: S608 - our own names
        for table in expected
    )

    assert dict(tuple(row) for row in built.shop.query(counts)) == expected


def test_models_hold_the_very_values_that_were_loaded(built):
    table = built.shop.data.tables["reward_claimed"]
    raw = ("id", "_id", "reward", "points_spent", "received_at", "context_device_name")
    values = zip(*map(table.values, raw), strict=True)
    expected = [row for row in values if row[4] < FUTURE]

    assert expected
    ours = "event_id, _id, reward, points_spent, received_at_tstamp, device_name"
    rows = built.shop.query(f"select {ours} from {built.relation('reward_claimed')}")  # noqa: S608 - our own names

    assert in_order(rows) == in_order(expected)


@pytest.mark.parametrize("table", KINDS)
def test_columns_keep_the_types_that_the_loader_gave_them(built, table):
    names = TYPES[built.warehouse]

    types = built.types(table)

    expected = {column: names[kind] for column, kind in KINDS[table].items()}
    assert {column: types[column] for column in expected} == expected


@pytest.mark.parametrize("table", OURS)
def test_columns_of_our_own_are_text_on_every_warehouse(built, table):
    types = built.types(table)

    string = STRING.get(built.warehouse, TYPES[built.warehouse][TEXT])
    assert {types[column] for column in OURS[table]} == {string}


def test_docs_know_every_model_and_its_columns(built):
    catalog = json.loads(built.shop.read("target/catalog.json"))

    columns = {
        name.rpartition("__")[2]: {column.lower() for column in node["columns"]}
        for name, node in catalog["nodes"].items()
        if ".stg_jaffle_shop_segment__" in name
    }
    assert set(columns) == {one.table for one in oracle.expected_models(built.shop.data)}
    assert {"event_id", "tstamp", "stars", "_order"} <= columns["order_rated"]
    assert "source.jaffle_shop.jaffle_shop_segment.order_rated" in catalog["sources"]


@pytest.mark.parametrize("name", IN_GOLDENS)
def test_generated_text_is_what_a_person_would_write_there(built, name, golden):
    golden(GOLDEN / built.warehouse / name, built.shop.read(f"{STAGING}/{name}"))


def test_a_build_asks_one_thing_of_the_warehouse_however_many_tables_there_are(built, tmp_path):
    # What stands for BigQuery takes a second a table.
    amounts = (5, 15 if built.warehouse == "bigquery" else 100)

    few, many = (statements_of(things_project(built.shop, tmp_path, n)) for n in amounts)

    assert len(few) == len(many) == 1
    assert re.search(r"information_schema|svv_", few[0], re.IGNORECASE)


def test_one_statement_reads_the_catalogue_of_the_demos_source(built):
    last_build = statements(built.shop)

    assert len(last_build) == 1


def statements_of(shop: Shop) -> list[str]:
    said = shop.build()
    assert said.code == 0, said.err
    return statements(shop)


def statements(shop: Shop) -> list[str]:
    """Return what the last build had dbt send, but for what begins and ends a transaction."""
    log = shop.read("target/reflekt/logs/dbt.log")
    last = log[log.rindex("Running with dbt=") :]
    entries = re.split(r"^[\d:.]+ \[\w+ *\] \[\w+ *\]: ", last, flags=re.MULTILINE)
    sent = [one.partition(": ")[2].strip() for one in entries if one.startswith("On macro_")]
    return [one for one in sent if one not in {"BEGIN", "COMMIT", "ROLLBACK", "Close"}]


def test_what_nobody_planned_is_drafted_with_what_its_rows_tell(built):
    before = built.shop.files()
    rows = ("--event-names", "--stats", "--sample-values", "frequency", "--days", "36500")

    said = built.shop.reflekt("infer", "--dry-run", *rows, "--output", "json")

    assert said.code == 0, said.err
    files = {file["event"]: file for file in json.loads(said.out)["files"]}
    # By its name as it was sent, and the event that has a column too many.
    assert len(files) == 2
    signed_up = files["Newsletter Signed Up"]
    assert (signed_up["path"], signed_up["properties"]) == (
        "schemas/jaffle_shop/Newsletter_Signed_Up/1-0.json",
        2,
    )
    assert '"examples": [' in signed_up["diff"]
    assert "reading rows of the last 36500 days: 4 queries" in said.err
    assert built.shop.files() == before
