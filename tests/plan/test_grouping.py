"""Which events land in which table, and which of their versions are built."""

from __future__ import annotations

import pytest

from reflekt_dbt.config.model import SourceConfig
from reflekt_dbt.events.model import Property
from reflekt_dbt.plan.compile import Landing, unclaimed
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS


def models(plan):
    return [table["model"] for table in plan["tables"]]


def table_of(plan, model):
    return next(table for table in plan["tables"] if table["model"] == f"stg_shop__{model}")


def properties(table):
    return {prop["property"]: prop for prop in table["properties"]}


def codes(plan):
    return [(code, event, prop) for code, event, prop, _ in plan["findings"]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Identify", ["tracks", "identifies", "users"]),
        ("Group", ["tracks", "groups"]),
        ("Page Viewed", ["tracks", "pages"]),
        ("Landing Page Viewed", ["tracks", "landing_page_viewed"]),
        ("Identify Verified", ["tracks", "identify_verified"]),
        ("Product Group Viewed", ["tracks", "product_group_viewed"]),
    ],
)
def test_event_lands_in_the_tables_of_its_call_by_its_exact_name(
    plan_of, event, name, expected
):
    plan = plan_of(event(f"shop/{name.replace(' ', '_')}/1-0", "a"))

    assert models(plan) == [f"stg_shop__{table}" for table in expected]


def test_config_says_which_events_stand_for_a_call(plan_of, event):
    shop = {"calls": {"page": ("Seen",)}}

    plan = plan_of(event("shop/Seen/1-0"), event("shop/Page_Viewed/1-0"), source=shop)

    assert models(plan) == ["stg_shop__tracks", "stg_shop__pages", "stg_shop__page_viewed"]


def test_table_of_all_events_is_there_even_without_events_and_belongs_to_none(plan_of):
    plan = plan_of()

    (tracks,) = plan["tables"]
    assert (tracks["event"], tracks["events"], tracks["properties"]) == ("", [], [])
    assert {literal["alias"]: literal["text"] for literal in tracks["literals"]}[
        "schema_id"
    ] is None


def test_same_event_in_two_plans_is_one_model_of_both(plan_of, event):
    plan = plan_of(event("a/Cart_Viewed/1-0", "x"), event("b/Cart_Viewed/1-0", "y"))

    cart = table_of(plan, "cart_viewed")
    assert models(plan).count("stg_shop__cart_viewed") == 1
    assert list(properties(cart)) == ["x", "y"]
    assert codes(plan) == [
        ("events_share_table", "a/Cart_Viewed/1-0", ""),
        ("events_share_table", "b/Cart_Viewed/1-0", ""),
    ]


def test_names_that_the_loader_makes_one_of_are_one_model(plan_of, event):
    plan = plan_of(
        event("a/Cart_Viewed/1-0", "x"), event("a/cart_viewed/1-0", "x", name="cart_viewed")
    )

    assert models(plan) == ["stg_shop__tracks", "stg_shop__cart_viewed"]
    assert [code for code, *_ in codes(plan)] == ["events_share_table"] * 2


def test_row_of_a_shared_table_is_not_said_to_be_of_one_event(plan_of, event):
    one = event("a/Cart/1-0", metadata={"owner": "ann"})
    plan = plan_of(one, event("b/Cart/1-0", metadata={"owner": "bob"}))

    cart = table_of(plan, "cart")
    texts = {literal["alias"]: literal["text"] for literal in cart["literals"]}
    assert texts["schema_id"] is None
    assert cart["meta"] == ["schema_id:", "  - 'a/Cart/1-0.json'", "  - 'b/Cart/1-0.json'"]
    assert cart["description"] == "'About Cart. About Cart.'"


@pytest.fixture
def versions(event):
    return [
        event("shop/Step/1-0", "old", "id"),
        event("shop/Step/1-10", "old", "id"),
        event("shop/Step/2-0", "dropped", "kept"),
        event("shop/Step/2-2", "new", "kept"),
        event("shop/Step/2-10", "newest", "kept"),
    ]


def test_highest_major_is_built_with_the_union_of_its_minors(plan_of, versions):
    step = table_of(plan_of(*versions), "step")

    assert step["events"] == ["shop/Step/2-10", "shop/Step/2-2", "shop/Step/2-0"]
    assert step["event"] == "shop/Step/2-10"
    assert list(properties(step)) == ["newest", "kept", "new", "dropped"]


def test_property_that_a_later_minor_dropped_is_deprecated(plan_of, versions):
    step = table_of(plan_of(*versions), "step")

    meta = {name: prop["meta"] for name, prop in properties(step).items()}
    assert meta == {
        "newest": [],
        "kept": [],
        "new": ["deprecated: true"],
        "dropped": ["deprecated: true"],
    }


def test_older_majors_are_a_finding_and_their_columns_are_accounted_for(plan_of, versions):
    plan = plan_of(*versions)

    assert codes(plan) == [
        ("older_major_not_built", "shop/Step/1-10", ""),
        ("older_major_not_built", "shop/Step/1-0", ""),
    ]
    assert table_of(plan, "step")["known"] == ["_id", "_old", "id", "old"]


def test_order_of_the_events_does_not_matter(plan_of, versions):
    assert plan_of(*reversed(versions)) == plan_of(*versions)


@pytest.mark.parametrize(
    "others",
    [["shop/Step/2-0"], ["other/Step/1-0"]],
    ids=["another major in the table", "another event in the table"],
)
def test_schema_gives_no_tests_where_rows_of_others_are_in_the_table(plan_of, event, others):
    strict = Property(("a",), ("string",), required=True, enum=("x",))

    alone = plan_of(event("shop/Step/1-0", strict))
    shared = plan_of(event("shop/Step/1-0", strict), *(event(one, strict) for one in others))

    def tests_of(plan):
        prop = properties(table_of(plan, "step"))["a"]
        return len(prop["tests"]), len(prop["value_tests"])

    assert tests_of(alone) == (1, 1)
    assert tests_of(shared) == (0, 0)


def test_deprecated_property_has_no_tests_since_new_rows_lack_it(plan_of, event):
    strict = Property(("a",), ("string",), required=True)

    plan = plan_of(event("shop/Step/1-0", strict, "b"), event("shop/Step/1-1", "b"))

    assert properties(table_of(plan, "step"))["a"]["tests"] == []


def test_property_that_one_of_two_events_still_has_is_not_deprecated(plan_of, event):
    plan = plan_of(
        event("a/Step/1-0", "x"), event("a/Step/1-1", "y"), event("b/Step/1-0", "x", "z")
    )

    assert [prop["meta"] for prop in table_of(plan, "step")["properties"]] == [[], [], []]


def test_table_is_looked_for_under_a_name_that_is_no_others_first_choice(plan_of, event):
    plan = plan_of(event("shop/Cart/1-0"), event("shop/_Cart/1-0", name="_Cart"))

    assert {table["model"]: table["relations"] for table in plan["tables"]} == {
        "stg_shop__tracks": ["tracks"],
        "stg_shop__cart": ["cart"],
        "stg_shop___cart": ["_cart", "__cart"],
    }


def test_event_whose_name_the_loader_cannot_use_is_a_finding(plan_of, event):
    plan = plan_of(event("shop/___/1-0", name=""))

    assert models(plan) == ["stg_shop__tracks"]
    assert codes(plan) == [("event_not_loaded", "shop/___/1-0", "")]


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        (None, ["tracks", "identifies", "users", "cart"]),
        ({"shop/Cart/1-0"}, ["tracks", "cart"]),
        ({"shop/Cart/0-9"}, ["tracks", "cart"]),
    ],
    ids=["none", "one", "an older major of one"],
)
def test_selection_limits_what_is_written_and_never_what_is_planned(
    plan_of, event, selected, expected
):
    events = [event(f"shop/{one}") for one in ("Cart/0-9", "Cart/1-0", "Identify/1-0")]

    plan = plan_of(*events, selected=selected)

    assert len(plan["tables"]) == 4
    written = [table["model"] for table in plan["tables"] if table["selected"]]
    assert written == [f"stg_shop__{table}" for table in expected]


def test_event_that_no_source_selects_is_a_finding(event):
    cart, lost = event("shop/Cart/1-0"), event("shop/Lost/1-0")
    landing = Landing(SourceConfig("shop", "segment", "shop"), (cart,))

    assert unclaimed([cart, lost], [landing]) == [
        ["event_without_source", "shop/Lost/1-0", "", {}]
    ]


def test_name_of_a_model_that_someone_else_has_is_said(plan_of, event):
    around = Surroundings("x", models={"stg_shop__tracks": "marts/t.sql"})

    plan = plan_of(event("shop/Cart/1-0"), surroundings=around)

    assert [table["taken_by"] for table in plan["tables"]] == ["marts/t.sql", ""]


@pytest.mark.parametrize("sdk", SDKS.values(), ids=SDKS)
def test_every_word_of_a_layout_has_its_doc_block(plan_of, event, sdk):
    plan = plan_of(event("shop/Cart/1-0"), sdk=sdk)

    blocks = {name for docs in plan["docs"] for name, _ in docs["blocks"]}
    columns = [
        column
        for layout in plan["layouts"]
        for column in (*layout["columns"], *layout["context"])
    ]
    columns += [literal for table in plan["tables"] for literal in table["literals"]]
    named = {column["description"].split('"')[1] for column in columns}
    assert named <= blocks
