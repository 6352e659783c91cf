"""RudderStack's rules, by the examples of its documentation and of its public tests."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.sdks.rudderstack import (
    ESCAPED,
    SDK,
    column_names,
    flat_name,
    snake_case,
    table_names,
)

# Number of the vector, what was sent, its name on a new destination, and on an old one.
TABLES = [
    ("1", "Add to Cart", "add_to_cart", "add_to_cart"),
    ("3", "25dollarpurchase", "_25dollarpurchase", "_25_dollarpurchase"),
    ("4", "omega", "omega", "omega"),
    ("5", "omega v2", "omega_v2", "omega_v_2"),
    ("6", "9mega", "_9mega", "_9_mega"),
    ("7-and", "mega&", "mega", "mega"),
    ("7-dollar", "omega$", "omega", "omega"),
    ("8-dollar", "ome$ga", "ome_ga", "ome_ga"),
    ("8-blank", "ome_ ga", "ome_ga", "ome_ga"),
    ("9", "9mega________-________90", "_9mega_90", "_9_mega_90"),
    ("10", "Cízǔ", "c_z", "c_z"),
    ("11", "CamelCase123Key", "camel_case123_key", "camel_case_123_key"),
    ("12", "path to $1,00,000", "path_to_1_00_000", "path_to_1_00_000"),
    ("14", "test123", "test123", "test_123"),
    ("15", "abc123def456", "abc123_def456", "abc_123_def_456"),
    ("16", "abc_123_def_456", "abc_123_def_456", "abc_123_def_456"),
    ("17", "__abc_123_def_456", "__abc_123_def_456", "__abc_123_def_456"),
    (
        "18",
        "&4yasdfa(84224_fs9##_____*3q",
        "_4yasdfa_84224_fs9_3q",
        "_4_yasdfa_84224_fs_9_3_q",
    ),
    ("19", "1CComega", "_1cc_omega", "_1_c_comega"),
    ("20", "users", "_users", "_users"),
    ("22", "SELECT", "_select", "_select"),
    ("25-title", "Order Completed", "order_completed", "order_completed"),
    ("25-pascal", "OrderCompleted", "order_completed", "order_completed"),
    ("26", "HTTPRequest", "http_request", "http_request"),
    ("29", "UserIDUpdated", "user_id_updated", "user_id_updated"),
    ("30", "2FA Enabled", "_2fa_enabled", "_2_fa_enabled"),
    ("31", "Enabled 2FA", "enabled_2fa", "enabled_2_fa"),
    ("32", "v2 Released", "v2_released", "v_2_released"),
    ("33", "iOS App Opened", "i_os_app_opened", "i_os_app_opened"),
    ("34", "macOS15Launch", "mac_os15_launch", "mac_os_15_launch"),
    ("35", "A/B Test Viewed", "a_b_test_viewed", "a_b_test_viewed"),
    ("36", "User's Cart Viewed", "user_s_cart_viewed", "user_s_cart_viewed"),
    ("37", "Item Añadido", "item_a_adido", "item_a_adido"),
    ("39", "Order", "_order", "_order"),
    ("43", "_private event", "_private_event", "_private_event"),
    ("44-first", "1st Purchase", "_1st_purchase", "_1st_purchase"),
    ("44-fourth", "4th Step", "_4th_step", "_4th_step"),
    ("44-capitals", "4TH Step", "_4th_step", "_4th_step"),
    ("44-none", "11th Step", "_11th_step", "_11_th_step"),
]

COLUMNS = [
    ("2-name", ("product", "name"), "product_name", "product_name"),
    ("2-version", ("product", "version"), "product_version", "product_version"),
    ("27", ("XMLHttpRequest",), "xml_http_request", "xml_http_request"),
    ("52-id", ("_id",), "_id", "_id"),
    ("52-timestamp", ("_timestamp",), "_timestamp", "_timestamp"),
    ("53-address", ("address1",), "address1", "address_1"),
    ("53-line", ("addressLine1",), "address_line1", "address_line_1"),
    ("54", ("isISO8601",), "is_iso8601", "is_iso_8601"),
    ("55", ("product.name",), "product_name", "product_name"),
    ("56-end", ("v_3_",), "v_3", "v_3"),
    ("56-both", ("_v_3_",), "_v_3", "_v_3"),
    ("57", ("価格 price",), "price", "price"),
    ("58-email", ("$email",), "email", "email"),
    ("58-price", ("price ($)",), "price", "price"),
]

ALL = "snowflake redshift bigquery postgres databricks"

# Number, word, the warehouses where it gets an underscore.
ESCAPES = [
    ("22", "select", ALL),
    ("39", "order", ALL),
    ("40", "user", "redshift postgres databricks"),
    ("41", "table", "snowflake redshift postgres databricks"),
    ("42", "open", "redshift"),
    ("45", "default", "redshift bigquery postgres"),
    ("46", "limit", "redshift bigquery postgres"),
    ("47-language", "language", "redshift"),
    ("47-tag", "tag", "redshift"),
    ("47-uuid", "uuid", "redshift"),
    ("48-position", "position", "databricks"),
    ("48-time", "time", "databricks"),
    ("48-event_date", "event_date", "databricks"),
    ("49-account", "account", "snowflake"),
    ("49-organization", "organization", "snowflake"),
    ("49-sample", "sample", "snowflake"),
    ("50-hash", "hash", "bigquery"),
    ("50-lookup", "lookup", "bigquery"),
    ("50-window", "window", "bigquery databricks"),
]

DROPPED = [
    ("28-ID", ("userID",), "track"),
    ("28-Id", ("userId",), "track"),
    ("51-id", ("id",), "track"),
    ("51-timestamp", ("timestamp",), "track"),
    ("51-receivedAt", ("receivedAt",), "track"),
    ("51-channel", ("channel",), "track"),
    ("nested", ("user", "id"), "track"),
    ("event", ("event",), "track"),
    ("record", ("record_id",), "track"),
    ("page", ("id",), "page"),
    ("screen", ("sentAt",), "screen"),
    ("identify", ("anonymousId",), "identify"),
    ("group", ("groupId",), "group"),
    ("alias", ("previousId",), "alias"),
    ("context", ("context", "page", "url"), "track"),
]

CONTEXT = [
    ("59", "context_page_initial_referrer", "page_initial_referrer"),
    ("60", "context_device_ad_tracking_enabled", "device_ad_tracking_enabled"),
    ("source", "context_source_id", "source_id"),
    ("ip", "context_request_ip", "request_ip"),
]


def numbered(rows):
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


@pytest.mark.parametrize(("event", "new", "old"), numbered(TABLES))
def test_table_of_an_event_is_named_as_rudderstack_names_it(event, new, old):
    candidates = table_names(event).candidates

    assert candidates[0] == new
    assert old in candidates


@pytest.mark.parametrize(("path", "new", "old"), numbered(COLUMNS))
def test_column_of_a_property_is_named_as_rudderstack_names_it(path, new, old):
    names = column_names(path, "track")

    assert names.base == new
    assert names.candidates == tuple(dict.fromkeys([new, old]))


@pytest.mark.parametrize(("word", "warehouses"), numbered(ESCAPES))
def test_word_is_escaped_where_rudderstack_escapes_it(word, warehouses):
    escaping = {warehouse for warehouse, words in ESCAPED.items() if word in words}

    assert escaping == set(warehouses.split())


@pytest.mark.parametrize(("word", "warehouses"), numbered(ESCAPES))
def test_escaped_word_is_looked_for_both_ways_the_likelier_first(word, warehouses):
    everywhere = warehouses == ALL

    candidates = column_names((word,), "track").candidates

    assert candidates == ((f"_{word}", word) if everywhere else (word, f"_{word}"))


@pytest.mark.parametrize(("path", "call_type"), numbered(DROPPED))
def test_property_that_rudderstack_drops_is_not_looked_for(path, call_type):
    names = column_names(path, call_type)

    assert names == (flat_name(path), ())


@pytest.mark.parametrize("word", ["date", "type", "name", "status", "url", "source", "comment"])
def test_word_that_rudderstack_leaves_alone_is_looked_for_as_it_is(word):
    assert column_names((word,), "track").candidates == (word,)


@pytest.mark.parametrize(("column", "alias"), numbered(CONTEXT))
def test_context_column_is_known_by_the_name_rudderstack_gives_it(column, alias):
    aliases = {known.name: known.alias for known in SDK.context}

    assert aliases[column] == alias


@pytest.mark.parametrize(
    "name", ["@#$%", "注文完了", "日本", "___"], ids=["13", "38", "57", "_"]
)
def test_nothing_is_looked_for_where_nothing_of_the_name_is_left(name):
    assert table_names(name) == ("", ())
    assert column_names((name,), "track") == ("", ())


@pytest.mark.parametrize("event", ["Users", "Identifies", "tracks", "Groups", "accounts"])
def test_event_named_like_a_standard_table_has_a_name_of_its_own(event):
    own = f"_{event.lower()}"

    assert table_names(event) == (own, (own,))


def test_21_groups_may_have_an_underscore_as_they_do_on_bigquery():
    groups = next(table for table in SDK.tables if table.name == "groups")

    assert groups.candidates == ("_groups",)


def test_23_long_name_is_also_looked_for_as_postgres_cuts_it():
    name = "a" * 73

    assert table_names(name).candidates == (name, "a" * 63)


def test_name_that_starts_with_a_digit_has_no_underscore_yet_in_its_base():
    assert table_names("25dollarpurchase").base == "25dollarpurchase"


NAMES_OF_USERS = st.text() | st.text(st.sampled_from("aZ019stTH _-é"), max_size=12)


@given(NAMES_OF_USERS)
def test_normalising_twice_changes_nothing(name):
    assert snake_case(snake_case(name)) == snake_case(name)


@given(NAMES_OF_USERS)
def test_no_letter_or_digit_is_lost_and_underscores_in_front_stay(name):
    kept = re.sub(r"[^A-Za-z0-9]", "", name).lower()
    lead = re.match("_*", name)[0] if kept else ""

    normal = snake_case(name)

    assert normal.replace("_", "") == kept
    assert re.match("_*", normal)[0] == lead


@given(st.lists(NAMES_OF_USERS, min_size=1, max_size=3))
def test_path_is_joined_and_then_normalised_as_one(path):
    assert flat_name(tuple(path)) == snake_case("_".join(path))
