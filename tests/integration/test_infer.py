"""From a warehouse without a plan to drafts, and from drafts to models of every column."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reflekt_dbt.project import Project
from tests.integration.shops import execute
from tests.integration.tea_shops import RUDDERSTACK, raw_tables, tea_shop
from tests.integration.warehouses import postgres_env

SEGMENT = {"name": "tea_segment", "sdk": "segment"}
COLUMNS = """
    select table_name, column_name from information_schema.columns
    where table_schema = '{}' and table_name <> 'rudder_discards'
"""
# What only rows can tell; the newest ones, and one of last year that does not count.
ROWS = """
    create table tea_segment.tea_rated (
        id text, event text, event_text text, received_at timestamp,
        stars bigint, mood text, "note" text, email text
    );
    insert into tea_segment.tea_rated
    select cast(n as text), 'tea_rated', 'Tea rated', current_timestamp, 5,
        case when n % 3 = 0 then 'it''s fine' else 'good' end,
        case when n > 1 then 'x' end, 'ada@example.com'
    from generate_series(1, 120) as numbers(n);
    insert into tea_segment.tea_rated values
        ('old', 'tea_rated', 'TEA RATED', current_timestamp - interval '400' day,
         null, 'dreadful', null, null);
    insert into tea_segment.tracks (id, event, event_text, received_at)
    select id, event, event_text, received_at from tea_segment.tea_rated;
"""


def unplanned_shop(root, raw, source):
    """A project in which a source is configured, and no schema was ever written."""
    shop = tea_shop(root, source)
    shutil.rmtree(root / "schemas")
    shop.execute(raw_tables(raw, source["name"]))
    return shop


def drafted(shop, *typed):
    said = shop.reflekt("infer", *typed, "--output", "json")
    assert said.code == 0, said.err
    return json.loads(said.out)


def schema_of(shop, event):
    (path,) = (shop.root / "schemas").glob(f"*/{event}/1-0.json")
    return json.loads(path.read_text("utf-8"))


def unplanned(shop):
    """What a check finds that nobody planned, and where types differ."""
    said = shop.reflekt("check", "--output", "json")
    codes = {one["code"] for one in json.loads(said.out)["findings"]}
    return codes & {"table_without_event", "column_without_property", "type_family_differs"}


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    """Make a project of what was inferred from a fixture's tables, and build it."""

    def made(raw, source):
        shop = unplanned_shop(tmp_path_factory.mktemp(f"unplanned_{raw}"), raw, source)
        assert drafted(shop)["left_out"] == []
        built = shop.build()
        assert built.code == 0, built.err
        return shop

    return made


@pytest.fixture(scope="module")
def segment(make):
    return make("segment", SEGMENT)


@pytest.fixture(scope="module", params=["segment", "new", "old"])
def inferred(request, make):
    if request.param == "segment":
        return request.getfixturevalue("segment")
    return make(request.param, RUDDERSTACK)


def test_every_column_of_a_warehouse_without_a_plan_is_in_a_model(inferred):
    assert unplanned(inferred) == set()
    schema = inferred.root / "models" / "staging"
    sql = " ".join(file.read_text("utf-8") for file in schema.rglob("*.sql"))
    (source,) = (path.name for path in schema.iterdir() if path.is_dir())
    loaded = {column for _, column in inferred.query(COLUMNS.format(source))}
    own = {"rudder_event"}  # never selected
    listed = {column for column in loaded if not column.startswith("context_")} - own
    assert {column for column in listed if column not in sql} == set()


def test_drafts_of_a_warehouse_break_no_rule(inferred):
    found = Project.load(inferred.root).lint().violations

    # That they are drafts, and what loaders do to names, is information.
    assert [one for one in found if one.severity != "info"] == []
    assert "RF208" in {one.code for one in found}


def test_second_run_finds_nothing_and_changes_nothing(segment):
    before = segment.files()

    assert drafted(segment)["files"] == []
    assert segment.files() == before


@pytest.fixture(scope="module")
def rated(postgres, tmp_path_factory):
    root = tmp_path_factory.mktemp("rated")
    shop = tea_shop(root, SEGMENT)
    shutil.rmtree(root / "schemas")
    execute(postgres, "create database tea_rated")
    shop = shop.aimed_at("postgres", **postgres_env(replace(postgres, dbname="tea_rated")))
    shop.execute(raw_tables("segment", "tea_segment"), ROWS)
    return shop


def test_rows_are_read_where_asked_and_only_then(rated):
    said = rated.reflekt(
        "infer", "--event-names", "--stats", "--select", "tea_*", "--output", "json",
        "--sample-values", "mood,stars", "--sample-values", "email",
    )  # fmt: skip

    assert said.code == 0, said.err
    words = "reading rows of the last 30 days: 4 queries; what they cost,"
    assert said.err == f"{words} postgres does not say before\n"
    schema = schema_of(rated, "Tea_rated")
    assert schema["self"]["name"] == "Tea rated"
    assert schema["required"] == ["email", "mood", "stars"]
    assert schema["properties"]["mood"]["enum"] == ["good", "it's fine"]
    assert schema["properties"]["stars"]["enum"] == [5]
    assert "ada@" not in json.dumps(schema)
    assert "dreadful" not in json.dumps(schema)
    (left,) = json.loads(said.out)["left_out"]
    assert left["column"] == "email"


def test_what_came_later_is_drafted_beside_what_people_made_of_it(segment, tmp_path):
    shop = segment.copy_to(tmp_path / "later")
    path = "schemas/tea_segment/Order_Completed/1-0.json"
    reviewed = json.loads(shop.read(path))
    del reviewed["self"]["metadata"]["draft"]
    shop.write(path, json.dumps(reviewed))
    shop.execute(
        "alter table tea_segment.order_completed add column gift boolean",
        "create table tea_segment.tea_spilled (id text, received_at timestamp, litres real)",
    )

    files = {(file["path"], file["properties"]) for file in drafted(shop)["files"]}

    assert files == {
        ("schemas/tea_segment/Order_Completed/1-1.json", 1),
        ("schemas/tea_segment/Tea_Spilled/1-0.json", 1),
    }
    assert json.loads(shop.read(path)) == reviewed
    assert unplanned(shop) == set()


def test_macro_does_the_same_in_dbt(segment, tmp_path):
    shop = segment.copy_to(tmp_path / "macro")
    shutil.rmtree(shop.root / "schemas")
    shutil.rmtree(shop.root / "models")
    for file in ("reflekt.lock", "reflekt.catalog"):
        (shop.root / file).unlink()
    package = Path(__file__).parents[2]
    shop.write("packages.yml", json.dumps({"packages": [{"local": str(package)}]}))
    assert shop.dbt("deps").code == 0

    said = shop.dbt("run-operation", "reflekt_infer", "--args", "{select: order_completed}")

    assert said.code == 0, said.err
    assert "drafts: 1, properties: " in said.out


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (("--select", "order_cmpleted"), "neither a table nor an event is called"),
        (("--source", "tea"), "no source is called 'tea'"),
        (("--stats", "--sample-values", "nothing"), "no column that is drafted"),
    ],
)
def test_what_is_not_there_is_an_error_and_nothing_is_written(segment, typed, problem):
    before = segment.files()

    said = segment.reflekt("infer", *typed)

    assert (said.code, segment.files()) == (2, before)
    assert problem in said.err
