"""Each way in which schemas, warehouse, files and plan can part, found; else silence."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from dataclasses import dataclass

import duckdb
import pytest

from integration_tests.jaffle_shop.raw.assemble import TEMPLATE
from tests.integration.shops import Said, Shop
from tests.integration.things import PROJECT, thing
from tests.integration.warehouses import duckdb_env

STRANGE = "it's; -- {{ x }} <b>|`@all"
COLUMNS = "(id text, received_at timestamp, amount bigint)"
CHECK = """\
    check:
      severity: {file_missing: error, table_without_event: info}
      ignore:
        - {code: event_without_table, event: shop/Thing_1_*/*, reason: it starts in May}
        - {table: never_there, reason: it is long gone}
"""


def model(number):
    return f"models/staging/raw/stg_raw__thing_{number}_done.sql"


def in_duckdb(shop, *statements):
    # Not through the shop: dbt holds its file open, which `Shop.execute` knows nothing of.
    with closing(duckdb.connect(shop.env["JAFFLE_SHOP_DUCKDB"])) as connection:
        return [connection.execute(one).fetchall() for one in statements]


def new_shop(root):
    shop = Shop(root, "dev", duckdb_env(root))
    shop.write("dbt_project.yml", PROJECT.format(schema="raw"))
    shutil.copyfile(TEMPLATE / "profiles.yml", root / "profiles.yml")
    numbers = range(9)
    for number in numbers:
        shop.write(f"schemas/shop/Thing_{number}_Done/1-0.json", thing(number))
    in_duckdb(
        shop,
        "create schema raw",
        "create schema analytics",
        *(f"create table raw.thing_{number}_done {COLUMNS}" for number in numbers),
    )
    return shop


def part(shop):
    """Have everything part from everything else."""
    in_duckdb(
        shop,
        "drop table raw.thing_1_done",
        "alter table raw.thing_2_done drop amount",
        "alter table raw.thing_2_done add column surplus text",
        "alter table raw.thing_3_done alter amount type text",
        "alter table raw.thing_4_done add column size bigint",
        f'create table raw."{STRANGE}" (id text)',
        f"create table raw.thing_9_done {COLUMNS}",
    )
    schema = json.loads(thing(4))
    schema["properties"]["size"] = {"type": "integer", "description": "How long."}
    shop.write("schemas/shop/Thing_4_Done/1-0.json", json.dumps(schema))
    shop.write("schemas/shop/Thing_9_Done/1-0.json", thing(9))
    for gone in (7, 8):
        shutil.rmtree(shop.root / f"schemas/shop/Thing_{gone}_Done")
    shop.write("models/mart.sql", "select * from {{ ref('stg_raw__thing_8_done') }}\n")
    (shop.root / model(0)).unlink()
    # Ours no more, once the lock does not know it.
    rows = shop.read("reflekt.lock").splitlines(keepends=True)
    docs = "models/staging/raw/_stg_raw__thing_2_done.yml"
    shop.write("reflekt.lock", "".join(row for row in rows if docs not in row))
    shop.write(docs, "# mine\nversion: 2\n")
    shop.replace(model(4), "from", "-- mine\nfrom")


@dataclass(frozen=True)
class Checked:
    """A project, and what checks of it said: before everything parted, and after."""

    shop: Shop
    clean: Said
    parted: Said
    offline: Said
    settled: Said

    def findings(self, said):
        return json.loads(said.out)["findings"]


@pytest.fixture(scope="module")
def checked(tmp_path_factory) -> Checked:
    shop = new_shop(tmp_path_factory.mktemp("things"))
    assert shop.build().code == 0
    assert shop.reflekt("plan", "--write").code == 0
    clean = shop.reflekt("check", "--output", "json", "--fail-on", "info")
    part(shop)
    before = shop.files()
    as_json = ("check", "--output", "json")
    parted = shop.reflekt(*as_json, "--table", "analytics.reflekt_findings")
    offline = shop.reflekt(*as_json, "--offline")
    assert shop.files() == before
    settings = shop.read("dbt_project.yml")
    shop.write("dbt_project.yml", f"{settings}{CHECK}")
    settled = shop.reflekt(*as_json)
    shop.write("dbt_project.yml", settings)
    return Checked(shop, clean, parted, offline, settled)


def told(findings):
    return {(one["code"], one["event"], one["property"]) for one in findings}


def test_what_agrees_is_silent(checked):
    assert checked.clean.code == 0, checked.clean
    assert checked.findings(checked.clean) == []


def test_everything_that_parted_is_found(checked):
    assert checked.parted.code == 1
    found = checked.findings(checked.parted)

    about_edits = {"file_edited", "file_in_conflict"}
    assert told(found) - {(code, "shop/Thing_4_Done/1-0", "") for code in about_edits} == {
        ("event_without_table", "shop/Thing_1_Done/1-0", ""),
        ("property_without_column", "shop/Thing_2_Done/1-0", "amount"),
        ("column_without_property", "shop/Thing_2_Done/1-0", "surplus"),
        ("type_family_differs", "shop/Thing_3_Done/1-0", "amount"),
        ("column_has_arrived", "shop/Thing_4_Done/1-0", "size"),
        ("table_has_arrived", "shop/Thing_9_Done/1-0", ""),
        ("table_without_event", "", ""),
        ("catalog_out_of_date", "", ""),
        ("file_missing", "shop/Thing_0_Done/1-0", ""),
        ("file_in_the_way", "shop/Thing_2_Done/1-0", ""),
        ("file_out_of_date", "shop/Thing_4_Done/1-0", ""),
        ("file_out_of_date", "", ""),
        ("file_stale", "", ""),
        ("file_kept", "", ""),
        ("plan_out_of_date", "", ""),
        ("plan_out_of_date", "shop/Thing_4_Done/1-0", ""),
        ("plan_out_of_date", "shop/Thing_7_Done/1-0", ""),
        ("plan_out_of_date", "shop/Thing_8_Done/1-0", ""),
        ("plan_out_of_date", "shop/Thing_9_Done/1-0", ""),
    }
    assert about_edits & {one["code"] for one in found}
    arguments = [one["arguments"] for one in found if one["code"] == "catalog_out_of_date"]
    assert arguments == [{"source": "raw", "tables": "2", "columns": "6"}]


def test_without_the_warehouse_the_files_are_still_compared(checked):
    found = told(checked.findings(checked.offline))

    assert checked.offline.code == 1
    assert ("file_missing", "shop/Thing_0_Done/1-0", "") in found
    assert ("event_without_table", "shop/Thing_9_Done/1-0", "") in found
    assert not {code for code, _, _ in found} & {
        "column_has_arrived", "catalog_out_of_date", "column_without_property",
    }  # fmt: skip


def test_the_projects_own_severities_and_ignored_findings_count(checked):
    document = json.loads(checked.settled.out)
    found = document["findings"]

    assert document["ignored"] == 1
    assert "event_without_table" not in {one["code"] for one in found}
    grave = {one["code"]: one["severity"] for one in found}
    assert grave["file_missing"] == "error"
    assert grave["table_without_event"] == "info"
    (needless,) = (one for one in found if one["code"] == "ignore_without_finding")
    assert needless["text"] == "check.ignore.1 has nothing to keep quiet: table: never_there"


def test_findings_are_rows_of_the_table_that_was_asked_for(checked):
    found = checked.findings(checked.parted)

    (rows, runs) = in_duckdb(
        checked.shop,
        "select code, severity, event, property, text from analytics.reflekt_findings",
        "select count(distinct run_id), count(distinct checked_at) "
        "from analytics.reflekt_findings where checked_at is not null",
    )

    keys = ("code", "severity", "event", "property", "text")
    assert sorted(rows) == sorted(tuple(one[key] for key in keys) for one in found)
    assert any(STRANGE in row[-1] for row in rows)
    assert runs == [(1, 1)]


@pytest.mark.parametrize("form", ["github", "sarif", "markdown", "text"])
def test_findings_are_shown_in_the_files_that_they_are_about(checked, form):
    said = checked.shop.reflekt("check", "--offline", "--output", form)

    assert said.code == 1
    expected = {
        "github": "::warning file=schemas/shop/Thing_9_Done/1-0.json,line=1,col=1,title=",
        "sarif": f'"uri": "{model(0)}"',
        "markdown": f"{model(0)} | file_missing: ",
        "text": "warning file_missing: 1",
    }
    assert expected[form] in said.out
    if form == "sarif":
        run = json.loads(said.out)["runs"][0]
        assert {one["level"] for one in run["results"]} == {"warning", "note"}


def test_catalogue_file_alone_is_kept_fresh(checked, tmp_path):
    shop = checked.shop.copy_to(tmp_path / "fresh")
    before = shop.files()

    said = shop.reflekt("check", "--write-catalog", "--fail-on", "none")

    assert said.code == 0, said
    assert "reflekt.catalog: brought up to date" in said.out
    assert "catalog_out_of_date" not in said.out
    after = shop.files()
    assert {path for path in after if after[path] != before.get(path)} == {"reflekt.catalog"}
    # The union: what the warehouse has lost stays.
    assert "thing_1_done" in shop.read("reflekt.catalog")
    assert "thing_9_done" in shop.read("reflekt.catalog")

    in_duckdb(shop, *(f"drop table raw.thing_{number}_done" for number in (2, 3, 4, 5)))
    again = shop.reflekt("check", "--write-catalog")

    assert again.code == 2
    assert "are missing at once" in again.err
    assert shop.files() == after


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--offline", "--write-catalog"), "'write_catalog' is about the warehouse"),
        (("--offline", "--table", "a.b"), "'table' is about the warehouse"),
        (("--table", "a b"), "no table can be called 'a b'"),
        (("--refresh-catalog",), "add write_catalog"),
    ],
)
def test_what_makes_no_sense_is_refused(checked, typed, said):
    answer = checked.shop.reflekt("check", *typed)

    assert answer.code == 2
    assert said in answer.err


def without_profile(shop, home, **env):
    """Return what a fork's CI has: the project, an empty home and no variable of ours."""
    (shop.root / "profiles.yml").unlink(missing_ok=True)
    known = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    kept = {name: "" for name in os.environ if name.startswith(("DBT_", "JAFFLE_"))}
    return {**kept, **known, "HOME": str(home), **env}


def test_without_a_profile_files_are_checked_all_the_same(checked, tmp_path):
    shop = checked.shop.copy_to(tmp_path / "fork").aimed_at("")
    home = tmp_path / "home"
    home.mkdir()
    env = without_profile(shop, home)
    env["JAFFLE_SHOP_DUCKDB"] = str(tmp_path / "there_is_none.duckdb")

    said = shop.typed("reflekt-dbt", "check", "--offline", "--output", "json", **env)

    assert said.err == ""
    assert said.out == checked.offline.out
    assert list(home.iterdir()) == []
    assert not (tmp_path / "there_is_none.duckdb").exists()


@pytest.mark.parametrize("adapter", ["duckdb", "postgres"])
def test_a_profile_whose_secrets_are_not_there_is_none(checked, adapter, tmp_path, monkeypatch):
    shop = checked.shop.copy_to(tmp_path / "fork").aimed_at("")
    monkeypatch.setenv("HOME", str(tmp_path))
    shop.replace("reflekt.catalog", "adapter\tduckdb", f"adapter\t{adapter}")
    profile = "{target: dev, outputs: {dev: {type: postgres, host: \"{{ env_var('NO') }}\"}}}"
    shop.write("profiles.yml", f"jaffle_shop: {profile}\n")

    said = shop.build("--check")

    assert said.code == 1
    assert f"would create {model(0)}" in said.out
    live = shop.build()
    assert live.code == 2
    assert "'NO'" in live.err


def test_what_people_name_must_be_there(checked):
    said = checked.shop.reflekt("check", "--offline", "--profile", "others")

    assert said.code == 2
    assert "no profile 'others'" in said.err


def test_committed_plan_is_the_plan_and_never_over_a_persons_file(checked, tmp_path):
    shop = checked.shop.copy_to(tmp_path / "planned").aimed_at("")
    older = "is older than the schemas: run reflekt-dbt plan --write"
    assert older in shop.reflekt("lint").err
    shop.write("macros/show.sql", SHOW)
    assert shop.reflekt("plan", "--write").out == "macros/reflekt_plan.sql: written\n"
    assert shop.reflekt("plan", "--write").out == "macros/reflekt_plan.sql: unchanged\n"
    assert older not in shop.reflekt("lint").err
    (shop.root / "models/mart.sql").unlink()
    shutil.rmtree(shop.root / "models/staging")
    wanted = json.loads(shop.reflekt("plan").out)

    assert shop.reflekt("plan", "--write").code == 0
    said = shop.dbt("run-operation", "show")

    assert said.code == 0, said
    printed = json.loads(next(line for line in said.out.splitlines() if line.startswith("{")))
    assert printed.pop("vars") == {"sources": [{"name": "raw", "sdk": "segment"}]}
    assert printed == wanted

    shop.write("macros/reflekt_plan.sql", "{% macro mine() %}{% endmacro %}\n")
    refused = shop.reflekt("plan", "--write")
    assert refused.code == 2
    assert "was not generated by us" in refused.err
    assert shop.reflekt("plan", "--write", "--source", "raw").code == 2


SHOW = "{% macro show() %}{% do print(tojson(reflekt_plan())) %}{% endmacro %}\n"
