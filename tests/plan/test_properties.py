"""The columns of a table that hold properties: what is looked for, and what is said of them."""

from __future__ import annotations

import pytest

from reflekt_dbt.events.model import Property
from reflekt_dbt.plan.candidates import settle


def planned(plan):
    return {prop["property"]: prop for prop in plan["tables"][-1]["properties"]}


def prop(name, *types, **more):
    return Property(tuple(name.split(".")), types, **more)


@pytest.mark.parametrize(
    ("given", "family"),
    [
        (prop("a", "string"), "string"),
        (prop("a", "integer"), "integer"),
        (prop("a", "integer", "number"), "number"),
        (prop("a", "boolean"), "boolean"),
        (prop("a", "array"), "json"),
        (prop("a", "object"), "json"),
        (prop("a", "string", format="date-time"), "timestamp"),
        (prop("a", "string", format="date"), "date"),
        (prop("a", "string", format="email"), "string"),
        (prop("a", "integer", format="date"), "integer"),
        (prop("a", "integer", "string"), "any"),
        (prop("a"), "any"),
        (prop("a", "any"), "any"),
    ],
    ids=lambda value: getattr(value, "format", value) or "-".join(value.types) or "no type",
)
def test_types_of_a_property_are_a_family(plan_of, event, given, family):
    plan = plan_of(event("shop/Cart/1-0", given))

    assert planned(plan)["a"]["type"] == family


def test_properties_in_one_column_are_one_column_described_by_the_value_that_stays(
    plan_of, event
):
    first, last = prop("cart.id", "string", description="1"), prop("cart_id", description="2")

    plan = plan_of(event("shop/Cart/1-0", first, last))

    assert list(planned(plan)) == ["cart_id"]
    assert planned(plan)["cart_id"]["description"] == "'2'"
    assert plan["findings"] == [
        [
            "properties_share_column",
            "shop/Cart/1-0",
            "cart_id",
            {"column": "cart_id", "others": "cart.id"},
        ],
        [
            "properties_share_column",
            "shop/Cart/1-0",
            "cart.id",
            {"column": "cart_id", "others": "cart_id"},
        ],
    ]


def test_property_that_the_loader_drops_is_said_once_though_it_has_two_tables(plan_of, event):
    plan = plan_of(event("shop/Identify/1-0", "email", "secret"))

    assert plan["findings"] == [
        ["property_not_loaded", "shop/Identify/1-0", "secret", {"sdk": "Demo"}]
    ]


def test_cast_is_asked_for_by_alias_or_by_column(plan_of, event):
    casts = {"_order": "integer", "total": "numeric"}

    plan = plan_of(event("shop/Cart/1-0", "order", "total", "other"), models={"casts": casts})

    assert {name: prop["cast"] for name, prop in planned(plan).items()} == {
        "order": "integer",
        "total": "numeric",
        "other": None,
    }


def test_property_without_a_description_has_none(plan_of, event):
    plan = plan_of(event("shop/Cart/1-0", "coupon"))

    assert planned(plan)["coupon"]["description"] == ""


def test_column_is_looked_for_under_a_name_that_is_no_others_first_choice(plan_of, event):
    plan = plan_of(event("shop/Cart/1-0", "order", "_order"))

    assert {name: prop["column"] for name, prop in planned(plan).items()} == {
        "order": ["order"],
        "_order": ["_order", "__order"],
    }


@pytest.mark.parametrize(
    ("wanted", "settled"),
    [
        ([["a", "b"]], [["a", "b"]]),
        ([["a", "b"], ["b", "c"]], [["a"], ["b", "c"]]),
        ([["a", "x"], ["b", "x"]], [["a", "x"], ["b"]]),
        ([["b", "x"], ["a", "x"]], [["b"], ["a", "x"]]),
    ],
    ids=[
        "alone",
        "first choice wins",
        "else the first by name",
        "in any order",
    ],
)
def test_a_name_is_looked_for_by_one_only(wanted, settled):
    assert settle(wanted) == settled


def test_name_that_sql_takes_only_in_quotes_is_listed(plan_of, event):
    plan = plan_of(event("shop/Cart/1-0", "2nd"))

    for _, names in plan["quoted"]:
        assert {"2nd", "order", "select"} <= set(names)
        assert names == sorted(names)
        assert "coupon" not in names


def test_word_is_quoted_where_it_is_reserved_and_where_no_one_knows(plan_of, event):
    plan = plan_of(event("shop/Cart/1-0"))

    reserving = [adapter for adapter, names in plan["quoted"] if "timestamp" in names]
    assert reserving == ["redshift", ""]
