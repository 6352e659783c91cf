"""The second SDK, end to end: raw tables and what is expected of them are typed by hand.

There are two destinations. The new one writes ``address1``, and has no ``users``; the old
one has ``underscoreDivideNumbers`` and writes ``address_1``, and has no ``tracks``.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from integration_tests.jaffle_shop.raw.assemble import REPOSITORY
from tests.integration.shops import execute
from tests.integration.tea_shops import RUDDERSTACK, paths, raw_tables, tea_shop
from tests.integration.warehouses import postgres_env

FIRST_ORDER = {
    "event_id": "o1",
    "anonymous_id": "anon-1",
    "user_id": "user-1",
    "event": "order_completed",
    "event_name": "Order Completed",
    "tstamp": "2026-03-01 09:00:00",
    "original_tstamp": "2026-03-01 09:00:05",
    "sent_at_tstamp": "2026-03-01 09:00:06",
    "received_at_tstamp": "2026-03-01 09:00:01",
    "channel": "web",
    "uuid_ts": "2026-03-01 09:30:00",
    "order_id": "order-1",
    "_order": "3",
    "total": "12.50",
    "currency": "EUR",
    "address1": "1 Leaf Lane",
    "cart_item_count": "2",
    "cart_coupon_code": "SPRING",
    "items": '[{"sku":"assam"},{"sku":"mint"}]',
    # `timestamp` is RudderStack's own, so that a property `_timestamp` gives way as well.
    "__timestamp": "09:00",
    "gift_note": None,
    "ip": "203.0.113.7",
    "library_name": "RudderLabs JavaScript SDK",
    "request_ip": "203.0.113.8",
    "passed_ip": "203.0.113.9",
    "session_id": "1772355600",
    "page_initial_referrer": "https://example.com/tea",
    "source_id": "src-1",
    "source_type": "javascript",
    "destination_id": "dst-1",
    "destination_type": "POSTGRES",
    "call_type": "track",
    "source_schema": "tea_rudderstack",
    "source_table": "order_completed",
    "schema_id": "tea_shop/Order_Completed/1-0.json",
}
# Model → its first row, by the aliases of its columns in their order.
NEW = {
    "tracks": {
        "event_id": "f1",
        "anonymous_id": None,
        "user_id": None,
        "event": "2fa_enabled",
        "event_name": "2FA Enabled",
        "record_id": None,
        "tstamp": None,
        "original_tstamp": None,
        "sent_at_tstamp": None,
        "received_at_tstamp": "2026-03-01 11:00:00",
        "channel": "web",
        "uuid_ts": None,
        "ip": None,
        "source_id": None,
        "call_type": "track",
        "source_schema": "tea_rudderstack",
        "source_table": "tracks",
        "schema_id": None,
    },
    "order_completed": FIRST_ORDER,
    "http_request_failed": {
        "event_id": "h1",
        "anonymous_id": "anon-1",
        "event": "http_request_failed",
        "event_name": "HTTPRequest Failed",
        "tstamp": "2026-03-01 10:00:00",
        "received_at_tstamp": "2026-03-01 10:00:01",
        "channel": "mobile",
        "__id": "request-1",
        "status_code": "503",
        "_limit": "60",
        "_user_agent": "tea-app/2.0",
        "user_agent": "Phone/1.0",
        "call_type": "track",
        "source_schema": "tea_rudderstack",
        "source_table": "http_request_failed",
        "schema_id": "tea_shop/HTTPRequest_Failed/1-0.json",
    },
    "2fa_enabled": {
        "event_id": "f1",
        "event": "2fa_enabled",
        "event_name": "2FA Enabled",
        "received_at_tstamp": "2026-03-01 11:00:00",
        "method": "totp",
        "call_type": "track",
        "source_schema": "tea_rudderstack",
        "source_table": "_2fa_enabled",
        "schema_id": "tea_shop/2FA_Enabled/1-0.json",
    },
    "order": {
        "event_id": "t1",
        "event": "order",
        "event_name": "Order",
        "received_at_tstamp": "2026-03-01 12:00:00",
        "_table": "4",
        "call_type": "track",
        "source_schema": "tea_rudderstack",
        "source_table": "_order",
        "schema_id": "tea_shop/Order/1-0.json",
    },
    "identifies": {
        "identify_id": "i1",
        "anonymous_id": "anon-1",
        "user_id": "user-1",
        "received_at_tstamp": "2026-03-01 08:00:00",
        "channel": "web",
        "email": "ada@example.com",
        "address_city": "Vienna",
        "address_postal_code": "1010",
        "source_id": "src-1",
        "call_type": "identify",
        "source_schema": "tea_rudderstack",
        "source_table": "identifies",
        "schema_id": "tea_shop/Identify/1-0.json",
    },
    "groups": {
        "group_id": "g1",
        "group_key": "company-1",
        "user_id": "user-1",
        "received_at_tstamp": "2026-03-01 08:10:00",
        "name": "Tea & Sons",
        "seats": "12",
        "call_type": "group",
        "source_schema": "tea_rudderstack",
        "source_table": "groups",
        "schema_id": "tea_shop/Group/1-0.json",
    },
    "pages": {
        "page_id": "p1",
        "anonymous_id": "anon-1",
        "received_at_tstamp": "2026-03-01 08:05:00",
        "channel": "web",
        "name": "Home",
        "url": "https://tea.example.com/",
        "call_type": "page",
        "source_schema": "tea_rudderstack",
        "source_table": "pages",
        "schema_id": "tea_shop/Page_Viewed/1-0.json",
    },
}
OLD = {
    "order_completed": {
        "event_id": "o1",
        "event": "order_completed",
        "event_name": "Order Completed",
        "received_at_tstamp": "2026-03-01 09:00:01",
        "order_id": "order-1",
        "_order": "3",
        "total": "12.50",
        "currency": None,
        # The names of both destinations' models are the same.
        "address1": "1 Leaf Lane",
        "cart_item_count": None,
        "cart_coupon_code": None,
        "items": None,
        "__timestamp": None,
        "gift_note": None,
        "call_type": "track",
        "source_schema": "tea_rudderstack",
        "source_table": "order_completed",
        "schema_id": "tea_shop/Order_Completed/1-0.json",
    },
    "2fa_enabled": {
        **NEW["2fa_enabled"],
        "event": "2_fa_enabled",
        "source_table": "_2_fa_enabled",
    },
    "identifies": {
        "identify_id": "i1",
        "user_id": "user-1",
        "received_at_tstamp": "2026-03-01 08:00:00",
        "email": "ada@example.com",
        "address_city": None,
        "address_postal_code": None,
        "call_type": "identify",
        "source_schema": "tea_rudderstack",
        "source_table": "identifies",
        "schema_id": "tea_shop/Identify/1-0.json",
    },
    "users": {
        "user_id": "user-1",
        "received_at_tstamp": "2026-03-02 08:00:00",
        "uuid_ts": "2026-03-02 08:30:00",
        "email": "ada@example.com",
        "address_city": "Vienna",
        "address_postal_code": None,
        "ip": "203.0.113.7",
        "call_type": "identify",
        "source_schema": "tea_rudderstack",
        "source_table": "users",
        "schema_id": "tea_shop/Identify/1-0.json",
    },
}
# Rows that arrived before today; an order of the year 3026 is none of them.
NEW_ROWS = {
    "tracks": 8,
    "order_completed": 3,
    "http_request_failed": 1,
    "2fa_enabled": 2,
    "order": 1,
    "identifies": 2,
    "groups": 1,
    "pages": 3,
}
OLD_ROWS = {"order_completed": 1, "2fa_enabled": 2, "identifies": 2, "users": 1}

COLUMNS = """
    select column_name
    from information_schema.columns
    where table_schema = 'analytics' and table_name = 'stg_tea_rudderstack__{}'
    order by ordinal_position
"""

EACH_NEW = pytest.mark.parametrize("model", NEW)
EACH_OLD = pytest.mark.parametrize("model", OLD)

# RudderStack keeps these names to itself, so that no row can ever hold such a property.
DROPPED = [
    ("tea_shop/HTTPRequest_Failed/1-0", "id", ""),
    ("tea_shop/Identify/1-0", "anonymousId", ""),
    ("tea_shop/Order_Completed/1-0", "channel", ""),
    ("tea_shop/Order_Completed/1-0", "timestamp", ""),
]


@pytest.fixture(scope="module")
def make(tmp_path_factory, request):
    """Make a project whose warehouse is loaded from a fixture, and build it as people do."""

    def made(raw, target):
        shop = tea_shop(tmp_path_factory.mktemp(f"{raw}_{target}"), RUDDERSTACK)
        if target == "postgres":
            server = request.getfixturevalue("postgres")
            execute(server, f"create database tea_shop_{raw}")
            own = replace(server, dbname=f"tea_shop_{raw}")
            shop = shop.aimed_at(target, **postgres_env(own))
        shop.execute(raw_tables(raw))
        for command in ("reflekt-dbt build", "dbt build"):
            said = shop.typed(*command.split())
            assert said.code == 0, f"{command}\n{said.out}\n{said.err}"
        shop.commit()
        return shop

    return made


@pytest.fixture(scope="module", params=["dev", "postgres"], ids=["duckdb", "postgres"])
def new(request, make):
    return make("new", request.param)


@pytest.fixture(scope="module")
def old(make):
    return make("old", "dev")


def relation(model):
    return f'analytics."stg_tea_rudderstack__{model}"'


def columns_of(shop, model):
    return [name for (name,) in shop.query(COLUMNS.format(model))]


def first_row(shop, model):
    """Return the row with the smallest id; every value as text, times as those of UTC."""
    columns = columns_of(shop, model)
    values = ", ".join(
        f"cast({name} at time zone 'UTC' as varchar)"
        if name.endswith(("tstamp", "uuid_ts"))
        else f"cast({name} as varchar)"
        for name in columns
    )
    (row,) = shop.query(f"select {values} from {relation(model)} order by {columns[0]} limit 1")  # noqa: S608 - our own names
    return dict(zip(columns, row, strict=True))


def rows(shop, model):
    ((count,),) = shop.query(f"select count(*) from {relation(model)}")  # noqa: S608 - our own names
    return count


def findings(shop):
    """Return code → (event, property, table) of each finding, sorted."""
    results = json.loads(shop.read("target/reflekt_results.json"))
    found = {}
    for one in results["findings"]:
        about = (one["event"], one["property"], one["arguments"].get("table", ""))
        found.setdefault(one["code"], []).append(about)
    return {code: sorted(about) for code, about in found.items()}


def expected_files(names):
    source = "tea_rudderstack"
    of_models = {
        f"{source}/{prefix}{source}__{name}{ending}"
        for name in names
        for prefix, ending in (("stg_", ".sql"), ("_stg_", ".yml"))
    }
    records = {"reflekt.lock", "reflekt.catalog"}
    return {*of_models, *records, f"{source}/__src_{source}.yml", "_reflekt_rudderstack.md"}


def test_there_is_a_model_for_each_planned_table_that_the_new_destination_has(new):
    assert paths(new) == expected_files(NEW)


def test_there_is_a_model_for_each_planned_table_that_the_old_destination_has(old):
    assert paths(old) == expected_files(OLD)


@EACH_NEW
def test_columns_and_values_are_those_that_the_new_destination_loaded(new, model):
    row = first_row(new, model)

    assert list(row.items()) == list(NEW[model].items())


@EACH_OLD
def test_columns_and_values_are_those_that_the_old_destination_loaded(old, model):
    row = first_row(old, model)

    assert list(row.items()) == list(OLD[model].items())


@EACH_NEW
def test_model_has_every_row_of_the_new_destination_that_its_filter_keeps(new, model):
    assert rows(new, model) == NEW_ROWS[model]


@EACH_OLD
def test_model_has_every_row_of_the_old_destination_that_its_filter_keeps(old, model):
    assert rows(old, model) == OLD_ROWS[model]


def test_findings_of_the_new_destination_are_what_was_planted(new):
    order = "tea_shop/Order_Completed/1-0"

    assert findings(new) == {
        "event_without_table": [("tea_shop/Refund_Issued/1-0", "", "")],
        "property_without_column": [(order, "giftNote", "order_completed")],
        "property_not_loaded": DROPPED,
        "column_without_property": [(order, "experiment", "order_completed")],
        # Not users, which is skipped by default, nor rudder_discards, which is RudderStack's.
        "table_without_event": [("", "", "newsletter_opened")],
        # What the SDK knows of a user is under keys of the user's own.
        "unlisted_context": [
            ("tea_shop/Identify/1-0", "", "identifies"),
            (order, "", "order_completed"),
        ],
    }


def test_findings_of_the_old_destination_are_what_was_planted(old):
    identify, order = "tea_shop/Identify/1-0", "tea_shop/Order_Completed/1-0"

    assert findings(old) == {
        "event_without_table": [
            (f"tea_shop/{event}/1-0", "", "")
            for event in (
                "Group",
                "HTTPRequest_Failed",
                "Order",
                "Page_Viewed",
                "Refund_Issued",
            )
        ],
        "property_without_column": [
            (identify, "address.city", "identifies"),
            (identify, "address.postalCode", "identifies"),
            (identify, "address.postalCode", "users"),
            (order, "_timestamp", "order_completed"),
            (order, "cart.coupon.code", "order_completed"),
            (order, "cart.itemCount", "order_completed"),
            (order, "currency", "order_completed"),
            (order, "giftNote", "order_completed"),
            (order, "items", "order_completed"),
        ],
        "property_not_loaded": DROPPED,
        "unlisted_context": [(identify, "", "identifies"), (identify, "", "users")],
    }


def test_no_part_of_the_product_but_the_sdks_has_heard_of_it():
    files = [*REPOSITORY.glob("reflekt_dbt/**/*.py"), *REPOSITORY.glob("macros/**/*.sql")]

    knowing = {file.parent for file in files if "rudder" in file.read_text("utf-8").lower()}

    assert knowing == {REPOSITORY / "reflekt_dbt" / "sdks"}


def test_second_build_changes_nothing(new):
    said = new.build()

    assert said.code == 0
    assert new.changed == []


def test_dbt_parses_what_was_generated_without_a_warning(new):
    said = new.dbt("parse", "--no-partial-parse", "--warn-error")

    assert said.code == 0, said.err


def test_the_id_that_was_delivered_twice_is_all_that_dbts_tests_find(new):
    results = json.loads(new.read("target/run_results.json"))["results"]
    tests = [one for one in results if one["unique_id"].startswith("test.")]

    found = {one["unique_id"].split(".")[2] for one in tests if one["status"] != "pass"}

    # In tracks as well.
    assert found == {
        "unique_stg_tea_rudderstack__order_completed_event_id",
        "unique_stg_tea_rudderstack__tracks_event_id",
    }
