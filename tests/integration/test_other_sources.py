"""More than one source, or a source that is not what it was: nothing is taken for another."""

from __future__ import annotations

import json

import pytest

GROUPS = "jaffle_shop/Group"


@pytest.fixture
def two(shop):
    """A second source beside the first, in the same schema, with one event of its own."""
    shop.replace(
        "dbt_project.yml",
        "    sources:\n",
        "    sources:\n      - name: accounts\n        sdk: segment\n"
        f"        select: [{GROUPS}]\n        schema: jaffle_shop_segment\n",
    )
    shop.replace(
        "dbt_project.yml",
        "select: [jaffle_shop]",
        "select: ['jaffle_shop/[!G]*']",
    )
    return shop


class TestOffline:
    def test_source_that_was_renamed_is_not_one_without_tables(self, shop):
        shop.replace("dbt_project.yml", "name: jaffle_shop_segment", "name: shop_raw")
        shop.commit()

        said = shop.build("--offline")

        assert said.code == 2
        assert "nothing is recorded of source 'shop_raw' yet" in said.err
        assert shop.changed == []

    def test_check_does_not_call_a_source_that_was_never_built_in_step(self, two):
        said = two.build("--check")

        assert said.code == 2
        assert "nothing is recorded of source 'accounts' yet" in said.err


class TestAPlaceOnTheCommandLine:
    def test_in_another_database_does_not_overwrite_a_source_of_its_name(self, shop):
        place = ("--source", "dev_raw.jaffle_shop_segment", "--sdk", "segment")

        said = shop.build(*place)

        assert said.code == 2
        assert "is another place than what is configured as 'jaffle_shop_segment'" in said.err
        assert shop.changed == []

    def test_that_is_the_configured_source_is_that_source(self, shop):
        said = shop.build("--source", "jaffle_shop.jaffle_shop_segment")

        assert said.code == 0
        assert shop.changed == []


class TestOneSchema:
    def test_tables_of_one_source_are_no_surprise_to_another(self, two):
        two.build()

        said = two.reflekt("check", "--output", "json")

        surprises = [
            one["arguments"]["table"]
            for one in json.loads(said.out)["findings"]
            if one["code"] == "table_without_event"
        ]
        assert set(surprises) == {"newsletter_signed_up"}


class TestSelect:
    def test_event_of_another_source_is_not_dropped_without_a_word(self, two):
        chosen = ("--select", "jaffle_shop/Order_Completed", "--select", GROUPS)

        said = two.build("--source", "jaffle_shop_segment", *chosen)

        assert said.code == 2
        assert "no source selects 'jaffle_shop/Group/1-0'" in said.err


class TestFreshness:
    def test_event_that_is_misspelt_is_an_error(self, shop):
        shop.replace(
            "dbt_project.yml",
            "        freshness:\n",
            "        freshness_events: [jaffle_shop/Order_Complted]\n        freshness:\n",
        )

        said = shop.build("--check")

        assert said.code == 2
        assert "did you mean 'jaffle_shop/Order_Completed" in said.err

    def test_version_of_an_event_is_its_table(self, shop):
        shop.replace(
            "dbt_project.yml",
            "        freshness:\n",
            "        freshness_events: [jaffle_shop/Order_Completed/1-0]\n        freshness:\n",
        )

        shop.build()

        assert shop.read(shop.source).count("freshness:") == 2


def test_generated_model_that_was_moved_is_not_made_twice(shop):
    moved = shop.root / "models/mine/stg_jaffle_shop_segment__groups.sql"
    moved.parent.mkdir()
    (shop.root / shop.sql("groups")).rename(moved)

    said = shop.build()

    assert said.code == 0
    assert "models/mine/stg_jaffle_shop_segment__groups.sql bears the name" in said.out
    assert not (shop.root / shop.sql("groups")).exists()
    assert shop.dbt("parse").code == 0


def test_strict_says_in_its_document_what_it_exits_with(shop):
    said = shop.build("--strict", "--output", "json")

    assert (said.code, json.loads(said.out)["exit_code"]) == (1, 1)
