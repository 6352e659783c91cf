"""Two sources as one on every warehouse: columns that one lacks, and types that differ."""

from __future__ import annotations

import json
import re

import pytest

from tests.integration.test_warehouses import TARGETS
from tests.integration.things import things_project

SOURCES = """\
    sources:
      - {name: ios, sdk: segment, schema: shop_of_1, union: shop}
      - {name: web, sdk: segment, schema: web, union: shop}
"""
# Of the same thing: whole numbers here, text there; flags, objects, moments on one side only.
COLUMNS = {
    "duckdb": ("amount bigint, happy boolean", "amount varchar, cart json"),
    "postgres": ("amount bigint, happy boolean", "amount varchar(9), cart jsonb"),
    "redshift": ("amount bigint, happy boolean", "amount varchar(9), cart super"),
    "snowflake": ("amount number(38,0), happy boolean", "amount varchar, cart variant"),
    "bigquery": ("amount int64, happy bool", "amount string, cart json"),
}
PROPERTIES = {
    "amount": {"type": "string"},
    "happy": {"type": "boolean"},
    "cart": {"type": "object"},
    "never_sent": {"type": "number"},
}


@pytest.fixture(scope="module", params=TARGETS)
def united(request, new_shop, tmp_path_factory):
    name = request.param
    shop = things_project(new_shop(TARGETS[name]), tmp_path_factory.mktemp(name), 1)
    schema = json.loads(shop.read("schemas/shop/Thing_0_Done/1-0.json"))
    text = json.dumps({**schema, "properties": PROPERTIES})
    shop.write("schemas/shop/Thing_0_Done/1-0.json", text)
    project = re.sub(r"    sources: .*\n", SOURCES, shop.read("dbt_project.yml"))
    shop.write("dbt_project.yml", project)
    ios, web = COLUMNS[name]
    id_ = "id string" if name == "bigquery" else "id varchar(9)"
    shop.execute(
        "drop table shop_of_1.thing_0_done",
        f"create table shop_of_1.thing_0_done ({id_}, received_at timestamp, {ios})",
        "create schema web",
        f"create table web.thing_0_done ({id_}, {web})",
        "insert into shop_of_1.thing_0_done (id, amount, happy) values ('i', 7, true)",
        "insert into web.thing_0_done (id, amount) values ('w', 'many')",
    )
    return shop


def test_rows_of_both_are_in_one_model_by_their_source(united):
    said = united.build()
    assert said.code == 0, said.err

    said = united.dbt("build")

    assert said.code == 0, said.err
    rows = united.query(
        "select source_name, event_id, amount, happy, cart is null, never_sent, "
        "received_at_tstamp is null from analytics.stg_shop__thing_0_done order by 1"
    )
    assert [tuple(row) for row in rows] == [
        ("ios", "i", "7", True, True, None, True),
        ("web", "w", "many", None, True, None, True),
    ]


def test_second_build_changes_nothing(united):
    before = united.generated()

    assert united.build().code == 0
    assert united.generated() == before
