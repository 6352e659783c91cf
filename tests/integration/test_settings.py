"""What config asks of the warehouse: done where it can be, and said where it cannot."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml

from integration_tests.jaffle_shop.raw.assemble import TEMPLATE
from tests.integration.shops import Shop
from tests.integration.warehouses import duckdb_env

STAGING = "models/staging/shop"
ORDER = f"{STAGING}/stg_shop__order_placed.sql"
DOCS = f"{STAGING}/_stg_shop__order_placed.yml"
PROPERTIES = {
    "order_id": {"type": "string", "description": "Number on the receipt."},
    "total": {"type": "number", "enum": [1, 2]},
    "cart": {
        "type": "object",
        "properties": {
            "itemCount": {"type": "integer", "enum": [3, 4]},
            "voucher": {"type": "object", "properties": {"code": {"type": "string"}}},
        },
    },
    "store": {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "is_open": {"type": "boolean"},
            "manager": {"type": "string"},
        },
    },
}
RAW = """
create schema shop;
create table shop.order_placed (
    id varchar, received_at timestamp, "timestamp" timestamp, order_id varchar, total varchar,
    cart json, store struct(city varchar, is_open boolean)
);
insert into shop.order_placed values
    ('new', current_timestamp - interval 1 day, current_timestamp, 'a', '1',
     '{"itemCount": 3, "voucher": {"code": "it''s"}}', {'city': 'Graz', 'is_open': true}),
    ('old', timestamp '2020-01-01', timestamp '2020-01-01', 'b', 'many',
     '{"itemCount": 9}', null),
    ('old', timestamp '2020-01-01', timestamp '2020-01-01', 'b', null, null, null);
"""


def schema(properties):
    return json.dumps(
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "description": "Someone ordered.",
            "self": {
                "vendor": "com.example",
                "name": "Order Placed",
                "format": "jsonschema",
                "version": "1-0",
                "metadata": {},
            },
            "type": "object",
            "properties": properties,
            "required": ["order_id"],
        }
    )


@pytest.fixture
def depot(tmp_path):
    """Make a shop of one event, whose objects the loader keeps whole, with these settings."""

    def make(source=None, models=None, docs=None):
        shutil.copyfile(TEMPLATE / "profiles.yml", tmp_path / "profiles.yml")
        shop = Shop(tmp_path, "dev", duckdb_env(tmp_path))
        project = {
            "name": "depot",
            "version": "1.0.0",
            "config-version": 2,
            "profile": "jaffle_shop",
            "vars": {
                "reflekt": {
                    "sources": [{"name": "shop", "sdk": "segment", **(source or {})}],
                    "build": {"models": models or {}, "docs": docs or {}},
                }
            },
        }
        shop.write("dbt_project.yml", yaml.safe_dump(project, sort_keys=False))
        shop.write("schemas/shop/Order_Placed/1-0.json", schema(PROPERTIES))
        shop.execute(RAW)
        return shop

    return make


def found(said):
    return {
        (one["code"], one["property"], one["arguments"].get("setting", ""))
        for one in json.loads(said.out)["findings"]
    }


class TestFlatten:
    def test_reads_what_is_inside_objects_by_its_own_type(self, depot):
        shop = depot(source={"flatten": True})

        said = shop.build("--output", "json")

        assert said.code == 0
        assert shop.dbt("build").code == 0
        assert shop.query(
            "select cart_item_count, cart_voucher_code, store_city, store_is_open "
            "from analytics.stg_shop__order_placed where event_id = 'new'"
        ) == [(3, "it's", "Graz", True)]
        assert ("column_without_property", "cart", "") not in found(said)

    def test_is_off_unless_it_is_asked_for(self, depot):
        shop = depot()

        said = shop.build("--output", "json")

        assert ("property_without_column", "cart.itemCount", "") in found(said)
        assert ("column_without_property", "cart", "") in found(said)

    def test_counts_what_the_catalogue_cannot_tell(self, depot):
        said = depot(source={"flatten": True}).build("--output", "json")

        (counts,) = [
            one for one in json.loads(said.out)["tables"] if one["table"] == "order_placed"
        ]
        assert (counts["missing"], counts["unknowable"]) == (1, 2)


class TestSafeCasts:
    CASTS = {"casts": {"total": "double"}}  # noqa: RUF012 - read only

    def test_makes_null_of_what_cannot_be_cast(self, depot):
        shop = depot(models={**self.CASTS, "safe_casts": True})

        assert shop.build().code == 0
        assert shop.dbt("run").code == 0
        totals = shop.query("select total from analytics.stg_shop__order_placed order by 1")
        assert totals == [(1.0,), (None,), (None,)]

    def test_are_off_so_that_nothing_is_lost_in_silence(self, depot):
        shop = depot(models={**self.CASTS, "materialized": "table"})

        assert shop.build().code == 0
        assert "many" in shop.dbt("run").err


class TestPersistDocs:
    def test_puts_descriptions_into_the_warehouse(self, depot):
        shop = depot(models={"persist_docs": {"relation": True, "columns": True}})

        assert shop.build().code == 0
        assert shop.dbt("run").code == 0
        assert shop.query(
            "select comment from duckdb_columns() where column_name = 'order_id' "
            "and table_name = 'stg_shop__order_placed'"
        ) == [("Number on the receipt.",)]

    def test_stands_in_the_model_as_people_write_it(self, depot):
        shop = depot(models={"persist_docs": {"columns": True}, "materialized": "table"})

        shop.build()

        assert shop.read(ORDER).splitlines()[1:8] == [
            "{{",
            "    config(",
            "        materialized='table',",
            "        persist_docs={'columns': true}",
            "    )",
            "}}",
            "",
        ]

    def test_that_is_false_is_left_to_dbt(self, depot):
        shop = depot(models={"persist_docs": {"columns": False}})

        shop.build()

        assert "config" not in shop.read(ORDER)


class TestStorage:
    def test_that_the_warehouse_has_not_is_a_finding_and_runs_without(self, depot):
        shop = depot(models={"partition_by": "received_at", "cluster_by": ["order_id"]})

        said = shop.build("--output", "json")

        assert said.code == 0
        assert {
            setting for code, _, setting in found(said) if code == "setting_not_supported"
        } == {
            "partition_by",
            "cluster_by",
        }
        assert shop.dbt("run").code == 0


class TestWindow:
    def test_limits_the_tests_to_the_newest_rows(self, depot):
        shop = depot(docs={"test_window": 7, "severity": "error"})

        assert shop.build().code == 0
        assert shop.dbt("build").code == 0

    def test_is_all_rows_unless_it_is_set(self, depot):
        shop = depot(docs={"severity": "error"})

        assert shop.build().code == 0
        assert "unique_stg_shop__order_placed_event_id" in shop.dbt("build").err

    def test_leaves_a_where_of_the_user_s_alone(self, depot):
        own = {"unique": {"config": {"where": "order_id = 'a'"}}}
        shop = depot(docs={"test_window": 7, "tests": {"id": ["not_null", own]}})

        shop.build()

        tests = yaml.safe_load(shop.read(DOCS))["models"][0]["columns"][0]["data_tests"]
        assert [next(iter(test.values()))["config"]["where"] for test in tests] == [
            "received_at_tstamp >= (current_timestamp at time zone 'UTC') - interval '7' day",
            "order_id = 'a'",
        ]

    def test_is_left_out_where_a_table_does_not_say_when_rows_came(self, depot):
        shop = depot(docs={"test_window": 7})
        shop.execute("alter table shop.order_placed drop received_at")

        assert shop.build().code == 0
        assert "where" not in shop.read(DOCS)
        assert "reflekt_test_window" not in shop.read(DOCS)
        assert shop.dbt("parse").code == 0


class TestQuoting:
    def test_of_the_project_counts_where_the_source_says_nothing(self, depot):
        shop = depot(source={"quoting": {"schema": True}})
        project = yaml.safe_load(shop.read("dbt_project.yml"))
        project["quoting"] = {"identifier": False}
        shop.write("dbt_project.yml", yaml.safe_dump(project, sort_keys=False))
        shop.execute('alter table shop.order_placed rename to "Order_Placed"')

        assert shop.build().code == 0
        source = yaml.safe_load(shop.read(f"{STAGING}/__src_shop.yml"))["sources"][0]
        assert source["quoting"] == {"schema": True}
        assert source["tables"][0]["identifier"] == "Order_Placed"
        assert source["tables"][0]["quoting"] == {"identifier": True}
        assert shop.dbt("build").code == 0
