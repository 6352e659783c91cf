"""What cannot be done: one sentence with its cure, exit 2, and not a byte changed."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace

import pytest
import yaml

from tests.integration.shops import Shop, execute


def configure(shop, **settings):
    """Change top-level keys of ``vars.reflekt``."""
    document = yaml.safe_load(shop.read("dbt_project.yml"))
    document["vars"]["reflekt"].update(settings)
    shop.write("dbt_project.yml", yaml.safe_dump(document, sort_keys=False))


def source(**settings):
    return [{"name": "jaffle_shop_segment", "sdk": "segment", **settings}]


def no_profiles_file(shop):
    (shop.root / "profiles.yml").unlink()


def no_such_profile(shop):
    shop.replace("dbt_project.yml", "profile: jaffle_shop", "profile: jafle_shop")


def no_vars(shop):
    shop.replace("dbt_project.yml", "  reflekt:", "  another:")


def no_source(shop):
    configure(shop, sources=[])


def misspelt_setting(shop):
    shop.replace("dbt_project.yml", "schemas_path:", "schema_path:")


def schema_that_is_not_there(shop):
    configure(shop, sources=source(schema="not_there"))


def empty_schema(shop):
    shop.execute("create schema still_empty")
    configure(shop, sources=source(schema="still_empty"))


def event_of_no_source(shop):
    schemas = shop.root / "schemas"
    shutil.copytree(schemas / "jaffle_shop/Order_Rated", schemas / "bakery/Order_Rated")


def broken_schema_file(shop):
    shop.replace("schemas/jaffle_shop/Order_Rated/1-0.json", '"description"', "description")


def no_catalog(shop):
    (shop.root / "reflekt.catalog").unlink()


def most_tables_gone(shop):
    tables = ("order_rated", "pages", "screens", "groups", "reward_claimed")
    shop.execute(*(f"drop table jaffle_shop_segment.{table}" for table in tables))


def nothing(shop):
    """Leave the project as it is; the command line is what is wrong."""


CASES = {
    "no profiles.yml": (no_profiles_file, "", "no profiles.yml", "give --profiles-dir"),
    "no such profile": (
        no_such_profile,
        "",
        "no profile 'jafle_shop'",
        "did you mean 'jaffle_shop'",
    ),
    "no such target": (nothing, "--target dve", "no target 'dve'", "did you mean 'dev'"),
    "no vars.reflekt": (no_vars, "", "vars", "reflekt-dbt init"),
    "no source": (
        no_source,
        "",
        "no source is configured",
        "--source database.schema and --sdk",
    ),
    "unknown source": (
        nothing,
        "--source jaffle_shop_segmnt",
        "no source is called",
        "did you mean 'jaffle_shop_segment'",
    ),
    "unknown SDK": (nothing, "--sdk segmnt", "unknown SDK 'segmnt'", "did you mean 'segment'"),
    "SDK of no source": (nothing, "--sdk rudderstack", "no source has the SDK", ""),
    "place without SDK": (nothing, "--source raw.other", "its SDK is not given", "add --sdk"),
    "another warehouse": (
        nothing,
        "--source snowflake.raw.other --sdk segment",
        "neither the target 'dev' nor its type 'duckdb'",
        "raw.other",
    ),
    "misspelt setting": (misspelt_setting, "", "schema_path", "did you mean 'schemas_path'"),
    "no such schema": (
        schema_that_is_not_there,
        "",
        "there is no schema",
        "check database and schema",
    ),
    "empty schema": (
        empty_schema,
        "",
        "no table is to be seen",
        "wait for the first events",
    ),
    "event of no source": (
        event_of_no_source,
        "--select bakery/Order_Rated",
        "no source selects 'bakery/Order_Rated/1-0'",
        "add it to the select",
    ),
    "nothing selected": (
        nothing,
        "--select jaffle_shop/Order_Complete",
        "jaffle_shop/Order_Complete",
        "did you mean",
    ),
    "broken schema file": (
        broken_schema_file,
        "",
        "schemas/jaffle_shop/Order_Rated/1-0.json:",
        "",
    ),
    "offline without catalogue": (
        no_catalog,
        "--offline",
        "nothing is recorded",
        "without --offline",
    ),
    "check without catalogue": (
        no_catalog,
        "--check",
        "nothing is recorded",
        "run reflekt-dbt build once",
    ),
    "most tables gone": (
        most_tables_gone,
        "",
        "known tables are missing at once",
        "--refresh-catalog",
    ),
}


@pytest.mark.parametrize(("spoil", "typed", "problem", "cure"), CASES.values(), ids=CASES)
def test_is_one_sentence_with_its_cure(shop, monkeypatch, spoil, typed, problem, cure):
    # Where dbt looks at last, and where a developer may well have one.
    monkeypatch.setenv("HOME", str(shop.root / "home"))
    spoil(shop)
    before = shop.files()

    # Of two --target the last counts.
    said = shop.build(*typed.split())

    sentence, *rest = said.err.splitlines()
    assert said.code == 2
    assert sentence.startswith("error: ")
    assert problem in sentence
    assert "Traceback" not in said.err
    assert len(rest) <= 1
    assert cure in "".join(rest)
    assert said.out == ""
    assert shop.files() == before


def test_folder_that_is_no_dbt_project(tmp_path):
    said = Shop(tmp_path).build()

    assert said.code == 2
    assert "no dbt_project.yml here or in a folder above" in said.err


def test_check_too_says_what_it_cannot_do(shop):
    configure(shop, sources=source(schema="not_there"))

    said = shop.reflekt("check")

    assert said.code == 2
    assert "there is no schema" in said.err


def test_role_without_grants_does_not_undo_what_others_built(shop, new_shop, raw_postgres):
    env = new_shop("postgres").env
    database = replace(raw_postgres, dbname=env["JAFFLE_SHOP_POSTGRES_DBNAME"])
    execute(
        database,
        "create role intern login",
        "grant usage on schema jaffle_shop_segment to intern",
        "grant select on jaffle_shop_segment.tracks to intern",
    )
    intern = shop.aimed_at("postgres", **{**env, "JAFFLE_SHOP_POSTGRES_USER": "intern"})

    said = intern.build()

    assert said.code == 2
    assert re.search(r"\d+ of \d+ known tables are missing at once", said.err)
    assert shop.changed == []


def test_server_that_does_not_answer_is_one_error(shop):
    nowhere = shop.aimed_at("postgres", JAFFLE_SHOP_POSTGRES_PORT="1")

    said = nowhere.build()

    assert said.code == 2
    assert said.err.startswith("error: ")
    assert "refused" in said.err
    assert "Traceback" not in said.err
    assert shop.changed == []


def test_all_broken_schema_files_are_named_at_once(shop):
    broken_schema_file(shop)
    shop.write("schemas/jaffle_shop/Cart_Viewed/1-0.json", json.dumps({"self": {}}))

    said = shop.build()

    assert said.code == 2
    assert "Order_Rated/1-0.json:" in said.err
    assert "Cart_Viewed/1-0.json" in said.err
