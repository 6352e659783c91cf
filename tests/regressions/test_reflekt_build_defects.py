"""What Reflekt 0.6.0 gets wrong when it builds, a test each; every one was seen to happen."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.parity.models import read_model, read_tables
from tests.regressions.worlds import FILTER, HOSTILE, METADATA, SCHEMAS, schema

ROOT = Path(__file__).parents[2]
STAGING = "models/staging/raw_shop"
SOURCE = f"{STAGING}/__src_raw_shop.yml"
ORDERS = f"{STAGING}/stg_raw_shop__order_completed.sql"
GROUPS = f"{STAGING}/stg_raw_shop__product_group_viewed.sql"

# Runs a build, and dies as after kill -9 with two of its files in place.
KILLED = """
import os
from reflekt_dbt.cli.main import cli
from reflekt_dbt.write import transaction

taken, take = [], transaction.take

def take_or_die(*given):
    if len(taken) == 2:
        os._exit(9)
    taken.append(given)
    return take(*given)

transaction.take = take_or_die
cli(["build", "--target", "dev"])
"""


def columns(sql: str, docs: str) -> dict[str, str]:
    """Alias → column of a model."""
    return dict(read_model(sql, docs).columns)


def manifest(shop):
    return json.loads(shop.read("target/manifest.json"))


def model_in(shop, name):
    return manifest(shop)["nodes"][f"model.shop.stg_raw_shop__{name}"]


def tables_of(shop):
    return set(read_tables(shop.read(SOURCE)))


class TestWhatIsLeftOnDisk:
    def test_building_one_event_keeps_the_other_tables_in_the_sources_file(self, shop):
        before = shop.read(SOURCE)

        said = shop.build("--select", "shop/Order_Completed")

        assert said.code == 0
        assert shop.read(SOURCE) == before
        assert tables_of(shop) == {"order_completed", "product_group_viewed", "tracks"}
        assert shop.dbt("parse").code == 0

    def test_first_build_of_one_event_gives_a_project_that_parses(self, new_shop):
        shop = new_shop()

        shop.build("--select", "shop/Order_Completed")

        assert (shop.root / ORDERS).exists()
        assert not (shop.root / GROUPS).exists()
        assert shop.dbt("parse").code == 0

    def test_model_of_a_deleted_event_goes_with_its_source(self, shop):
        shutil.rmtree(shop.root / "schemas/shop/Product_Group_Viewed")

        shop.build()

        assert tables_of(shop) == {"order_completed", "tracks"}
        assert [path for path in shop.files() if "product_group" in path] == []
        assert shop.dbt("parse").code == 0

    def test_hand_edit_is_not_overwritten_and_is_reported(self, shop):
        edited = shop.read(ORDERS).replace("select * from renamed", "select 1 as mine")
        shop.write(ORDERS, edited)
        shop.replace("schemas/shop/Order_Completed/1-0.json", '"gift_note"', '"note"')

        said = shop.build()

        assert said.code == 1
        assert shop.read(ORDERS) == edited
        assert "edited by hand" in said.out
        assert "gift_note" in said.out

    def test_crash_in_the_midst_of_writing_loses_nothing(self, shop):
        # The kill at every single step is in tests/write/test_transaction.py.
        whole = shop.generated()
        for path in (ORDERS, GROUPS):
            (shop.root / path).unlink()
        shop.replace("dbt_project.yml", FILTER, f"{FILTER} and true")
        command = [sys.executable, "-c", KILLED]
        env = {**shop.env, "PATH": "", "PYTHONPATH": str(ROOT)}

        died = subprocess.run(command, cwd=shop.root, env=env, capture_output=True, check=False)
        parsed = shop.dbt("parse")
        shop.replace("dbt_project.yml", f"{FILTER} and true", FILTER)
        said = shop.build()

        assert died.returncode == 9, died.stderr
        assert parsed.code == 0
        assert "finished what an interrupted run had begun" in said.out
        assert shop.generated() == whole


class TestText:
    def test_apostrophe_in_metadata_is_text(self, built):
        ((metadata,),) = built.query(
            "select schema_metadata from analytics.stg_raw_shop__order_completed"
        )

        assert json.loads(metadata) == METADATA

    def test_jinja_in_a_description_reaches_the_docs_as_written(self, built):
        assert model_in(built, "order_completed")["description"] == HOSTILE

    def test_jinja_in_metadata_is_not_executed(self, built):
        assert model_in(built, "order_completed")["meta"]["note"] == HOSTILE

    def test_no_model_casts_to_varchar_which_bigquery_lacks(self, built):
        models = {
            path: text for path, text in built.generated().items() if path.endswith(".sql")
        }

        casting = [path for path, text in models.items() if re.search(rb"::|varchar", text)]

        assert models
        assert casting == []


class TestTheTableOfAllEvents:
    def test_tracks_is_stamped_with_the_id_of_no_event(self, render):
        result = render({"shop/A/1-0": schema("A"), "shop/B/1-0": schema("B")}, {"tracks": []})

        assert columns(result.sql("tracks"), result.docs("tracks"))["schema_id"] == "null"
        assert "shop/" not in result.sql("tracks") + result.docs("tracks")

    def test_second_major_of_the_last_event_does_not_rename_tracks(self, render):
        result = render({"shop/Zebra/2-0": schema("Zebra")}, {"tracks": [], "zebra": []})

        assert result.models == {"tracks", "zebra"}
        assert "name: stg_raw_shop__tracks\n" in result.docs("tracks")


class TestVersions:
    def test_versions_of_one_event_are_one_model_so_that_no_row_counts_thrice(self, render):
        versions = {
            "shop/Cart_Viewed/1-0": schema("Cart Viewed", {"cart_id": "string"}),
            "shop/Cart_Viewed/1-1": schema("Cart Viewed", {"cart_id": "string", "a": "string"}),
            "shop/Cart_Viewed/2-0": schema("Cart Viewed", {"basket_id": "string"}),
        }

        result = render(versions, {"cart_viewed": ["cart_id", "a", "basket_id"]})

        assert result.models == {"cart_viewed"}
        assert result.findings >= {
            ("older_major_not_built", "shop/Cart_Viewed/1-0", ""),
            ("older_major_not_built", "shop/Cart_Viewed/1-1", ""),
        }


class TestPlanAndWarehouseDiffer:
    def test_column_that_no_schema_plans_is_a_finding(self, render):
        result = render({"shop/A/1-0": schema("A")}, {"a": ["order_id", "experiment"]})

        assert ("column_without_property", "shop/A/1-0", "experiment") in result.findings

    def test_property_that_no_column_holds_is_a_finding_and_a_null(self, render):
        result = render(
            {"shop/A/1-0": schema("A", {"a": "string", "b": "string"})}, {"a": ["a"]}
        )

        assert ("property_without_column", "shop/A/1-0", "b") in result.findings
        assert columns(result.sql("a"), result.docs("a"))["b"] == "null"

    @pytest.mark.parametrize(
        ("typed", "code"),
        [(["build"], 0), (["build", "--strict"], 1), (["check"], 1)],
        ids=["build", "strict build", "check"],
    )
    def test_missing_table_is_a_finding_that_can_fail(self, typed, code, shop):
        said = shop.reflekt(*typed)

        assert said.code == code
        assert "Gift_Card_Redeemed" in said.out
        assert "no table in raw_shop yet" in said.out


class TestNames:
    @pytest.mark.parametrize(
        ("event", "table"),
        [
            ("Product Group Viewed", "product_group_viewed"),
            ("Landing Page Viewed", "landing_page_viewed"),
            ("Identify Verified", "identify_verified"),
            ("OrderCompleted", "order_completed"),
            ("Checkout: Step Viewed", "checkout_step_viewed"),
        ],
        ids=lambda name: name.replace(" ", "_"),
    )
    def test_table_is_found_by_the_loaders_rule(self, event, table, render):
        result = render({"shop/Event/1-0": schema(event)}, {table: ["order_id"]})

        assert result.models == {table}
        assert f"source('raw_shop', '{table}')" in result.sql(table)

    def test_properties_named_order_and_group_are_quoted_and_need_no_quotes_downstream(
        self, built
    ):
        sql = "select _order, _group from analytics.stg_raw_shop__order_completed"

        assert built.query(sql) == [("first", "breakfast")]

    def test_aliases_are_the_same_in_sql_and_docs(self, render):
        names = ["cart_attributes", "created_at", "timestamp_of_day", "formatted", "at_home"]

        result = render(
            {"shop/A/1-0": schema("A", dict.fromkeys(names, "string"))}, {"a": names}
        )

        model = read_model(result.sql("a"), result.docs("a"))
        assert list(model.docs) == list(model.columns)
        assert {name: model.columns[name] for name in names} == {name: name for name in names}

    def test_property_id_is_selected_from_where_the_loader_keeps_it(self, render):
        result = render({"shop/A/1-0": schema("A", {"id": "string"})}, {"a": ["_id"]})

        found = columns(result.sql("a"), result.docs("a"))
        assert (found["event_id"], found["_id"]) == ("id", "_id")

    def test_event_id_is_documented_once(self, render):
        result = render({"shop/A/1-0": schema("A", {"id": "string"})}, {"a": ["_id"]})

        (model,) = yaml.safe_load(result.docs("a"))["models"]
        assert [column["name"] for column in model["columns"]].count("event_id") == 1

    def test_context_inside_a_name_stays_and_only_the_prefix_goes(self, render):
        properties = {"the_context_window": "string", "context": "string"}
        present = ["the_context_window", "context", "context_ip"]

        result = render({"shop/A/1-0": schema("A", properties)}, {"a": present})

        found = columns(result.sql("a"), result.docs("a"))
        assert found["the_context_window"] == "the_context_window"
        assert (found["context"], found["ip"]) == ("context", "context_ip")


class TestTwoEventsInOneTable:
    @pytest.mark.parametrize("other", ["Cart Viewed", "cart_viewed"])
    def test_they_are_one_model_of_both_and_a_finding(self, other, render):
        schemas = {
            "app/Cart/1-0": schema(other, {"platform": "string"}),
            "shop/Cart/1-0": schema("Cart Viewed", {"cart_id": "string"}),
        }

        result = render(schemas, {"cart_viewed": ["platform", "cart_id"]})

        assert result.models == {"cart_viewed"}
        assert {"platform", "cart_id"} <= columns(
            result.sql("cart_viewed"), result.docs("cart_viewed")
        ).keys()
        assert {found for found in result.findings if found[0] == "events_share_table"} == {
            ("events_share_table", "app/Cart/1-0", ""),
            ("events_share_table", "shop/Cart/1-0", ""),
        }


class TestObjects:
    @pytest.mark.parametrize(
        ("given", "column"),
        [
            ({"type": "object"}, "place"),
            ({"type": ["object", "null"]}, "place"),
            (
                {"type": ["object", "null"], "properties": {"city": {"type": "string"}}},
                "place_city",
            ),
        ],
        ids=["bare", "bare or null", "object or null"],
    )
    def test_object_keeps_its_columns(self, given, column, render):
        result = render({"shop/A/1-0": schema("A", {"place": given})}, {"a": [column]})

        assert columns(result.sql("a"), result.docs("a"))[column] == column


class TestFilter:
    @pytest.mark.parametrize("page", ["README.md", "docs/configuration.md", "docs/parity.md"])
    def test_documented_filter_is_one_that_runs(self, page, built):
        shown = re.findall(r'filter: "(.*?)"', (ROOT / page).read_text(encoding="utf-8"))

        assert shown
        assert set(shown) == {FILTER}
        assert FILTER in built.read(ORDERS)

    def test_filter_is_the_users_own_code(self, render):
        own = "where received_at < {{ dbt.current_timestamp() }}"

        result = render({"shop/A/1-0": schema("A")}, {"a": []}, models={"filter": own})

        assert f"    {own}\n" in result.sql("a")


class TestSelect:
    def test_file_may_be_selected_as_a_shell_completes_it(self, new_shop):
        shop = new_shop()

        said = shop.build("--select", "schemas/shop/Order_Completed/1-0.json")

        assert said.code == 0
        assert (shop.root / ORDERS).exists()

    def test_selecting_everything_does_not_build_the_meta_schema(self, new_shop):
        shop = new_shop()

        shop.build("--select", "schemas")

        assert (shop.root / "schemas/.reflekt/meta/1-0.json").exists()
        sql = {Path(path).name for path in shop.generated() if path.endswith(".sql")}
        assert sql == {
            "reflekt_accepted_values.sql",
            "stg_raw_shop__order_completed.sql",
            "stg_raw_shop__product_group_viewed.sql",
            "stg_raw_shop__tracks.sql",
        }

    def test_empty_folder_is_one_sentence_and_its_cure(self, new_shop):
        shop = new_shop()
        shutil.rmtree(shop.root / "schemas")
        (shop.root / "schemas").mkdir()

        said = shop.build()

        assert said.code == 2
        assert "no schema file in this folder" in said.err
        assert "hint: run: reflekt-dbt init" in said.err

    def test_empty_folder_among_others_selects_nothing_in_one_sentence(self, new_shop):
        shop = new_shop()
        (shop.root / "schemas/shop/Order_Complete").mkdir()

        said = shop.build("--select", "shop/Order_Complete")

        assert said.code == 2
        assert "no schema file under 'shop/Order_Complete'" in said.err
        assert "did you mean 'shop/Order_Completed'?" in said.err


class TestTestsOfColumns:
    @pytest.mark.parametrize(
        "test",
        ["accepted_values_stg_raw_shop__order_completed_status", "not_null_.*_store_id"],
        ids=["enum", "required"],
    )
    def test_what_the_schema_says_of_values_is_tested(self, test, built):
        results = json.loads(built.read("target/run_results.json"))["results"]

        statuses = [
            result["status"] for result in results if re.search(test, result["unique_id"])
        ]

        assert statuses == ["warn"]

    def test_enum_with_an_apostrophe_and_jinja_is_tested_too(self, built):
        results = json.loads(built.read("target/run_results.json"))["results"]

        statuses = [
            result["status"]
            for result in results
            if "reflekt_accepted_values" in result["unique_id"]
        ]

        assert statuses == ["pass"]


def test_every_event_of_the_world_is_built_but_the_one_without_a_table(built):
    models = {path for path in built.generated() if path.endswith(".sql") and STAGING in path}

    assert len(models) == len(SCHEMAS) - 1 + len(["tracks"])
