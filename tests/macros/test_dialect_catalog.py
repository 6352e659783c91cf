"""What is in a schema, asked of what stands for the warehouses."""

from __future__ import annotations

import json
from functools import cache

import pytest

from reflekt_dbt.plan.dump import inert_json
from tests.macros.warehouses import WAREHOUSES

RAW, OTHER, MIXED, HOLLOW, TYPED = (
    f"catalog_{name}" for name in ("raw", "other", "Mixed", "hollow", "typed")
)

PROBES = """\
{%- macro probe() -%}
    {%- set text -%}GIVEN{%- endset -%}
    {%- set given = fromjson(text) -%}
    {%- for statement in given['statements'] -%}{%- do run_query(statement) -%}{%- endfor -%}
    {%- do print('MARK' ~ tojson(['catalog', reflekt.get_catalog(given['plan'])])) -%}

    {%- set families = reflekt.type_families() -%}
    {%- set found = {} -%}
    {%- set typed = {'database': target.database, 'schema': given['typed'], 'quoting': {}} -%}
    {%- for row in run_query(reflekt.catalog_query(typed)).rows -%}
        {%- do found.update({row[1]: reflekt._type_family(row[2], families)}) -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(['families', found])) -%}
{%- endmacro -%}
"""


def statements(warehouse):
    """What makes the schemas that are asked for below."""
    quoted, text = warehouse.quoted, warehouse.text
    typed = ", ".join(f"c{number} {type_}" for number, type_ in enumerate(warehouse.types))
    yield from (f"create schema {name}" for name in (RAW, OTHER, HOLLOW, TYPED))
    yield f"create schema {quoted(MIXED)}"
    yield f"create table {RAW}.b (z {text}, a {text})"
    yield f"create table {RAW}.{quoted('Select')} ({quoted('Order Id')} {text})"
    yield f"create table {RAW}.{quoted('null')} ({quoted('null')} {text})"
    yield f"create view {RAW}.a_view as select 'x' as one"
    yield f"create table {OTHER}.b (other {text})"
    yield f"create table {quoted(MIXED)}.t (x {text})"
    yield f"create table {TYPED}.t ({typed})"
    yield from MORE.get(warehouse.name, ())


NESTED = "a struct<b string, c struct<d int64>>, e array<struct<f string>>"
KEPT = f"select 1 as n, array['x'] as list, cast('good' as {RAW}.mood) as mood, now() as at"

# What only some of them have.
MORE = {
    "bigquery": (
        f"create table {RAW}.nested ({NESTED})",
        f"create table {RAW}.day_20240131 (old string)",
        f"create table {RAW}.day_20240201 (old string, new string)",
        f"create table {RAW}.day_intraday_20240201 (today string)",
        f"create table {RAW}.lone_20240201 (x string)",
        f"create table {RAW}.order_99999999 (x string)",
    ),
    "postgres": (
        f"create type {RAW}.mood as enum ('good')",
        f"create materialized view {RAW}.kept as {KEPT}",
        f"create table {RAW}.not_kept as table {RAW}.kept",
        f'create table {RAW}."B" (z text, "Z" text)',
    ),
}


def sources(warehouse):
    return [
        {"name": "raw", "database": None, "schema": RAW},
        {"name": "again", "database": None, "schema": RAW.upper(), "quoting": {"schema": None}},
        {"name": "jinja", "database": None, "schema": "{{ 'catalog_' ~ 'other' }}"},
        {"name": "mixed", "database": None, "schema": MIXED, "quoting": {"schema": True}},
        {"name": "hollow", "database": None, "schema": HOLLOW},
        {"name": "gone", "database": None, "schema": "catalog_gone"},
        *(
            [{"name": "elsewhere", "database": "nowhere", "schema": RAW}]
            # A query of a database that it has not is refused.
            if warehouse.name != "snowflake"
            else []
        ),
    ]


@pytest.fixture(params=WAREHOUSES.values(), ids=WAREHOUSES)
def warehouse(request):
    return request.param


@pytest.fixture(scope="module")
def ask(project_on, mark):
    """Ask what stands for a warehouse, each of them once."""

    @cache
    def answers_of(name):
        warehouse = WAREHOUSES[name]
        project = project_on(name)
        asked = {
            "statements": list(statements(warehouse)),
            "plan": {"sources": sources(warehouse)},
            "typed": TYPED,
        }
        text = PROBES.replace("GIVEN", inert_json(asked)).replace("MARK", mark)
        project.write({"macros/probe.sql": text})
        return dict(json.loads(line) for line in project.dbt("run-operation", "probe"))

    return answers_of


@pytest.fixture
def answers(ask, warehouse):
    return ask(warehouse.name)


@pytest.fixture
def catalog(answers):
    return {source["source"]: source for source in answers["catalog"]}


@pytest.fixture
def columns(answers):
    return columns_of(answers)


def columns_of(answers):
    """Table → [column, type], in order, of what there is in the one schema."""
    tables = {}
    for table, column, type_ in answers["catalog"][0]["rows"]:
        tables.setdefault(table, []).append([column, type_])
    return tables


def names(columns, table):
    return [column for column, _ in columns[table]]


def test_columns_of_the_one_schema_come_in_the_tables_own_order(columns, warehouse):
    b, z, a, view, one = map(warehouse.folded, ("b", "z", "a", "a_view", "one"))

    assert names(columns, b) == [z, a]
    assert names(columns, view) == [one]


def test_names_come_as_the_warehouse_spells_them_even_odd_ones(columns):
    assert names(columns, "Select") == ["Order Id"]
    assert names(columns, "null") == ["null"]


def test_schema_is_found_in_whatever_case_it_is_written(catalog, warehouse):
    if warehouse.name == "bigquery":
        assert (catalog["again"]["exists"], catalog["again"]["rows"]) == (False, [])
    else:
        assert catalog["again"]["rows"] == catalog["raw"]["rows"]


def test_schema_is_found_as_it_is_quoted(catalog, warehouse):
    x, t = map(warehouse.folded, ("x", "t"))

    assert [row[:2] for row in catalog["mixed"]["rows"]] == [[t, x]]


def test_schema_may_be_written_in_jinja(catalog, warehouse):
    b, other = map(warehouse.folded, ("b", "other"))

    assert catalog["jinja"]["schema"] == OTHER
    assert [row[:2] for row in catalog["jinja"]["rows"]] == [[b, other]]


def test_empty_schema_is_told_from_one_that_is_not_there(catalog):
    assert (catalog["hollow"]["exists"], catalog["hollow"]["rows"]) == (True, [])
    assert (catalog["gone"]["exists"], catalog["gone"]["rows"]) == (False, [])


def test_schema_of_a_database_that_is_not_there_is_not_there(catalog, warehouse):
    if warehouse.name == "snowflake":
        assert "elsewhere" not in catalog
    else:
        assert (catalog["elsewhere"]["exists"], catalog["elsewhere"]["rows"]) == (False, [])


def test_every_type_has_the_family_that_can_be_compared_with_it(answers, warehouse):
    named = {
        warehouse.folded(f"c{number}"): family
        for number, family in enumerate(warehouse.types.values())
    }
    families = {name: answers["families"][name] for name in named}

    assert families == named


def test_fields_of_structs_and_of_arrays_of_them_come_after_their_column(ask):
    columns = columns_of(ask("bigquery"))

    assert columns["nested"] == [
        ["a", "STRUCT<b STRING, c STRUCT<d INT64>>"],
        ["a.b", "STRING"],
        ["a.c", "STRUCT<d INT64>"],
        ["a.c.d", "INT64"],
        ["e", "ARRAY<STRUCT<f STRING>>"],
        ["e.f", "STRING"],
    ]


def test_tables_of_one_day_each_are_one_with_the_columns_of_the_newest(ask):
    columns = columns_of(ask("bigquery"))

    assert names(columns, "day_*") == ["old", "new"]
    assert names(columns, "day_intraday_*") == ["today"]
    assert names(columns, "lone_*") == ["x"]
    assert names(columns, "order_99999999") == ["x"]
    assert not [table for table in columns if "2024" in table]


def test_materialized_view_is_told_as_the_same_table_is(ask):
    columns = columns_of(ask("postgres"))

    assert columns["kept"] == columns["not_kept"]
    assert [type_ for _, type_ in columns["kept"]] == [
        "integer",
        "ARRAY",
        "USER-DEFINED",
        "timestamp with time zone",
    ]


def test_names_that_differ_in_case_only_are_told_apart(ask):
    columns = columns_of(ask("postgres"))

    assert names(columns, "b") == ["z", "a"]
    assert names(columns, "B") == ["z", "Z"]
