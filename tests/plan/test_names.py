"""What models and files are called, and where they stand."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reflekt_dbt.config.model import (
    BuildConfig,
    DocsConfig,
    SourceConfig,
    SourceFilesConfig,
)
from reflekt_dbt.config.overrides import EventOverrides
from reflekt_dbt.errors import ConfigError, SelectError
from reflekt_dbt.plan.names import check_names
from reflekt_dbt.plan.sources import with_shared_docs
from reflekt_dbt.plan.surroundings import Surroundings

CART = "shop/Cart/1-0"


def last(plan):
    return plan["tables"][-1]


def test_names_are_made_from_patterns(plan_of, event):
    plan = plan_of(
        event("shop/Cart/2-3"),
        build={"path": "models/{sdk}/v{version}/{event}"},
        models={"prefix": "p_", "name": "{prefix}{event}_{source}_v{version}"},
        docs={"name": "_{model}", "in_folder": True},
    )

    table = last(plan)
    assert table["model"] == "p_cart_shop_v2"
    assert table["path"] == "models/demo/v2/cart/p_cart_shop_v2.sql"
    assert table["docs_path"] == "models/demo/v2/cart/docs/_p_cart_shop_v2.yml"
    assert plan["sources"][0]["path"] == "models/demo/__src_shop.yml"
    assert plan["docs"][0]["path"] == "models/_reflekt_demo.md"


def test_a_minor_moves_no_file_and_a_major_does(plan_of, event):
    def path(*versions):
        events = [event(f"shop/Cart/{version}") for version in versions]
        return last(plan_of(*events, build={"path": "models/v{version}"}))["path"]

    assert path("1-0") == path("1-0", "1-1")
    assert path("1-0") != path("1-0", "2-0")


def test_a_table_of_all_events_has_version_one(plan_of):
    plan = plan_of(build={"path": "models/v{version}"})

    assert last(plan)["path"].startswith("models/v1/")


def test_a_package_holds_all_of_it(plan_of, event):
    plan = plan_of(
        event(CART), build={"path": "models/{event}", "package": "out"}, docs={"per": "project"}
    )

    places = [last(plan)["path"], last(plan)["docs_path"], plan["sources"][0]["path"]]
    assert places == [
        "out/models/cart/stg_shop__cart.sql",
        "out/models/_models__models.yml",
        "out/models/__src_shop.yml",
    ]


def test_a_source_has_the_file_that_it_is_given(plan_of, event):
    plan = plan_of(event(CART), source={"file": "models/raw/sources.yml"})

    assert plan["sources"][0]["path"] == "models/raw/sources.yml"


@pytest.mark.parametrize(
    ("per", "expected"),
    [
        ("folder", "models/staging/shop/_shop__models.yml"),
        ("project", "models/staging/_staging__models.yml"),
    ],
)
def test_models_share_a_file_if_asked_to(plan_of, event, per, expected):
    plan = plan_of(event(CART), event("shop/Order/1-0"), docs={"per": per})

    assert {table["docs_path"] for table in plan["tables"]} == {expected}
    assert plan["shares_docs"] is True


HOSTILE = ["../../etc/passwd", "a/b", "CON", "con", "nul", "..", "x" * 400, "2nd", "order"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_event_leads_out_of_its_folder_nor_to_a_name_that_cannot_be(plan_of, event, name):
    plan = plan_of(
        event(CART, name=name),
        build={"path": "models/{event}/x"},
        models={"name": "{event}"},
        docs={"name": "{event}"},
    )

    table = last(plan)
    assert re.fullmatch(r"models/\w{2,100}/x/\w+\.sql", table["path"], re.ASCII)
    assert re.fullmatch(r"[a-z_]\w{1,62}", table["model"], re.ASCII)
    assert table["model"] not in {"con", "nul", "order"}
    assert {"con", "nul"}.isdisjoint(re.split(r"[/.]", table["docs_path"]))


class TestClash:
    def test_of_models_names_both_and_the_placeholders(self, plan_of, event):
        with pytest.raises(ConfigError) as caught:
            plan_of(event(CART), models={"name": "{source}"})

        assert caught.value.where == "vars.reflekt.build.models.name"
        assert caught.value.problem == (
            "'shop' would be the name of two: shop.tracks and shop.cart"
        )
        assert "{event}" in caught.value.hint

    def test_of_models_counts_without_case(self, plan_of, event):
        given = {"shop.cart": EventOverrides(model="Stg_Shop__TRACKS")}

        with pytest.raises(ConfigError):
            plan_of(event(CART), build={"events": given})

    def test_of_a_model_with_one_of_a_source_that_is_not_planned_now(self, plan_of, event):
        plan = plan_of(event(CART))

        with pytest.raises(ConfigError, match=r"a model of app and shop\.cart"):
            check_names(plan["tables"], [], {"STG_shop__cart": "app"}, shares_docs=False)

    def test_of_properties_files(self, plan_of, event):
        with pytest.raises(ConfigError) as caught:
            plan_of(event(CART), docs={"name": "{source}"})

        assert caught.value.where == "vars.reflekt.build.docs.name"

    def test_of_a_properties_file_with_the_source(self, plan_of, event):
        files = SourceFilesConfig(name="_shop__models")

        with pytest.raises(ConfigError) as caught:
            plan_of(event(CART), build={"sources": files}, docs={"per": "folder"})

        assert "'shop'" in caught.value.problem


class TestOverrides:
    def test_of_an_event_are_its_model_s_own(self, plan_of, event):
        own = EventOverrides("orders", "models/o/{source}", "table", ("b", "a"))

        plan = plan_of(
            event(CART), build={"events": {CART: own}}, models={"tags": ("all", "a")}
        )

        table = last(plan)
        assert (table["model"], table["path"]) == ("orders", "models/o/shop/orders.sql")
        assert table["docs_path"] == "models/o/shop/_stg_shop__cart.yml"
        assert table["config"] == ["materialized='table'", "tags=['all', 'a', 'b']"]
        assert table["key"] == "shop.cart"
        assert plan["tables"][0]["config"] == ["tags=['all', 'a']"]

    def test_of_a_loader_s_table_count_whatever_lands_there(self, plan_of, event):
        own = EventOverrides(materialized="incremental")

        plan = plan_of(event("shop/Identify/1-0"), build={"events": {"shop.users": own}})

        configs = {table["key"]: table["config"] for table in plan["tables"]}
        assert configs["shop.users"] == ["materialized='incremental'"]
        assert configs["shop.identifies"] == []

    def test_of_a_table_that_is_not_there_are_refused(self, plan_of, event):
        given = {"shop.crat": EventOverrides(model="x")}

        with pytest.raises(SelectError, match="no table 'crat'"):
            plan_of(event(CART), build={"events": given})


class TestDescribed:
    def test_are_all_of_a_whole_plan(self, plan_of, event):
        assert last(plan_of(event(CART)))["described"] is True

    @pytest.mark.parametrize(
        ("built", "expected"), [({}, False), ({"stg_shop__cart": "shop"}, True)]
    )
    def test_are_those_that_are_there_if_another_is_selected(
        self, plan_of, event, built, expected
    ):
        around = Surroundings("jaffle_shop", built=built)

        plan = plan_of(event(CART), surroundings=around, selected={"shop/Order/1-0"})

        assert last(plan)["described"] is expected


class TestSharedDocs:
    WEB, APP = SourceConfig("web", "demo"), SourceConfig("app", "demo")
    SHARED = BuildConfig(path="models")

    def test_leave_out_no_source(self):
        build = replace(self.SHARED, docs=DocsConfig(per="folder"))

        assert with_shared_docs((self.APP,), (self.WEB, self.APP), build) == (
            self.WEB,
            self.APP,
        )

    def test_are_none_of_a_source_that_is_not_configured(self):
        build = replace(self.SHARED, docs=DocsConfig(per="project"))

        with pytest.raises(SelectError, match="is not configured"):
            with_shared_docs((SourceConfig("x", "demo"),), (self.WEB,), build)

    def test_are_no_matter_where_each_model_has_its_own(self):
        assert with_shared_docs((self.APP,), (self.WEB, self.APP), self.SHARED) == (self.APP,)
