"""``check --stats``: what only rows can tell, on real warehouses."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.integration.shops import execute
from tests.integration.tea_shops import tea_shop
from tests.integration.warehouses import postgres_env

SEGMENT = {"name": "tea", "sdk": "segment", "select": ["tea"]}
TABLES = """
    create schema tea;
    create table tea.tracks (id text, event text, event_text text, received_at timestamp);
    create table tea.tea_rated (
        id text, event text, event_text text, received_at timestamp,
        "Mood" text, stars bigint, email text, note text
    );
    create table tea.tea_spilled (id text, received_at timestamp);
"""
# Ten of this week, and one of last year, which does not count; two that nobody planned.
ROWS = """
    insert into tea.tea_rated
    select cast(n as text), 'tea_rated', 'Tea Rated', current_timestamp,
        case when n < 3 then 'it''s {{ bad }}' || repeat('!', 60) else 'good' end,
        case when n = 4 then 9 else n % 2 end,
        case when n < 3 then 'ada@example.com' end,
        case when n > 5 then 'x' end
    from generate_series(1, 10) as numbers(n);
    insert into tea.tea_rated values
        ('old', 'tea_rated', 'Tea Rated', current_timestamp - interval '400' day,
         'dreadful', 7, null, null);
    insert into tea.tracks
    select id, event, event_text, received_at from tea.tea_rated;
    insert into tea.tracks values
        ('u1', 'tea_thrown', 'Tea {{ thrown }}', current_timestamp),
        ('u2', 'tea_thrown', 'Tea {{ thrown }}', current_timestamp - interval '1' day);
"""


def schema(name, **properties):
    return json.dumps(
        {
            "$id": f"tea/{name.replace(' ', '_')}/1-0.json",
            "self": {"vendor": "x", "name": name, "format": "jsonschema", "version": "1-0"},
            "properties": {key: {"description": "d", **one} for key, one in properties.items()},
            "required": ["mood", "note"],
        }
    )


@pytest.fixture(scope="module", params=["dev", "postgres"], ids=["duckdb", "postgres"])
def shop(request, tmp_path_factory):
    made = tea_shop(tmp_path_factory.mktemp(f"rows_{request.param}"), SEGMENT)
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        execute(server, "create database tea_rows")
        made = made.aimed_at("postgres", **postgres_env(replace(server, dbname="tea_rows")))
    made.execute(TABLES, ROWS)
    rated = schema(
        "Tea Rated",
        mood={"type": "string", "enum": ["good", "it's ok"]},
        stars={"type": "integer", "enum": [0, 1]},
        email={"type": "string", "enum": ["nobody@example.com"]},
        note={"type": "string"},
    )
    made.write("schemas/tea/Tea_Rated/1-0.json", rated)
    made.write("schemas/tea/Tea_Spilled/1-0.json", schema("Tea Spilled"))
    return made


@pytest.fixture(scope="module")
def checked(shop):
    said = shop.reflekt("check", "--stats", "--output", "json")
    assert said.code == 1, said.err
    return said, json.loads(said.out)


def found(checked, code):
    findings = checked[1]["findings"]
    return [
        (one["event"], one["property"], one["text"]) for one in findings if one["code"] == code
    ]


def test_event_that_nobody_planned_is_found_with_its_days(checked):
    ((_, _, text),) = found(checked, "event_not_planned")

    assert text.startswith("'Tea {{ thrown }}' arrived 2 times in tea from 20")
    seen = {one["name"]: one for one in checked[1]["statistics"]["events"]}
    assert (seen["Tea Rated"]["times"], seen["Tea Rated"]["planned"]) == (10, True)
    assert seen["Tea {{ thrown }}"]["first"] < seen["Tea {{ thrown }}"]["last"]


def test_event_without_rows_of_late_is_found(checked):
    text = "no row of tea_spilled arrived in the last 7 days"
    assert found(checked, "event_not_seen") == [("tea/Tea_Spilled/1-0", "", text)]


def test_values_outside_an_enum_are_counted_and_shown_unless_they_are_personal(checked):
    texts = {prop: text for _, prop, text in found(checked, "value_outside_enum")}

    rows = "of 10 rows of tea_rated have a value that the enum does not list"
    assert texts["stars"] == f"1 {rows}, such as '9'"
    shown = "it's {{ bad }}" + "!" * 26
    assert texts["mood"] == f'2 {rows}, such as "{shown}…"'
    assert texts["email"] == f"2 {rows}"
    assert "ada@" not in checked[0].out
    assert "dreadful" not in checked[0].out


def test_share_of_nulls_is_told_of_every_property(checked):
    shares = {one["name"]: one["null_share"] for one in checked[1]["statistics"]["properties"]}

    assert shares == {"mood": 0, "stars": 0, "email": 0.8, "note": 0.5}
    assert [one[1] for one in found(checked, "null_though_required")] == ["note"]


def test_what_is_read_is_announced(checked, shop):
    adapter = "duckdb" if shop.target == "dev" else "postgres"
    words = "reading rows of the last 7 days: {}; what they cost, {} does not say before\n"
    assert checked[0].err == "".join(
        words.format(count, adapter) for count in ("3 queries", "2 queries")
    )
