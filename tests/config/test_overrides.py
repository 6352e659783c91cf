"""``build.events``: whom its keys name, and which of two wins."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reflekt_dbt.config.load import config_from
from reflekt_dbt.config.overrides import (
    ColumnOverrides,
    EventOverrides,
    Unplanned,
    overrides_for,
)
from reflekt_dbt.config.settle import check_tables, settled_overrides
from reflekt_dbt.errors import ConfigError, SelectError


@dataclass(frozen=True)
class Named:
    id: str


EVENTS = tuple(
    map(
        Named,
        ["shop/Cart/1-0", "shop/Cart/1-1", "shop/Order/1-0", "app/Order/1-0", "app/Order/2-0"],
    )
)
SOURCES = ("shop_segment", "shops")
TABLE = EventOverrides(materialized="table")
VIEW = EventOverrides(materialized="view")


def settled(given, events=EVENTS):
    return settled_overrides(given, events, SOURCES)


class TestWhom:
    @pytest.mark.parametrize(
        ("key", "ids"),
        [
            ("shop/Cart/1-0", {"shop/Cart/1-0"}),
            ("shop/Cart", {"shop/Cart/1-0", "shop/Cart/1-1"}),
            ("schemas/shop/Order", {"shop/Order/1-0"}),
            ("*/Order", {"shop/Order/1-0", "app/Order/1-0", "app/Order/2-0"}),
        ],
    )
    def test_a_selector_names_events(self, key, ids):
        assert settled({key: TABLE}) == dict.fromkeys(ids, TABLE)

    @pytest.mark.parametrize("key", ["shop_segment.users", "shops.users"])
    def test_a_source_or_union_with_a_table_names_that(self, key):
        assert settled({key: TABLE}) == {key: TABLE}

    def test_a_dot_behind_no_source_is_part_of_a_selector(self):
        (event,) = settled({"shop/A.B": TABLE}, [Named("shop/A.B/1-0")])

        assert event == "shop/A.B/1-0"

    @pytest.mark.parametrize(
        ("key", "hint"),
        [
            ("shop/Crat", "did you mean 'shop/Cart'?"),
            ("shop_segmet.users", "a table is <source>.<table>; did you mean 'shop_segment'?"),
        ],
    )
    def test_what_names_nothing_is_refused_with_the_nearest(self, key, hint):
        with pytest.raises(SelectError) as caught:
            settled({key: TABLE})

        assert caught.value.where == f"vars.reflekt.build.events: {key}"
        assert caught.value.hint == hint

    def test_a_table_that_the_source_has_not_is_refused_with_the_nearest(self):
        with pytest.raises(SelectError) as caught:
            check_tables({"shop_segment.user": TABLE}, {"shop_segment": {"users", "tracks"}})

        assert caught.value.hint == "did you mean 'shop_segment.users'?"

    def test_a_source_that_is_not_planned_now_is_taken_on_trust(self):
        check_tables({"shop_segment.user": TABLE}, {"other": {"users"}})


class TestTwoOfOneEvent:
    @pytest.mark.parametrize("keys", [("shop", "shop/Cart"), ("shop/Cart", "shop")])
    def test_the_one_within_the_other_wins_in_any_order(self, keys):
        said = {"shop": VIEW, "shop/Cart": TABLE}

        found = settled({key: said[key] for key in keys})

        assert found["shop/Cart/1-0"] == TABLE
        assert found["shop/Order/1-0"] == VIEW

    def test_lists_add_up_and_columns_are_told_apart_by_name(self):
        wide = EventOverrides(
            tags=("a",), columns=ColumnOverrides({"x": "1"}, ("q",), {"b": "c"})
        )
        narrow = EventOverrides(
            tags=("b", "a"), columns=ColumnOverrides({"y": "2"}, ("r",), {"b": "d"})
        )

        found = settled({"shop": wide, "shop/Cart": narrow})["shop/Cart/1-0"]

        assert found.tags == ("a", "b")
        assert found.columns == ColumnOverrides({"x": "1", "y": "2"}, ("q", "r"), {"b": "d"})

    def test_neither_within_the_other_must_agree(self):
        with pytest.raises(ConfigError) as caught:
            settled({"shop": VIEW, "*/Order": TABLE})

        assert caught.value.problem == (
            "'*/Order' and 'shop' say different things of materialized"
        )

    def test_neither_within_the_other_may_say_different_things_of_others(self):
        found = settled({"shop": VIEW, "*/Order": EventOverrides(tags=("a",))})

        assert found["shop/Order/1-0"] == EventOverrides(materialized="view", tags=("a",))


class TestTable:
    def test_is_as_its_events_want_it(self):
        given = {"shop/Cart/1-1": TABLE}

        assert overrides_for(given, ["shop.cart"], ["shop/Cart/1-1", "shop/Cart/1-0"]) == TABLE

    def test_wins_over_its_events_and_the_source_over_its_union(self):
        given = {
            "shop/Cart/1-0": VIEW,
            "all.cart": EventOverrides(model="x"),
            "shop.cart": TABLE,
        }

        found = overrides_for(given, ["all.cart", "shop.cart"], ["shop/Cart/1-0"])

        assert found == EventOverrides(model="x", materialized="table")

    def test_whose_events_do_not_agree_is_to_be_named_itself(self):
        given = {"shop/Cart/1-0": VIEW, "shop/Order/1-0": TABLE}

        with pytest.raises(ConfigError) as caught:
            overrides_for(given, ["shop.users"], list(given))

        assert caught.value.hint == "say it of the table, under shop.users"


def test_everything_that_can_be_said_of_an_event_is_read():
    said = {
        "model": "orders",
        "path": "models\\orders/{source}",
        "materialized": "table",
        "tags": "finance",
        "unplanned": {"ignore": "tmp_*"},
        "context": ["context_*"],
        "columns": {"add": {"net": "total - tax"}, "exclude": "x", "rename": {"a": "b"}},
    }
    given = {"build": {"events": {"shop/Order": said, "shop/Cart": {"unplanned": "include"}}}}

    events = config_from(given, "dbt_project.yml", ()).build.events

    assert events == {
        "shop/Order": EventOverrides(
            model="orders",
            path="models/orders/{source}",
            materialized="table",
            tags=("finance",),
            unplanned=Unplanned("report", ("tmp_*",)),
            context=("context_*",),
            columns=ColumnOverrides({"net": "total - tax"}, ("x",), {"a": "b"}),
        ),
        "shop/Cart": EventOverrides(unplanned=Unplanned("include")),
    }


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("model", "2nd"),
        ("model", "a-b"),
        ("tags", ["it's"]),
        ("tags", ["{{ x }}"]),
        ("unplanned", "ignore"),
        ("columns", {"rename": {"a": "B c"}}),
        ("columns", {"add": {"a b": "1"}}),
        ("colums", {}),
    ],
)
def test_what_cannot_be_is_refused(key, value):
    with pytest.raises(ConfigError) as caught:
        config_from({"build": {"events": {"shop": {key: value}}}}, "f.yml", ())

    assert "build.events.shop" in caught.value.where
