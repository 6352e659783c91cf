"""Edits of people's own, in files of ours and the other way round, with dbt and a warehouse."""

from __future__ import annotations

import json

import yaml

RATED = "schemas/jaffle_shop/Order_Rated/1-0.json"
OWN = "models/base/base_ratings.sql"


def tell_news(shop):
    """A property more, and another description."""
    document = json.loads(shop.read(RATED))
    document["description"] = "What the customer thought of it"
    document["properties"]["mood"] = {"type": "string", "description": "Of the customer."}
    shop.write(RATED, json.dumps(document, indent=2, ensure_ascii=False))


def test_edits_of_model_and_properties_are_merged_with_news(shop):
    sql, docs = shop.sql("order_rated"), shop.docs("order_rated")
    shop.replace(sql, "-- generated", "-- ours\n-- generated")
    shop.replace(docs, "models:\n", "# ours\nmodels:\n")
    shop.commit()
    assert shop.build().code == 0
    assert shop.changed == [f"?? .reflekt/base/{path}" for path in sorted([docs, sql])]
    tell_news(shop)

    said = shop.build()

    assert said.code == 0
    assert "merged" in said.out
    assert "-- ours" in shop.read(sql)
    assert "mood" in shop.read(sql)
    assert "# ours" in shop.read(docs)
    assert "What the customer thought of it" in shop.read(docs)
    assert shop.dbt("run", "--select", "stg_jaffle_shop_segment__order_rated").code == 0
    shop.commit()
    assert shop.build("--check").code == 0
    assert shop.build().code == 0
    assert shop.changed == []


def test_ejected_model_and_properties_are_left_alone_without_a_word(shop):
    said = shop.reflekt("eject", "stg_jaffle_shop_segment__order_rated")

    assert (said.code, said.out.splitlines()) == (
        0,
        [
            f"{shop.sql('order_rated')} is yours",
            f"{shop.docs('order_rated')} is yours",
        ],
    )
    shop.commit()
    tell_news(shop)
    said = shop.build()
    assert said.code == 0
    assert "order_rated" not in "".join(shop.changed)
    assert "model_name_taken" not in said.out
    assert shop.dbt("parse").code == 0


def test_ejected_model_may_be_moved(shop):
    shop.reflekt("eject", "stg_jaffle_shop_segment__order_rated")
    (shop.root / "models/base").mkdir()
    moved = "models/base/stg_jaffle_shop_segment__order_rated.sql"
    (shop.root / shop.sql("order_rated")).rename(shop.root / moved)
    shop.commit()

    said = shop.build()

    assert said.code == 0
    assert shop.changed == []
    assert "model_name_taken" not in said.out


def test_ejecting_what_is_not_ours_names_what_was_meant(shop):
    said = shop.reflekt("eject", "stg_jaffle_shop_segment__order_ratd")

    assert said.code == 2
    assert "stg_jaffle_shop_segment__order_rated" in said.err


def test_model_of_ones_own_is_adopted_by_the_table_that_it_reads(shop):
    """Under its own name, in its own folder; what the schema brings later is merged."""
    sql = shop.read(shop.sql("order_rated"))
    shop.write(OWN, sql.replace("-- generated", "-- by hand\n-- generated"))
    shop.commit()

    said = shop.reflekt("adopt", "base_ratings")

    assert said.code == 0, said.err + said.out
    settings = yaml.safe_load(shop.read("dbt_project.yml"))["vars"]["reflekt"]
    assert settings["build"]["events"] == {
        "jaffle_shop/Order_Rated": {"model": "base_ratings", "path": "models/base"}
    }
    assert "-- by hand" in shop.read(OWN)
    assert shop.build().code == 0
    shop.commit()
    said = shop.build()
    assert said.code == 0
    assert shop.changed == []
    assert shop.dbt("parse").code == 0
    tell_news(shop)
    assert shop.build().code == 0
    assert "-- by hand" in shop.read(OWN)
    assert "mood" in shop.read(OWN)
