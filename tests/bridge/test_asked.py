from __future__ import annotations

import pytest

from reflekt_dbt.bridge.asked import Asked
from reflekt_dbt.errors import SelectError


def test_nothing_asked_is_a_plain_live_run():
    asked = Asked.of({"select": None, "source": None, "check": None})

    assert asked == Asked()
    assert asked.asks_warehouse


@pytest.mark.parametrize(
    ("given", "expected"),
    [("shop", ("shop",)), (["a", "b"], ("a", "b")), (" ", ()), ([], ())],
    ids=["text", "list", "blank", "empty list"],
)
def test_select_is_text_or_a_list(given, expected):
    assert Asked.of({"select": given}).select == expected


def test_misspelt_argument_names_the_nearest_one():
    with pytest.raises(SelectError, match="did you mean 'select'"):
        Asked.of({"selct": "shop"})


@pytest.mark.parametrize(
    "given",
    [
        {"select": 3},
        {"select": [3]},
        {"source": ["a"]},
        {"check": "yes"},
        {"fail_on": "bad"},
        {"table": 1},
        {"table": "a b"},
        {"table": "a.b.c.d"},
        {"write_catalog": 1},
    ],
    ids=str,
)
def test_argument_of_the_wrong_shape_is_refused(given):
    with pytest.raises(SelectError):
        Asked.of(given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"check": True}, False),
        ({"check": True, "live": True}, True),
        ({"offline": True}, False),
        ({"dry_run": True}, True),
    ],
    ids=str,
)
def test_a_check_asks_no_warehouse_unless_told_to(given, expected):
    assert Asked.of(given).asks_warehouse is expected


@pytest.mark.parametrize(
    "given",
    [
        {"offline": True, "live": True},
        {"offline": True, "refresh_catalog": True},
        {"check": True, "refresh_catalog": True},
        {"offline": True, "write_catalog": True},
        {"offline": True, "table": "a.b"},
    ],
    ids=str,
)
def test_what_cannot_both_be_meant_is_refused(given):
    with pytest.raises(SelectError):
        Asked.of(given)
