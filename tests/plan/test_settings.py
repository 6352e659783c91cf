"""What the plan says of settings that only the warehouse can answer."""

from __future__ import annotations

import pytest

from reflekt_dbt.events.model import Property
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS

CART = "shop/Cart/1-0"


def test_settings_are_passed_on_as_they_are(plan_of, event):
    models = {
        "safe_casts": True,
        "persist_docs": {"relation": False, "columns": True},
        "partition_by": "received_at_tstamp",
        "cluster_by": ("event_name",),
    }

    plan = plan_of(event(CART), models=models, docs={"test_window": 3})

    mark = plan["settings"].pop("test_window_line")
    assert mark.startswith("where: ")
    assert plan["settings"] == {
        "safe_casts": True,
        "persist_docs": ["columns"],
        "partition_by": "received_at_tstamp",
        "cluster_by": ["event_name"],
        "test_window": 3,
    }


def test_window_marks_every_test_but_those_with_a_where(plan_of, event):
    own = {"not_null": {"config": {"where": "true"}}}
    needed = Property(("size",), ("string",), required=True, enum=("S", "M"))
    docs = {"test_window": 3, "tests": {"size": (own,), "id": ("unique",)}}

    plan = plan_of(event(CART, needed), docs=docs)

    mark = plan["settings"]["test_window_line"]
    (size,) = plan["tables"][-1]["properties"]
    lines = [*size["tests"], *(lines for _, lines in size["value_tests"])]
    assert [any(line.strip() == mark for line in test) for test in lines] == [False, True]


def test_tests_have_no_mark_without_a_window(plan_of, event):
    plan = plan_of(event(CART, "size"), docs={"tests": {"size": ("unique",)}})

    (size,) = plan["tables"][-1]["properties"]
    assert plan["settings"]["test_window_line"] not in str(size["tests"])


@pytest.mark.parametrize("sdk", SDKS.values(), ids=SDKS)
def test_table_says_by_which_column_its_rows_came(plan_of, event, sdk):
    plan = plan_of(event(CART), sdk=sdk)

    column, alias = plan["tables"][-1]["received_at"]
    assert (column, alias) == (sdk.loaded_at, "received_at_tstamp")


class TestContainers:
    def test_are_the_objects_around_innermost_first(self, plan_of, event):
        deep = Property(("cart", "Gift Card", "endsAt"), ("string",))

        plan = plan_of(event(CART, deep), source={"flatten": True}, sdk=SDKS["segment"])

        (prop,) = plan["tables"][-1]["properties"]
        assert prop["containers"] == [
            [["cart_gift_card"], ["endsAt"], ["ends_at"]],
            [["cart"], ["Gift Card", "endsAt"], ["gift_card", "ends_at"]],
        ]

    def test_are_none_unless_asked_for(self, plan_of, event):
        plan = plan_of(event(CART, "cart.total"))

        assert plan["tables"][-1]["properties"][0]["containers"] == []

    def test_a_property_at_the_top_has_none(self, plan_of, event):
        plan = plan_of(event(CART, "total"), source={"flatten": True})

        assert plan["tables"][-1]["properties"][0]["containers"] == []


class TestQuoting:
    def test_of_the_source_wins_over_the_project_s(self, plan_of, event):
        around = Surroundings("shop", quoting={"schema": True, "identifier": True})

        plan = plan_of(event(CART), source={"quoting": {"schema": False}}, surroundings=around)

        (source,) = plan["sources"]
        assert source["quoting"] == {"database": None, "schema": False, "identifier": True}
        assert source["location"] == ["schema: shop", "quoting:", "  schema: false"]

    def test_of_the_project_is_not_repeated_in_the_source(self, plan_of, event):
        around = Surroundings("shop", quoting={"schema": True})

        plan = plan_of(event(CART), surroundings=around)

        assert plan["sources"][0]["location"] == ["schema: shop"]
