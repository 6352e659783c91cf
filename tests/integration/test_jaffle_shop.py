"""The demo, end to end on each warehouse: what comes out is what the raw data calls for."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from integration_tests.jaffle_shop.raw import oracle
from integration_tests.jaffle_shop.raw.generate import FUTURE, generate
from integration_tests.jaffle_shop.raw.shape import TABLES
from tests.integration.shops import Shop

EXPECTED = oracle.expected_models(generate(seed=7, events=3_000))
BY_TABLE = {model.table: model for model in EXPECTED}

# Typed from what Reflekt's users know, and by no means from our own plan.
ALIASES = {
    "order_completed": {
        "id": "event_id",
        "anonymous_id": "anonymous_id",
        "user_id": "user_id",
        "event": "event",
        "event_text": "event_name",
        "timestamp": "tstamp",
        "original_timestamp": "original_tstamp",
        "sent_at": "sent_at_tstamp",
        "received_at": "received_at_tstamp",
        "uuid_ts": "uuid_ts",
        "order_id": "order_id",
        "total": "total",
        "note": "note",
        "products": "products",
        "context_ip": "ip",
        "context_page_url": "page_url",
        "context_campaign_name": "campaign_name",
        "context_library_name": "library_name",
    },
    "users": {
        "id": "user_id",
        "received_at": "received_at_tstamp",
        "email": "email",
        "address_city": "address_city",
        "context_locale": "locale",
    },
    "identifies": {"id": "identify_id", "user_id": "user_id", "email": "email"},
    # Both want to be group_id; the ID of the call had the name first.
    "groups": {"id": "group_id", "group_id": "group_key", "name": "name"},
    "pages": {"id": "page_id", "url": "url", "title": "title"},
    "screens": {"id": "screen_id", "name": "name"},
    "reward_claimed": {"id": "event_id", "_id": "_id"},
    "order_rated": {"order": "_order", "stars": "stars"},
}
PROVENANCE = {
    "order_completed": ("track", "jaffle_shop/Order_Completed/1-0.json"),
    "users": ("identify", "jaffle_shop/Identify/1-0.json"),
    "groups": ("group", "jaffle_shop/Group/1-0.json"),
    "pages": ("page", "jaffle_shop/Page_Viewed/1-0.json"),
    "screens": ("screen", "jaffle_shop/Screen_Viewed/1-0.json"),
    "checkout_step_completed": ("track", "jaffle_shop/Checkout_Step_Completed/2-0.json"),
}


@pytest.fixture(scope="module")
def shop(new_shop) -> Shop:
    """Built as people build it: every command typed, each a process of its own.

    On DuckDB; test_warehouses asks much the same of the others.
    """
    made = new_shop("dev")
    for command in ("dbt deps", "reflekt-dbt build", "dbt build"):
        said = made.typed(*command.split())
        assert said.code == 0, f"{command}\n{said.out}\n{said.err}"
    return made


def columns_of(shop: Shop, table: str) -> dict[str, str]:
    """Return raw column → alias of a generated model, as its SQL reads."""
    listed = re.search(r"renamed as \(\n\n    select\n(.*?)\n    from source", shop.read(
        shop.sql(table)), re.DOTALL)[1]  # fmt: skip
    lines = (line.partition(" -- ")[0].strip().rstrip(",") for line in listed.splitlines())
    pairs = [line.partition(" as ")[::2] for line in lines if not line.startswith("cast(")]
    return {left.strip('"'): alias or left for left, alias in pairs}


def relation(table: str) -> str:
    return f"analytics.stg_jaffle_shop_segment__{table}"


def select(shop: Shop, columns, table: str) -> list[tuple]:
    listed = ", ".join(f'"{column}"' for column in columns)
    return shop.query(f"select {listed} from {relation(table)}")  # noqa: S608 - our own names


def present_rows(raw, table: str, columns) -> list[tuple]:
    """Return the rows that the demo's filter keeps, straight from the generator."""
    data = raw.tables[table]
    values = [data.values(column) for column in columns]
    arrivals = data.values("received_at")
    rows = zip(arrivals, zip(*values, strict=True), strict=True)
    return [row for at, row in rows if at < FUTURE]


def test_there_is_a_model_for_each_table_that_was_planned_and_for_no_other(shop):
    built = {path.stem for path in (shop.root / "models/staging").rglob("*.sql")}

    assert built == {model.name for model in EXPECTED}


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda model: model.table)
def test_each_model_has_the_rows_that_its_filter_keeps(shop, expected):
    (count,) = shop.query(f"select count(*) from {relation(expected.table)}")  # noqa: S608 - our own names

    assert count == (expected.rows,)


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda model: model.table)
def test_each_model_reads_every_planned_column_and_no_other(shop, expected):
    assert set(columns_of(shop, expected.table)) == set(expected.columns)


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda model: model.table)
def test_each_column_holds_the_very_values_that_were_loaded(shop, raw, expected):
    columns = columns_of(shop, expected.table)

    found = select(shop, columns.values(), expected.table)

    assert Counter(found) == Counter(present_rows(raw, expected.table, columns))


@pytest.mark.parametrize("table", ALIASES)
def test_columns_have_the_names_that_reflekts_users_know(shop, table):
    columns = columns_of(shop, table)

    assert {column: columns[column] for column in ALIASES[table]} == ALIASES[table]


@pytest.mark.parametrize("table", PROVENANCE)
def test_provenance_says_where_rows_come_from(shop, table):
    columns = ("call_type", "source_schema", "source_table", "schema_id")
    call_type, schema_id = PROVENANCE[table]

    found = set(select(shop, columns, table))

    assert found == {(call_type, "jaffle_shop_segment", table, schema_id)}


@pytest.mark.parametrize(
    ("table", "column"), [(t, c) for t, columns in oracle.ABSENT.items() for c in columns]
)
def test_planned_property_without_a_column_is_null_until_it_arrives(shop, table, column):
    assert set(select(shop, [column], table)) == {(None,)}


def test_column_that_must_be_quoted_needs_no_quotes_downstream(shop, raw):
    found = shop.query(f"select _order from {relation('order_rated')}")  # noqa: S608 - our own names

    assert sorted(found) == sorted(present_rows(raw, "order_rated", ["order"]))


def test_marts_add_up_to_the_cent(shop, raw):
    rows = present_rows(raw, "order_completed", ["id", "total"])
    # Segment may deliver twice; the mart keeps the first of them.
    once = dict(rows)

    ((orders, revenue),) = shop.query("select count(*), sum(total) from analytics.fct_orders")

    assert orders == len(once)
    assert revenue == pytest.approx(sum(once.values()))


def test_revenue_of_every_shop_is_found_beside_a_source_that_people_wrote(shop, raw):
    rows = present_rows(raw, "order_completed", ["id", "store_id", "total"])
    once = {id_: (store, total) for id_, store, total in rows}
    expected = Counter()
    for store, total in once.values():
        expected[store] += total

    found = shop.query("select store_id, revenue from analytics.store_revenue where orders > 0")

    assert dict(found) == pytest.approx(dict(expected))


def test_tests_warn_of_exactly_the_ids_that_were_delivered_twice(shop):
    results = json.loads(shop.read("target/run_results.json"))["results"]
    tests = [result for result in results if result["unique_id"].startswith("test.")]

    warned = {
        re.search(r"unique_stg_jaffle_shop_segment__(\w+)_[a-z]+_id\.", one["unique_id"])[1]
        for one in tests
        if one["status"] == "warn"
    }

    assert {one["status"] for one in tests} == {"pass", "warn"}
    assert warned == {model.table for model in EXPECTED if model.repeated_ids}


def test_source_lists_the_planned_tables_and_not_those_that_nobody_planned(shop):
    listed = set(re.findall(r"^      - name: (\w+)$", shop.read(shop.source), re.MULTILINE))

    assert listed == TABLES.keys() - set(oracle.UNPLANNED_TABLES)


def test_findings_name_every_difference_that_was_planted(shop):
    results = json.loads(shop.read("target/reflekt_results.json"))
    found = {}
    for one in results["findings"]:
        found.setdefault(one["code"], []).append(one)

    no_table = [one["event"] for one in found["event_without_table"]]
    no_column = {(one["event"], one["property"]) for one in found["property_without_column"]}
    other_type = {(one["event"], one["property"]) for one in found["type_family_differs"]}
    extra = {one["property"] for one in found["column_without_property"]}
    assert no_table == ["jaffle_shop/Gift_Card_Redeemed/1-0"]
    assert no_column == {("jaffle_shop/Cart_Viewed/1-0", "coupon")}
    assert ("jaffle_shop/Checkout_Step_Completed/2-0", "step") in other_type
    assert extra == {column for columns in oracle.UNPLANNED.values() for column in columns}
    assert len(found["table_without_event"]) == len(oracle.UNPLANNED_TABLES)
    assert found["unlisted_context"]


def test_dbt_parses_what_was_generated_without_a_warning(shop):
    said = shop.dbt("parse", "--no-partial-parse", "--warn-error")

    assert said.code == 0, said.err


def test_both_warehouses_give_the_same_files(shop, built):
    catalog = "reflekt.catalog"  # the types in it are the warehouse's own words
    here, there = shop.generated(), built.generated()

    assert here.keys() == there.keys()
    assert [path for path in here if here[path] != there[path]] in ([], [catalog])
