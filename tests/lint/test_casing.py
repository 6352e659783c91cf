from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.lint.casing import is_cased, recased, words

RIGHT = {
    "title": [
        "Order Completed",
        "HTTP API Called",
        "OAuth2 Login",
        "Top 10 Viewed",
        "2FA Enabled",
    ],
    "snake": ["order_id", "id", "address_line2", "utm_2_source", "a1"],
    "camel": ["orderId", "id", "userID", "line2", "oAuth2Token", "htmlURL"],
    "pascal": ["OrderCompleted", "HTTPRequest", "OAuth2", "Id"],
    "any": ["", "what ever-it_is", "注文"],
}
WRONG = {
    "title": [
        "order completed",
        "Order completed",
        "Order_Completed",
        "Order  Completed",
        "Order ",
    ],
    "snake": ["orderId", "Order_id", "order__id", "_id", "order_", "order-id", "2nd", ""],
    "camel": ["OrderId", "order_id", "order id", "2fa"],
    "pascal": ["orderCompleted", "Order_Completed", "Order Completed", "2FA"],
}


@pytest.mark.parametrize(
    ("casing", "name"), [(casing, name) for casing in RIGHT for name in RIGHT[casing]]
)
def test_name_in_the_casing_is_taken(casing, name):
    assert is_cased(name, casing)


@pytest.mark.parametrize(
    ("casing", "name"), [(casing, name) for casing in WRONG for name in WRONG[casing]]
)
def test_name_in_another_casing_is_not(casing, name):
    assert not is_cased(name, casing)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("HTTPRequest2Failed", ["HTTP", "Request2", "Failed"]),
        ("order_id", ["order", "id"]),
        ("userID", ["user", "ID"]),
        ("OAuth2Token", ["O", "Auth2", "Token"]),
        ("Top 10 Viewed", ["Top", "10", "Viewed"]),
        ("URL2", ["URL2"]),
    ],
)
def test_digits_stay_with_their_word_and_acronyms_are_one(name, expected):
    assert words(name) == expected


@pytest.mark.parametrize(
    ("name", "casing", "expected"),
    [
        ("orderId", "snake", "order_id"),
        ("Order Completed", "snake", "order_completed"),
        ("order_completed", "title", "Order Completed"),
        ("HTTP request", "title", "HTTP Request"),
        ("order_id", "camel", "orderId"),
        ("order completed", "pascal", "OrderCompleted"),
        ("注文", "snake", ""),
        ("größe", "snake", ""),
        ("2nd_line", "snake", ""),
    ],
)
def test_name_is_written_anew_unless_something_would_be_lost(name, casing, expected):
    assert recased(name, casing) == expected


@given(st.text(), st.sampled_from(["title", "snake", "camel", "pascal"]))
def test_what_is_written_anew_is_in_its_casing_and_stays_so(name, casing):
    made = recased(name, casing)

    assert made == "" or (is_cased(made, casing) and recased(made, casing) == made)
