"""Names of events and properties, from what loaders made of them: the way back is the rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.infer.names import event_name, property_names
from reflekt_dbt.sdks import SDKS

WORDS = st.text("abcdefghxyzABCXYZ0189_- .", min_size=1, max_size=24)
COLUMNS = st.text("abcxyz0189_", min_size=1, max_size=12)
SDK = pytest.mark.parametrize("sdk", SDKS.values(), ids=SDKS)
CASINGS = ("any", "title", "snake", "camel", "pascal")


def named(columns, sdk, casing="snake", taken=()):
    return property_names(
        columns, lambda name: sdk.column_names((name,), "track"), taken, casing
    )


@pytest.mark.parametrize(
    ("sdk", "table", "casing", "name"),
    [
        ("segment", "order_completed", "title", "Order Completed"),
        ("segment", "order_completed", "any", "Order Completed"),
        ("segment", "order_completed", "snake", "order_completed"),
        ("segment", "order_completed", "pascal", "OrderCompleted"),
        ("segment", "order_completed", "camel", "orderCompleted"),
        ("segment", "2fa_enabled", "title", "2fa Enabled"),
        ("segment", "_2fa_enabled", "title", "2fa Enabled"),
        ("rudderstack", "_order", "title", "Order"),
        ("rudderstack", "_2_fa_enabled", "title", "2 Fa Enabled"),
        ("rudderstack", "_tracks", "title", "Tracks"),
    ],
)
def test_event_is_called_as_conventions_want(sdk, table, casing, name):
    assert event_name(table, SDKS[sdk], (), casing) == name


def test_event_that_another_call_sends_is_not_one_of_a_track_call():
    assert event_name("identify", SDKS["segment"], ("Identify",), "title") == "identify"


@pytest.mark.parametrize("table", ["drop table; --", "Käse", "tracks", ""])
def test_table_that_the_loader_never_makes_has_no_event(table):
    assert event_name(table, SDKS["segment"], (), "title") == ""


@SDK
@given(name=WORDS, casing=st.sampled_from(CASINGS))
def test_every_table_of_the_loader_leads_to_an_event_that_leads_back(sdk, name, casing):
    for table in sdk.table_names(name).candidates:
        made = event_name(table, sdk, (), casing)

        assert table in sdk.table_names(made).candidates


@pytest.mark.parametrize(
    ("columns", "casing", "names"),
    [
        (["order_id"], "snake", {"order_id": "order_id"}),
        (["order_id"], "camel", {"order_id": "orderId"}),
        # An escaped name, and beside it the name that was not escaped.
        (["_limit"], "snake", {"_limit": "limit"}),
        (["_limit", "limit"], "snake", {"_limit": "_limit", "limit": "limit"}),
        # No property is ever loaded into these.
        (["Käse"], "snake", {}),
        (["a b"], "snake", {}),
    ],
)
def test_property_is_called_as_conventions_want(columns, casing, names):
    assert named(columns, SDKS["rudderstack"], casing) == names


def test_name_of_a_planned_property_is_not_given_twice():
    assert named(["_limit"], SDKS["rudderstack"], taken=["limit"]) == {"_limit": "_limit"}


@SDK
@given(columns=st.lists(COLUMNS, unique=True, max_size=6), casing=st.sampled_from(CASINGS))
def test_no_two_columns_share_a_property_and_each_property_has_its_column(sdk, columns, casing):
    made = named(columns, sdk, casing)

    assert len(set(made.values())) == len(made)
    for column, name in made.items():
        there = [one for one in sdk.column_names((name,), "track").candidates if one in columns]
        assert there[0] == column
