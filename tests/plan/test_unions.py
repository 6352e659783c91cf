"""Models over several sources: what is decided before a warehouse is asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest

import reflekt_dbt.plan
from reflekt_dbt.config.model import BuildConfig, Config, ModelsConfig, SourceConfig
from reflekt_dbt.errors import SelectError
from reflekt_dbt.events.model import Property
from reflekt_dbt.plan.compile import Landing, compile_plan
from reflekt_dbt.plan.dump import plan_json
from reflekt_dbt.plan.sources import sources_for
from reflekt_dbt.plan.surroundings import Surroundings
from tests.plan.conftest import DEMO

GOLDEN = Path(__file__).parents[1] / "golden" / "render" / "union" / "plan.json"
SCHEMA = Path(reflekt_dbt.plan.__file__).with_name("plan.schema.json")

IOS = SourceConfig("ios", "demo", union="shop")
ANDROID = SourceConfig("android", "demo", schema="{{ target.name }}_android", union="shop")
WEB = SourceConfig("web", "demo", union="shop")
CRM = SourceConfig("crm", "demo")


def compiled(*landings, surroundings=None, selected=None, **build):
    config = Config(build=BuildConfig(**build))
    landed = [Landing(source, tuple(events)) for source, events in landings]
    around = surroundings or Surroundings("jaffle_shop")
    return compile_plan(landed, config, {"demo": DEMO}, around, selected)


def model(plan, name):
    (found,) = [one for one in plan["unions"] if one["model"] == name]
    return found


def prop(name, *types, **more):
    return Property(tuple(name.split(".")), types, **more)


@pytest.fixture
def order(event):
    return event("shop/Order/1-0", "order_id", "coupon")


@pytest.fixture
def next_order(event):
    return event("shop/Order/1-1", "order_id", "note", description="About the next order.")


@pytest.fixture
def other_order(event):
    return event("shop/Order/2-0", prop("order_id", "integer", required=True))


@pytest.fixture
def worlds(event):
    """The events of a golden folder: those of the apps, and those of the website."""
    first = event("shop/Order_Completed/1-0", "order_id", "coupon", prop("total", "number"))
    now = event(
        "shop/Order_Completed/1-1",
        prop("order_id", "string", required=True, description="Id of the order."),
        prop("quantity", "integer", required=True),
        prop("total", "number", description="In cents."),
        prop("carrier", "string", enum=("post", "pigeon"), required=True),
        prop("rating", "integer", enum=(1, 2)),
        prop("paid", "boolean"),
        prop("placed_at", "string", format="date-time"),
        prop("shipped_on", "string", format="date"),
        prop("items", "array"),
        prop("token", "string"),
        prop("epoch", "string", format="date-time"),
        prop("anything", "string", "integer"),
        prop("source_name", "string"),
        prop("never", "number"),
        prop("everywhere", "number"),
        metadata={"owner": "checkout"},
    )
    seen = event("shop/Tea_Poured/1-0", "cups")
    gone = event("shop/Gone/1-0", "why")
    identify = event("shop/Identify/1-0", "email")
    return [now, seen, gone, identify], [first, seen, gone, identify]


def test_plan_is_that_of_its_golden_folder(worlds, golden):
    apps, website = worlds

    plan = compiled(
        (IOS, apps),
        (ANDROID, apps),
        (WEB, website),
        models=ModelsConfig(
            filter="where received_at < current_timestamp",
            casts={"everywhere": "numeric(9, 2)"},
        ),
    )

    plan["codes"] = []
    plan["docs"] = []
    plan["quoted"] = [["", ["order", "timestamp"]]]
    golden(GOLDEN, plan_json(plan))


def test_it_satisfies_the_schema_of_plans(order, other_order):
    plan = compiled((IOS, [order]), (WEB, [other_order]), (CRM, [order]))

    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
    assert [error.message for error in validator.iter_errors(plan)] == []
    assert json.loads(json.dumps(plan)) == plan


def test_tables_of_a_union_name_its_model_and_lie_in_its_folder(order):
    plan = compiled((IOS, [order]), (WEB, [order]))

    assert {(one["source"], one["model"], one["path"]) for one in plan["tables"]} == {
        (source, f"stg_shop__{name}", f"models/staging/shop/stg_shop__{name}.sql")
        for source in ("ios", "web")
        for name in ("tracks", "order")
    }
    assert [one["path"] for one in plan["sources"]] == [
        "models/staging/ios/__src_ios.yml",
        "models/staging/web/__src_web.yml",
    ]


def test_source_without_a_union_keeps_its_own_models(order):
    plan = compiled((IOS, [order]), (CRM, [order]))

    of_crm = [one for one in plan["tables"] if one["source"] == "crm"]
    assert [one["model"] for one in of_crm] == ["stg_crm__tracks", "stg_crm__order"]
    assert [one["union"] for one in of_crm] == [None, None]
    assert {one["alias"] for table in of_crm for one in table["literals"]} == {
        "call_type", "source_schema", "source_table", "schema_id",
    }  # fmt: skip


def test_each_table_says_which_source_its_rows_are_from(order):
    plan = compiled((IOS, [order]), (WEB, [order]))

    said = [
        (one["source"], literal["text"], literal["is_code"])
        for one in plan["tables"]
        for literal in one["literals"]
        if literal["alias"] == "source_name"
    ]
    assert said == [(name, name, False) for name in ("ios", "ios", "web", "web")]


def test_every_doc_block_that_a_union_calls_is_written(order):
    plan = compiled((IOS, [order]))

    blocks = {name for name, _ in plan["docs"][0]["blocks"]}
    assert "reflekt_demo__source_name" in blocks


def test_model_is_that_of_all_events_that_any_source_has(order, next_order):
    plan = compiled((WEB, [order]), (IOS, [order, next_order]))

    shop = model(plan, "stg_shop__order")
    assert shop["header"].endswith("shop/Order/1-1.json, shop/Order/1-0.json")
    assert shop["event"] == "shop/Order/1-1"
    assert shop["description"] == "'About the next order.'"
    assert [(one["alias"], one["meta"]) for one in shop["properties"]] == [
        ("order_id", []),
        ("note", []),
        ("coupon", ["deprecated: true"]),
    ]


def test_order_of_the_sources_changes_nothing_but_the_order_of_branches(order, next_order):
    one = compiled((WEB, [order]), (IOS, [next_order]))
    other = compiled((IOS, [next_order]), (WEB, [order]))

    assert model(one, "stg_shop__order") == model(other, "stg_shop__order")


def test_sources_of_two_majors_are_united_and_bind_no_rows(order, other_order):
    plan = compiled((WEB, [order]), (IOS, [other_order]))

    shop = model(plan, "stg_shop__order")
    assert [one["alias"] for one in shop["properties"]] == ["order_id", "coupon"]
    assert shop["properties"][0]["type"] == "integer"
    assert shop["properties"][0]["tests"] == []


def test_required_property_is_tested_over_the_whole_union(event):
    order = event("shop/Order/1-0", prop("order_id", "string", required=True))

    plan = compiled((WEB, [order]), (IOS, [order]))

    (planned,) = model(plan, "stg_shop__order")["properties"]
    assert [lines[0] for lines in planned["tests"]] == ["- not_null:"]


def test_events_of_one_source_alone_have_a_model_too(order, event):
    tea = event("shop/Tea/1-0", "cups")

    plan = compiled((WEB, [order]), (IOS, [order, tea]))

    assert [one["model"] for one in plan["unions"]] == [
        "stg_shop__tracks", "stg_shop__order", "stg_shop__tea",
    ]  # fmt: skip


def test_selecting_an_event_selects_the_tables_of_all_sources(order, next_order):
    plan = compiled((WEB, [order]), (IOS, [next_order]), selected={"shop/Order/1-1"})

    assert {one["source"]: one["selected"] for one in plan["tables"] if one["event"]} == {
        "web": True, "ios": True,
    }  # fmt: skip
    assert model(plan, "stg_shop__order")["selected"]


def test_selecting_another_event_selects_none_of_them(order, event):
    tea = event("shop/Tea/1-0", "cups")

    plan = compiled((WEB, [order, tea]), (IOS, [order]), selected={"shop/Tea/1-0"})

    assert not model(plan, "stg_shop__order")["selected"]
    assert model(plan, "stg_shop__tea")["selected"]


def test_name_that_the_project_has_is_taken_for_the_union(order):
    around = Surroundings("shop", models={"stg_shop__order": "models/mine.sql"})

    plan = compiled((WEB, [order]), (IOS, [order]), surroundings=around)

    assert model(plan, "stg_shop__order")["taken_by"] == "models/mine.sql"
    assert model(plan, "stg_shop__tracks")["taken_by"] == ""


def test_property_called_source_name_gives_way_in_every_model(event):
    order = event("shop/Order/1-0", "source_name")

    plan = compiled((CRM, [order]))

    assert plan["tables"][1]["properties"][0]["alias"] == "_source_name"


@pytest.mark.parametrize(
    ("name", "branch"),
    [("ios", "ios"), ("IOS", "ios"), ("select", "select"), ("_1", "_1")],
)
def test_branch_is_called_after_its_source(order, name, branch):
    plan = compiled((replace(WEB, name=name), [order]))

    assert {one["union"]["branch"] for one in plan["tables"]} == {branch}


def test_long_names_stay_apart_within_what_every_warehouse_takes(order):
    names = ["s" * 80 + ending for ending in ("_ios", "_web")]

    plan = compiled(*[(replace(WEB, name=name), [order]) for name in names])

    branches = {one["union"]["branch"] for one in plan["tables"]}
    assert len(branches) == 2
    assert {len(f"event_rows_{branch}") for branch in branches} == {63}


@pytest.mark.parametrize("asked", ["ios", "raw.ios"])
def test_asking_for_one_source_asks_for_its_union_in_the_order_of_the_config(asked):
    configured = [CRM, replace(IOS, database="raw"), WEB, replace(CRM, name="pos")]

    found = sources_for(configured, asked, "", ["demo"], None)

    assert [one.name for one in found] == ["ios", "web"]


def test_asking_for_a_source_of_no_union_asks_for_it_alone():
    found = sources_for([IOS, CRM, WEB], "crm", "", ["demo"], None)

    assert found == (CRM,)


def test_place_that_is_not_configured_may_not_bear_the_name_of_a_union():
    with pytest.raises(SelectError, match="whose files it would overwrite"):
        sources_for([IOS, WEB], "raw.shop", "demo", ["demo"], None)
