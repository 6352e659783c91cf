"""A project that has sources and models already: they are used, and left alone."""

from __future__ import annotations

import json

import pytest

OWN_SOURCE = """\
version: 2

sources:
  - name: jaffle_shop_segment
    schema: jaffle_shop_segment
    tables:
      - name: order_completed
        description: Ours since long before.
      - name: order_rated
"""
OWN_MODEL = "select 1 as one\n"
ALIASED = "{{ config(alias='stg_jaffle_shop_segment__order_rated') }}\nselect 1 as one\n"
PACKAGED = "dbt_packages/ratings/models/stg_jaffle_shop_segment__cart_viewed.sql"
OWN_PATH = "models/old/stg_jaffle_shop_segment__order_rated.sql"


class TestSourceOfTheSameName:
    @pytest.fixture
    def shop(self, new_shop):
        shop = new_shop("dev")
        shop.dbt("deps")
        shop.write("models/old/sources.yml", OWN_SOURCE)
        return shop

    def test_is_used_and_not_repeated(self, shop):
        said = shop.build()

        ours = shop.read(shop.source)
        assert said.code == 0
        assert "name: order_completed" not in ours
        assert "name: order_rated" not in ours
        assert "name: cart_viewed" in ours

    def test_is_left_as_it_is(self, shop):
        shop.build()

        assert shop.read("models/old/sources.yml") == OWN_SOURCE

    def test_leaves_a_project_that_builds(self, shop):
        shop.build()

        said = shop.dbt("build", "--select", "+store_revenue")

        assert said.code == 0, said.err

    def test_that_is_taken_out_later_is_ours_again(self, shop, built):
        shop.build()
        (shop.root / "models/old/sources.yml").unlink()

        said = shop.build()

        assert said.code == 0
        assert shop.read(shop.source) == built.read(built.source)

    def test_that_comes_later_takes_its_tables_over(self, new_shop):
        shop = new_shop("dev")
        shop.dbt("deps")
        shop.build()
        shop.write("models/old/sources.yml", OWN_SOURCE)

        said = shop.build()

        assert said.code == 0
        assert "name: order_rated" not in shop.read(shop.source)
        assert shop.dbt("parse").code == 0


class TestModelOfTheSameName:
    @pytest.fixture
    def shop(self, new_shop):
        shop = new_shop("dev")
        shop.dbt("deps")
        shop.write(OWN_PATH, OWN_MODEL)
        return shop

    def test_is_left_alone_and_its_event_skipped(self, shop):
        said = shop.build()

        assert said.code == 0
        assert shop.read(OWN_PATH) == OWN_MODEL
        assert not (shop.root / shop.sql("order_rated")).exists()
        assert not (shop.root / shop.docs("order_rated")).exists()
        assert (shop.root / shop.sql("order_completed")).exists()

    def test_is_reported_with_its_path(self, shop):
        document = json.loads(shop.build("--output", "json").out)

        (found,) = [one for one in document["findings"] if one["code"] == "model_name_taken"]
        assert found["event"] == "jaffle_shop/Order_Rated/1-0"
        assert OWN_PATH in found["text"]

    def test_leaves_a_project_that_parses(self, shop):
        shop.build()

        assert shop.dbt("parse").code == 0

    def test_that_comes_after_ours_is_reported_and_ours_makes_room(self, shop):
        (shop.root / OWN_PATH).unlink()
        shop.build()
        shop.write(OWN_PATH, OWN_MODEL)

        shop.build()

        assert not (shop.root / shop.sql("order_rated")).exists()
        assert shop.dbt("parse").code == 0


def test_seed_of_the_same_name_counts_as_well(new_shop):
    shop = new_shop("dev")
    shop.write("seeds/stg_jaffle_shop_segment__order_rated.csv", "one\n1\n")

    document = json.loads(shop.build("--output", "json").out)

    assert "model_name_taken" in {one["code"] for one in document["findings"]}
    assert not (shop.root / shop.sql("order_rated")).exists()


def test_what_people_wrote_is_never_touched(built, new_shop):
    before = new_shop("dev").files()

    after = built.files()

    assert {path for path in before if after.get(path) != before[path]} == set()


def test_relation_of_the_same_name_counts_as_well(new_shop):
    """dbt refuses two nodes with one place in the warehouse, whatever they are called."""
    shop = new_shop("dev")
    shop.write("models/old/ratings.sql", ALIASED)
    shop.write("dbt_packages/ratings/dbt_project.yml", "name: ratings\nversion: '1.0'\n")
    shop.write(PACKAGED, OWN_MODEL)

    found = json.loads(shop.build("--output", "json").out)["findings"]

    taken = {one["arguments"]["path"] for one in found if one["code"] == "model_name_taken"}
    assert taken == {"models/old/ratings.sql", PACKAGED}
    # Of a name that is ours already: it was built beside the other, in another schema.
    shop.write("models/old/orders.sql", ALIASED.replace("order_rated", "order_completed"))
    shop.build()
    assert (shop.root / shop.sql("order_completed")).exists()
