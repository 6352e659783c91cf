"""Settings that warehouses differ in: each does what it can, and says what it cannot."""

from __future__ import annotations

import json

import pytest
import yaml

from tests.integration.test_warehouses import TARGETS
from tests.integration.things import things_project

MODEL = "models/staging/shop_of_2/stg_shop_of_2__thing_1_done.sql"
DOCS = "models/staging/shop_of_2/_stg_shop_of_2__thing_1_done.yml"
ASKED = {
    "materialized": "table",
    "persist_docs": {"relation": True, "columns": True},
    "partition_by": "received_at_tstamp",
    "cluster_by": ["event_id", "amount"],
    "casts": {"amount": "numeric"},
    "safe_casts": True,
}
LEFT_OUT = {
    "duckdb": {"partition_by", "cluster_by"},
    "postgres": {"partition_by", "cluster_by", "safe_casts"},
}
PERSIST_DOCS = "persist_docs={'columns': true, 'relation': true}"
CONFIG = {
    "duckdb": [PERSIST_DOCS],
    "postgres": [PERSIST_DOCS],
    "redshift": [PERSIST_DOCS, "sort=['received_at_tstamp', 'event_id', 'amount']"],
    "snowflake": [
        PERSIST_DOCS,
        "cluster_by=['to_date(received_at_tstamp)', 'event_id', 'amount']",
    ],
    "bigquery": [
        PERSIST_DOCS,
        (
            "partition_by={'field': 'received_at_tstamp', 'data_type': 'timestamp', "
            "'granularity': 'day'}"
        ),
        "cluster_by=['event_id', 'amount']",
    ],
}
WINDOW = {
    "duckdb": "(current_timestamp at time zone 'UTC') - interval '2' day",
    "postgres": "(current_timestamp at time zone 'UTC') - interval '2' day",
    "redshift": "getdate() - interval '2' day",
    "snowflake": "dateadd(day, -2, sysdate())",
    "bigquery": "timestamp_sub(current_timestamp(), interval 2 day)",
}
WHOLE = {
    "duckdb": "cart json, store struct(city varchar, is_open boolean)",
    "postgres": "cart jsonb, store json",
    "redshift": "cart super, store varchar(99)",
    "snowflake": "cart variant, store varchar",
    "bigquery": "cart json, store struct<city string, is_open bool>",
}
CART = '{"itemCount": 3, "voucher": {"code": "A"}}'
STORE = '{"city": "Graz", "is_open": true}'
OBJECTS = {
    "duckdb": f"'{CART}', {{'city': 'Graz', 'is_open': true}}",
    "postgres": f"'{CART}', '{STORE}'",
    "redshift": f"json_parse('{CART}'), '{STORE}'",
    "snowflake": f"parse_json('{CART}'), '{STORE}'",
    "bigquery": f"json '{CART}', struct('Graz', true)",
}
NESTED = {
    "cart": {
        "type": "object",
        "properties": {
            "itemCount": {"type": "integer"},
            "voucher": {"type": "object", "properties": {"code": {"type": "string"}}},
        },
    },
    "store": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "is_open": {"type": "boolean"}},
    },
}
NOW = {"bigquery": "current_timestamp()", "snowflake": "sysdate()"}


@pytest.fixture(scope="module", params=TARGETS)
def beside(request, new_shop):
    """A warehouse's name, and a shop whose warehouse the projects here share."""
    return request.param, new_shop(TARGETS[request.param])


@pytest.fixture(scope="module")
def configured(beside, tmp_path_factory):
    """A warehouse's name, a project with everything asked of it, and what the build said."""
    name, neighbour = beside
    shop = things_project(neighbour, tmp_path_factory.mktemp(name), 2)
    project = yaml.safe_load(shop.read("dbt_project.yml"))
    settings = project["vars"]["reflekt"]
    settings["sources"][0] |= {
        "freshness": {"warn_after": {"count": 1, "period": "day"}},
        "freshness_events": ["shop/Thing_1_Done"],
    }
    settings["build"] = {"models": ASKED, "docs": {"test_window": 2, "severity": "error"}}
    shop.write("dbt_project.yml", yaml.safe_dump(project, sort_keys=False))
    now = NOW.get(name, "current_timestamp")
    old = "timestamp '2020-01-01 00:00:00'"
    shop.execute(
        # Twice the same, but long ago: only tests of all rows would see it.
        "insert into shop_of_2.thing_1_done (id, received_at) values "  # noqa: S608 - our own words
        f"('new', cast({now} as timestamp)), ('old', {old}), ('old', {old})"
    )
    said = shop.build("--output", "json")
    assert said.code == 0, said.err
    return name, shop, json.loads(said.out)


def test_what_a_warehouse_has_not_is_left_out_with_a_finding(configured):
    name, _, report = configured

    left_out = {
        one["arguments"]["setting"]
        for one in report["findings"]
        if one["code"] == "setting_not_supported"
    }
    assert left_out == LEFT_OUT.get(name, set())


def test_model_is_configured_in_the_words_of_its_adapter(configured):
    name, shop, _ = configured

    lines = [line.strip().rstrip(",") for line in shop.read(MODEL).splitlines()]
    config = lines[lines.index("config(") + 1 : lines.index(")")]
    assert config == ["materialized='table'", *CONFIG[name]]


def test_tests_look_at_the_newest_rows_in_the_words_of_the_warehouse(configured):
    name, shop, _ = configured

    columns = yaml.safe_load(shop.read(DOCS))["models"][0]["columns"]
    conditions = {
        next(iter(test.values()))["config"]["where"]
        for column in columns
        for test in column.get("data_tests", [])
    }
    assert conditions == {f"received_at_tstamp >= {WINDOW[name]}"}


def test_all_of_it_runs_on_the_warehouse(configured):
    name, shop, _ = configured

    for _ in range(2):
        said = shop.dbt("build")
        assert said.code == 0, said.err
    rows = shop.query("select amount from analytics.stg_shop_of_2__thing_1_done")
    assert [tuple(row) for row in rows] == [(None,)] * 3, name


def test_freshness_is_measured(configured):
    _, shop, _ = configured

    said = shop.dbt("source", "freshness")

    assert said.code == 0, said.err
    (result,) = json.loads(shop.read("target/sources.json"))["results"]
    assert (result["unique_id"].rpartition(".")[2], result["status"]) == (
        "thing_1_done",
        "pass",
    )


@pytest.fixture
def nested(beside, tmp_path):
    """A project whose loader keeps objects whole, in what the warehouse has for it."""
    name, neighbour = beside
    shop = things_project(neighbour, tmp_path, 1)
    schema = json.loads(shop.read("schemas/shop/Thing_0_Done/1-0.json"))
    shop.write(
        "schemas/shop/Thing_0_Done/1-0.json", json.dumps(schema | {"properties": NESTED})
    )
    shop.replace("dbt_project.yml", "sdk: segment", "sdk: segment, flatten: true")
    table = "shop_of_1.thing_0_done"
    shop.execute(
        f"drop table {table}",
        f"create table {table} ({WHOLE[name]})",
        f"insert into {table} select {OBJECTS[name]}",
    )
    return shop


def test_what_is_inside_of_objects_is_read_by_its_own_type(nested):
    said = nested.build("--output", "json")

    assert said.code == 0, said.err
    found = {one["code"] for one in json.loads(said.out)["findings"]}
    assert "property_without_column" not in found
    said = nested.dbt("build")
    assert said.code == 0, said.err
    (row,) = nested.query(
        "select cart_item_count + 1, cart_voucher_code, store_city, not store_is_open "
        "from analytics.stg_shop_of_1__thing_0_done"
    )
    assert tuple(row) == (4, "A", "Graz", False)
