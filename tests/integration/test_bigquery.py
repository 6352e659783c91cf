"""What only BigQuery has: tables of one day each, views beside tables, names in their case."""

from __future__ import annotations

import json

import pytest
import yaml

from tests.integration.things import things_project

SOURCE = "models/staging/shop_of_4/__src_shop_of_4.yml"
MODEL = "models/staging/shop_of_4/stg_shop_of_4__thing_{}_done.sql"


@pytest.fixture(scope="module")
def things(new_shop, tmp_path_factory):
    """Four things: one in a table a day, one with a view, one in another case, one as usual."""
    shop = things_project(new_shop("bigquery"), tmp_path_factory.mktemp("things"), 4)
    columns = "(id string, receivedAt timestamp, amount int64)"
    shop.execute(
        "drop table shop_of_4.thing_0_done",
        f"create table shop_of_4.thing_0_done_20260101 {columns}",
        f"create table shop_of_4.thing_0_done_20260102 {columns}",
        "insert into shop_of_4.thing_0_done_20260101 values ('a', null, 1)",
        "insert into shop_of_4.thing_0_done_20260102 values ('b', null, 2)",
        "create view shop_of_4.thing_1_done_view as select * from shop_of_4.thing_1_done",
        "create view shop_of_4.nobody_s_view as select 1 as one",
        "drop table shop_of_4.thing_2_done",
        f"create table shop_of_4.Thing_2_Done {columns}",
    )
    said = shop.build("--output", "json")
    assert said.code == 0, said.err
    return shop, json.loads(said.out)


def tables(shop):
    (source,) = yaml.safe_load(shop.read(SOURCE))["sources"]
    return {table["name"]: table.get("identifier") for table in source["tables"]}


def test_tables_of_one_day_each_are_one_table(things):
    shop, _ = things

    assert tables(shop)["thing_0_done"] == "thing_0_done_*"
    assert "source('shop_of_4', 'thing_0_done')" in shop.read(MODEL.format(0))
    assert "'thing_0_done' as" in shop.read(MODEL.format(0))


def test_a_new_day_changes_nothing(things):
    shop, _ = things
    before = shop.generated()
    shop.execute("create table shop_of_4.thing_0_done_20260103 (id string, amount int64)")

    assert shop.build().code == 0
    assert shop.generated() == before


def test_views_that_the_loader_makes_are_no_surprise(things):
    shop, report = things

    surprises = {
        one["arguments"]["table"]
        for one in report["findings"]
        if one["code"] == "table_without_event"
    }
    assert surprises == {"nobody_s_view"}
    assert "thing_1_done_view" not in shop.read("reflekt.catalog")


def test_table_keeps_the_case_that_it_has(things):
    shop, _ = things

    assert tables(shop)["thing_2_done"] == "Thing_2_Done"
    assert tables(shop)["thing_3_done"] is None
    assert shop.dbt("run", "--select", "stg_shop_of_4__thing_2_done").code == 0


def test_source_may_be_in_another_project(new_shop, tmp_path):
    shop = things_project(new_shop("bigquery"), tmp_path, 1)
    raw = "`raw-project`.raw_shop"
    shop.execute(
        f"create schema {raw}",
        f"create table {raw}.thing_0_done (id string, amount int64)",
        f"insert into {raw}.thing_0_done values ('a', 1)",  # noqa: S608 - our own words
    )
    elsewhere = "schema: raw_shop, database: raw-project, sdk: segment"
    shop.replace("dbt_project.yml", "sdk: segment", elsewhere)

    said = shop.build()

    assert said.code == 0, said.err
    assert shop.dbt("build").code == 0
    rows = shop.query("select event_id, amount from analytics.stg_shop_of_1__thing_0_done")
    assert [tuple(row) for row in rows] == [("a", 1)]
