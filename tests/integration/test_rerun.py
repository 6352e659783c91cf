"""Builds after the first: what they write, what they leave alone, and what they say."""

from __future__ import annotations

import json
import shutil

import pytest

ORDER = "schemas/jaffle_shop/Order_Completed/1-0.json"
RATED = "schemas/jaffle_shop/Order_Rated/1-0.json"
NEWS = "What the customer thought of it"


def tell_news(shop, schema=RATED):
    """Change the description of an event, and thereby its model's properties."""
    document = json.loads(shop.read(schema))
    document["description"] = NEWS
    shop.write(schema, json.dumps(document, indent=2, ensure_ascii=False))
    shop.commit()


def drop_event(shop, event):
    shutil.rmtree(shop.root / "schemas/jaffle_shop" / event)
    shop.commit()


def changed_paths(shop):
    return {line[3:] for line in shop.changed}


class TestCheck:
    def test_is_clean_where_everything_is_in_step(self, shop):
        assert shop.build("--check").code == 0

    def test_finds_a_schema_that_changed_and_writes_nothing(self, shop):
        tell_news(shop)
        before = shop.files()

        said = shop.build("--check")

        assert said.code == 1
        assert f"would update {shop.docs('order_rated')}" in said.out
        assert shop.files() == before

    def test_finds_a_generated_file_that_was_deleted(self, shop):
        (shop.root / shop.sql("order_rated")).unlink()

        said = shop.build("--check")

        assert said.code == 1
        assert not (shop.root / shop.sql("order_rated")).exists()

    def test_does_not_mind_a_column_that_arrived_meanwhile(self, shop):
        shop.execute("alter table jaffle_shop_segment.cart_viewed add column coupon text")

        assert shop.build("--check").code == 0

    def test_live_does_mind(self, shop):
        shop.execute("alter table jaffle_shop_segment.cart_viewed add column coupon text")

        said = shop.build("--check", "--live")

        assert said.code == 1
        assert shop.changed == []


class TestDryRun:
    def test_prints_the_diff_and_writes_nothing(self, shop):
        tell_news(shop)
        before = shop.files()

        said = shop.build("--dry-run")

        assert said.code == 0
        assert f"+    description: '{NEWS}'" in said.out
        assert shop.files() == before

    def test_of_a_first_build_makes_no_file(self, new_shop):
        fresh = new_shop("dev")
        before = fresh.files()

        said = fresh.build("--dry-run")

        assert said.code == 0
        assert f"would create {fresh.sql('order_rated')}" in said.out
        assert fresh.files() == before


class TestOutput:
    @pytest.mark.parametrize("command", ["build", "check"])
    def test_json_is_one_document_on_stdout_and_nothing_else(self, shop, command):
        said = shop.typed("reflekt-dbt", command, "--output", "json")

        document = json.loads(said.out)
        assert document["command"] == command
        assert said.err == ""

    def test_json_holds_every_finding_and_file(self, shop):
        tell_news(shop)

        document = json.loads(shop.build("--output", "json").out)

        codes = {one["code"] for one in document["findings"]}
        updated = {one["path"] for one in document["files"] if one["action"] == "update"}
        assert {"event_without_table", "property_without_column"} <= codes
        assert updated == {shop.docs("order_rated"), shop.source}

    def test_json_prints_nothing_where_it_could_not_be_done(self, shop):
        said = shop.build("--output", "json", "--select", "nothing_like_it")

        assert (said.code, said.out) == (2, "")

    def test_text_has_a_line_for_each_event(self, shop):
        out = shop.build().out

        lines = [line for line in out.splitlines() if line.startswith("Order_Completed/1-0 ")]
        assert len(lines) == 1
        assert "15/15" in lines[0]

    def test_results_file_has_the_detail(self, shop):
        shop.build()

        results = json.loads(shop.read("target/reflekt_results.json"))
        assert results["command"] == "build"


class TestStrict:
    def test_findings_fail_a_strict_build_only(self, shop):
        assert (shop.build().code, shop.build("--strict").code) == (0, 1)

    def test_strict_build_of_an_event_without_findings_is_clean(self, shop):
        assert shop.build("--strict", "--select", "jaffle_shop/Order_Rated").code == 0


class TestSelect:
    def test_building_one_event_leaves_the_files_of_others(self, shop):
        said = shop.build("--select", "jaffle_shop/Order_Rated")

        assert (said.code, shop.changed) == (0, [])

    def test_only_what_is_selected_takes_its_news(self, shop):
        tell_news(shop, ORDER)
        tell_news(shop, RATED)

        shop.build("--select", "jaffle_shop/Order_Rated")

        paths = changed_paths(shop)
        assert shop.docs("order_rated") in paths
        assert shop.docs("order_completed") not in paths

    def test_first_build_of_one_event_lists_the_whole_source(self, built, new_shop):
        fresh = new_shop("dev")

        fresh.build("--select", "jaffle_shop/Order_Rated")

        models = {path.name for path in (fresh.root / "models/staging").rglob("*.sql")}
        assert models == {
            "stg_jaffle_shop_segment__order_rated.sql",
            "stg_jaffle_shop_segment__tracks.sql",  # of every event, thus of this one too
        }
        assert fresh.read(fresh.source) == built.read(built.source)

    def test_of_one_event_says_nothing_of_the_others(self, shop):
        said = shop.build("--select", "jaffle_shop/Cart_Viewed", "--output", "json")

        events = {one["event"] for one in json.loads(said.out)["findings"]}
        assert events == {"jaffle_shop/Cart_Viewed/1-0"}

    def test_never_takes_a_source_table_from_a_model_that_stays(self, shop):
        shop.execute("drop table jaffle_shop_segment.order_rated")

        said = shop.build("--refresh-catalog", "--select", "jaffle_shop/Cart_Viewed")

        assert said.code == 0
        assert shop.dbt("parse").code == 0

    def test_builds_in_pieces_make_the_whole(self, built, new_shop):
        fresh = new_shop("dev")

        fresh.build("--select", "jaffle_shop/Order_Rated")
        fresh.build()

        assert fresh.generated() == built.generated()


class TestEditedFiles:
    def edit(self, shop):
        shop.replace(shop.docs("order_rated"), "    columns:", "    # our own\n    columns:")
        shop.commit()

    def test_without_news_are_silently_left_alone(self, shop):
        self.edit(shop)

        said = shop.build()

        assert (said.code, shop.changed) == (
            0,
            [f"?? .reflekt/base/{shop.docs('order_rated')}"],
        )
        assert "edited by hand" not in said.out

    def test_with_news_in_the_same_lines_are_left_alone_and_the_conflict_is_shown(self, shop):
        docs = shop.docs("order_rated")
        shop.replace(docs, "\n    description: ", "\n    description: 'Ours.'  # ")
        shop.commit()
        tell_news(shop)
        before = shop.read(shop.docs("order_rated"))

        said = shop.build()

        assert said.code == 1
        assert f"{shop.docs('order_rated')}: edited by hand" in said.out
        assert f"    description: '{NEWS}'" in said.out
        assert ">>>>>>> generated" in said.out
        assert shop.read(shop.docs("order_rated")) == before

    def test_with_news_do_not_keep_others_from_theirs(self, shop):
        self.edit(shop)
        tell_news(shop)
        tell_news(shop, ORDER)

        shop.build()

        assert NEWS in shop.read(shop.docs("order_completed"))

    def test_force_overwrites_and_shows_what_was_dropped(self, shop):
        self.edit(shop)
        tell_news(shop)

        said = shop.build("--force")

        assert said.code == 0
        assert "-    # our own" in said.out
        assert "# our own" not in shop.read(shop.docs("order_rated"))
        assert shop.build("--check").code == 0

    def test_file_of_someone_elses_where_ours_would_go_is_left_alone(self, new_shop):
        fresh = new_shop("dev")
        fresh.write(fresh.docs("order_rated"), "version: 2\n# mine\n")

        said = fresh.build()

        assert said.code == 1
        assert "not generated by us" in said.out
        assert fresh.read(fresh.docs("order_rated")) == "version: 2\n# mine\n"


class TestEventThatGoes:
    def test_takes_its_files_with_it(self, shop):
        drop_event(shop, "Order_Rated")

        said = shop.build()

        assert said.code == 0
        assert not (shop.root / shop.sql("order_rated")).exists()
        assert not (shop.root / shop.docs("order_rated")).exists()
        assert "name: order_rated" not in shop.read(shop.source)
        assert shop.dbt("parse").code == 0

    def test_leaves_its_source_table_to_whoever_reads_it(self, shop):
        reader = "select * from {{ source('jaffle_shop_segment', 'order_rated') }}\n"
        shop.write("models/marts/ratings.sql", reader)
        drop_event(shop, "Order_Rated")

        said = shop.build()

        assert said.code == 0
        assert not (shop.root / shop.sql("order_rated")).exists()
        assert "name: order_rated" in shop.read(shop.source)
        assert shop.dbt("parse").code == 0

    def test_leaves_its_model_to_marts_that_refer_to_it_and_says_so(self, shop):
        drop_event(shop, "Order_Completed")

        said = shop.build()

        assert (shop.root / shop.sql("order_completed")).exists()
        assert f"{shop.sql('order_completed')}: no longer planned, but used by" in said.out
        assert "models/marts/fct_orders.sql" in said.out
        assert "name: order_completed" in shop.read(shop.source)
        assert shop.dbt("parse").code == 0

    def test_leaves_an_edited_model_to_its_editor(self, shop):
        shop.replace(shop.sql("order_rated"), "stars,", "stars, 2 as two,")
        drop_event(shop, "Order_Rated")

        said = shop.build()

        assert "2 as two" in shop.read(shop.sql("order_rated"))
        assert "no longer planned, but edited by hand" in said.out
        assert shop.dbt("parse").code == 0

    def test_comes_back_as_it_was(self, shop):
        before = shop.files()
        shutil.copytree(shop.root / "schemas/jaffle_shop/Order_Rated", shop.root / "kept")
        drop_event(shop, "Order_Rated")
        shop.build()

        shutil.move(shop.root / "kept", shop.root / "schemas/jaffle_shop/Order_Rated")
        shop.build()

        assert shop.files() == before

    def test_is_not_forgotten_by_a_build_of_another_event(self, shop):
        drop_event(shop, "Order_Rated")

        shop.build("--select", "jaffle_shop/Cart_Viewed")

        assert (shop.root / shop.sql("order_rated")).exists()
        assert shop.dbt("parse").code == 0


class TestWarehouseThatForgets:
    def test_column_that_is_gone_changes_nothing(self, shop):
        shop.execute("alter table jaffle_shop_segment.order_rated drop column stars")

        said = shop.build()

        assert (said.code, shop.changed) == (0, [])

    def test_one_table_that_is_gone_changes_nothing(self, shop):
        shop.execute("drop table jaffle_shop_segment.order_rated")

        said = shop.build()

        assert (said.code, shop.changed) == (0, [])

    def test_refreshed_catalogue_forgets_what_is_gone(self, shop):
        shop.execute("drop table jaffle_shop_segment.order_rated")

        said = shop.build("--refresh-catalog")

        assert said.code == 0
        assert "order_rated\t" not in shop.read("reflekt.catalog")
        assert not (shop.root / shop.sql("order_rated")).exists()

    def test_column_that_arrives_takes_the_place_of_its_null(self, shop):
        shop.execute("alter table jaffle_shop_segment.cart_viewed add column coupon text")

        shop.build()

        assert "        coupon,\n" in shop.read(shop.sql("cart_viewed"))
