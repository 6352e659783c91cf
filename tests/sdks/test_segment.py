"""Segment's rules, by the examples of its documentation and of its public libraries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.sdks.segment import SDK, column_names, flat_name, snake_case, table_names

# Number of the vector, what was sent, the name after Segment's rule, its name on Redshift.
TABLES = [
    ("1", "Signed Up", "signed_up", "signed_up"),
    ("2", "Completed Order", "completed_order", "completed_order"),
    ("3", "101 Account Update", "101_account_update", "_101_account_update"),
    ("4-source", "3doctors", "3doctors", "_3doctors"),
    ("25", "2FA Enabled", "2fa_enabled", "_2fa_enabled"),
    ("26", "Enabled 2FA", "enabled_2fa", "enabled_2fa"),
    ("31-title", "Order Completed", "order_completed", "order_completed"),
    ("31-lower", "order completed", "order_completed", "order_completed"),
    ("31-pascal", "OrderCompleted", "order_completed", "order_completed"),
    ("31-camel", "orderCompleted", "order_completed", "order_completed"),
    ("32", "HTTPRequest", "httprequest", "httprequest"),
    ("33", "HTTP Request Sent", "http_request_sent", "http_request_sent"),
    ("36", "UserIDUpdated", "user_idupdated", "user_idupdated"),
    ("37", "iOS App Opened", "i_os_app_opened", "i_os_app_opened"),
    ("38", "macOS15Launch", "mac_os15launch", "mac_os15launch"),
    ("39", "Signed Up ", "signed_up", "signed_up"),
    ("40-slash", "Product/Viewed", "product_viewed", "product_viewed"),
    ("40-colon", "Product: Viewed", "product_viewed", "product_viewed"),
    ("40-dot", "product.viewed", "product_viewed", "product_viewed"),
    ("41", "A/B Test Viewed", "a_b_test_viewed", "a_b_test_viewed"),
    ("42", "User's Cart Viewed", "user_s_cart_viewed", "user_s_cart_viewed"),
    ("43", "Item Añadido", "item_a_adido", "item_a_adido"),
    ("44", "Checkout – Step 2", "checkout_step_2", "checkout_step_2"),  # noqa: RUF001 - as sent
    ("46", "🎉 Party", "party", "party"),
    ("47", "Plan Upgraded v2.0", "plan_upgraded_v2_0", "plan_upgraded_v2_0"),
    ("48", "CamelCase123Key", "camel_case123_key", "camel_case123_key"),
]

COLUMNS = [
    ("5", ("open",), "open", "_open"),
    ("6", ("accountType",), "account_type", "account_type"),
    ("7", ("plan",), "plan", "plan"),
    ("9", ("address", "street"), "address_street", "address_street"),
    ("10", ("product_id", "sku"), "product_id_sku", "product_id_sku"),
    ("11", ("product_id",), "product_id", "product_id"),
    ("27", ("first   name  ",), "first_name", "first_name"),
    ("28", ("Last-Name",), "last_name", "last_name"),
    ("29", ("$some_thing",), "some_thing", "some_thing"),
    ("30-camel", ("firstName",), "first_name", "first_name"),
    ("30-snake", ("first_name",), "first_name", "first_name"),
    ("30-nested", ("first", "name"), "first_name", "first_name"),
    ("34", ("XMLHttpRequest",), "xmlhttp_request", "xmlhttp_request"),
    ("49-page", ("pageURL",), "page_url", "page_url"),
    ("49-path", ("URLPath",), "urlpath", "urlpath"),
    ("50-ip", ("IPAddress",), "ipaddress", "ipaddress"),
    ("50-user", ("userIPAddress",), "user_ipaddress", "user_ipaddress"),
    ("51", ("AppsFlyerID",), "apps_flyer_id", "apps_flyer_id"),
    ("52-digits", ("address1Line2",), "address1_line2", "address1_line2"),
    ("52-snake", ("line_1",), "line_1", "line_1"),
    ("52-title", ("Line 1",), "line_1", "line_1"),
    ("54", ("_ga",), "ga", "ga"),
    ("55-question", ("is_active?",), "is_active", "is_active"),
    ("55-dollar", ("price_$",), "price", "price"),
    ("55-hash", ("sku#",), "sku", "sku"),
    ("56", ("50%off",), "50_off", "_50_off"),
    ("57", ("auth", "2fa"), "auth_2fa", "auth_2fa"),
    ("58", ("café",), "caf", "caf"),
]

NAMES = [
    ("12", "sampleText", "sample_text"),
    ("13", "samPLE text", "sam_ple_text"),
    ("14", "sample___text", "sample_text"),
    ("15", "   $#$sample   2    Text   ", "sample_2_text"),
    ("16", "SAMPLE 2 TEXT", "sample_2_text"),
    ("17", "___$$Base64Encode", "base64_encode"),
    ("18", "FOO:BAR$BAZ", "foo_bar_baz"),
    ("19", "something.com", "something_com"),
    ("20", "CStringRef", "cstring_ref"),
    ("21", "THE5r", "the5r"),
    ("22", "5TEst", "5test"),
    ("23", "f_pX9", "f_p_x9"),
    ("24", "p_z9Rg", "p_z9_rg"),
]

# What the connector keeps for itself, so that a property of that name has another column.
RESERVED = [
    ("35-ID", ("userID",), "user_id"),
    ("35-Id", ("userId",), "user_id"),
    ("35-nested", ("user", "id"), "user_id"),
    ("53-underscore", ("_id",), "id"),
    ("53-lower", ("id",), "id"),
    ("53-upper", ("ID",), "id"),
    ("timestamp", ("timestamp",), "timestamp"),
    ("received_at", ("receivedAt",), "received_at"),
    ("event", ("event",), "event"),
    ("context", ("context_page_url",), "context_page_url"),
    ("context-unknown", ("context", "shoe"), "context_shoe"),
]

CONTEXT = [
    ("8", "context_app_version", "app_version"),
    ("59", "context_user_agent_data_ua_full_version", "user_agent_data_ua_full_version"),
    ("60", "context_protocols_violations", "protocols_violations"),
]


def numbered(rows):
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


@pytest.mark.parametrize(("event", "base", "redshift"), numbered(TABLES))
def test_table_of_an_event_is_named_as_segment_names_it(event, base, redshift):
    names = table_names(event)

    assert names.base == base
    assert names.candidates == tuple(dict.fromkeys([base, redshift]))


@pytest.mark.parametrize(("path", "base", "redshift"), numbered(COLUMNS))
def test_column_of_a_property_is_named_as_segment_names_it(path, base, redshift):
    names = column_names(path, "track")

    assert names.base == base
    assert names.candidates == tuple(dict.fromkeys([base, redshift]))


@pytest.mark.parametrize(("name", "base"), numbered(NAMES))
def test_any_name_is_normalised_as_segment_does(name, base):
    assert snake_case(name) == base


@pytest.mark.parametrize(("path", "base"), numbered(RESERVED))
def test_property_named_like_a_column_of_segment_is_looked_for_with_an_underscore(path, base):
    names = column_names(path, "track")

    assert names == (base, (f"_{base}",))


@pytest.mark.parametrize(("column", "alias"), numbered(CONTEXT))
def test_context_column_is_known_by_the_name_segment_gives_it(column, alias):
    aliases = {known.name: known.alias for known in SDK.context}

    assert aliases[column] == alias


@pytest.mark.parametrize(
    "name", ["注文完了", "", "🎉", "___"], ids=["45", "empty", "emoji", "_"]
)
def test_nothing_is_looked_for_where_nothing_of_the_name_is_left(name):
    assert table_names(name) == ("", ())
    assert column_names((name, name), "track") == ("", ())


@pytest.mark.parametrize("event", ["Users", "tracks", "Pages", "Accounts", "Identifies"])
def test_event_named_like_a_standard_table_has_no_table(event):
    assert table_names(event) == (event.lower(), ())


@pytest.mark.parametrize("call_type", ["track", "page", "screen", "identify", "group", "alias"])
def test_only_the_columns_of_the_calls_own_tables_are_reserved(call_type):
    names = column_names(("group_id",), call_type)

    assert ("group_id" in names.candidates) == (call_type != "group")


def test_names_longer_than_a_warehouse_allows_are_also_looked_for_as_cut():
    name = "a" * 130

    assert table_names(name).candidates == (name, "a" * 127, "a" * 63)


def test_names_of_one_length_with_the_limit_are_not_cut():
    assert table_names("a" * 63).candidates == ("a" * 63,)


def by_hand(text):
    """The rule as a machine of three states: between words, in capitals, in small letters."""
    words, state = [], "between"
    for character in text:
        digit = "0" <= character <= "9"
        small = "a" <= character <= "z"
        capital = "A" <= character <= "Z"
        if not (digit or small or capital):
            state = "between"
            continue
        if state == "between" or (state == "small" and capital):
            words.append("")
            state = "capitals"
        if small:
            state = "small"
        words[-1] += character.lower()
    return "_".join(words)


NAMES_OF_USERS = st.text() | st.text(st.sampled_from("aZ09 _-é"), max_size=12)


@given(NAMES_OF_USERS)
def test_normaliser_agrees_with_the_rule_told_another_way(name):
    assert snake_case(name) == by_hand(name)


@given(NAMES_OF_USERS)
def test_normalising_twice_changes_nothing(name):
    assert snake_case(snake_case(name)) == snake_case(name)


@given(st.lists(NAMES_OF_USERS, min_size=1, max_size=3))
def test_parts_of_a_path_are_normalised_alone(path):
    parts = [snake_case(part) for part in path]

    assert flat_name(tuple(path)) == ("_".join(parts) if any(parts) else "")
