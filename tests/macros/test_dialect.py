"""The lines of SQL that differ between warehouses, asked of the warehouses themselves."""

from __future__ import annotations

import json

import pytest

from reflekt_dbt.plan.dump import inert_json

HOSTILE = [
    "plain",
    "it's",
    "''",
    'say "hi"',
    "back\\slash",
    "\\'; drop table x; --",
    "\\",
    "two\nlines\n",
    "tab\there",
    "{{ run_query('drop') }} {% raw %} {# x #}",
    "100 % $1 $$ ? :name %s",
    "naïve ☕ 👩‍🚀 \u202e",
    "x" * 10_000,
    "",
]
KEYS = [text for text in HOSTILE if text and len(text) < 100]

# Type as in the warehouse's own DDL → family.
TYPES = {
    "duckdb": {
        "varchar": "string",
        "uuid": "string",
        "tinyint": "integer",
        "smallint": "integer",
        "integer": "integer",
        "bigint": "integer",
        "hugeint": "integer",
        "uhugeint": "integer",
        "ubigint": "integer",
        "decimal(38, 0)": "integer",
        "decimal(18, 3)": "number",
        "float": "number",
        "double": "number",
        "boolean": "boolean",
        "timestamp": "timestamp",
        "timestamptz": "timestamp",
        "timestamp_ns": "timestamp",
        "date": "date",
        "json": "json",
        "struct(a integer)": "json",
        "map(varchar, integer)": "json",
        "varchar[]": "json",
        "integer[3]": "json",
        "time": "any",
        "blob": "any",
        "interval": "any",
    },
    "postgres": {
        "text": "string",
        "varchar": "string",
        "varchar(20)": "string",
        "char(3)": "string",
        "uuid": "string",
        "smallint": "integer",
        "integer": "integer",
        "bigint": "integer",
        "numeric": "number",
        "numeric(18, 3)": "number",
        "real": "number",
        "double precision": "number",
        "boolean": "boolean",
        "timestamp": "timestamp",
        "timestamptz": "timestamp",
        "date": "date",
        "json": "json",
        "jsonb": "json",
        "text[]": "json",
        "time": "any",
        "bytea": "any",
        "interval": "any",
    },
}

TABLES = """
create schema raw; create schema "Mixed"; create schema hollow; create schema raw_2;
create table raw.b (z integer, a text); create table raw."Select" ("Order Id" text);
create table raw."null" ("2024" text, "null" text); create view raw.a_view as select 1 as one;
create table "Mixed".t (x integer); create table raw_2.b (other integer)
"""

PROBES = """\
{%- macro probe() -%}
    {%- set text -%}GIVEN{%- endset -%}
    {%- set given = fromjson(text) -%}
    {%- set literals = [] -%}
    {%- for text in given['texts'] -%}
        {%- set query = 'select ' ~ reflekt.string_literal(text) ~ ' as x' -%}
        {%- do literals.append(run_query(query).rows[0][0]) -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(['literals', literals])) -%}

    {%- set values = [] -%}
    {%- for key in given['keys'] -%}
        {%- set document = reflekt.string_literal(given['documents'][loop.index0]) -%}
        {%- set asked = [] -%}
        {%- for path in [[key], ['deep', key], ['deep', 'null'], ['none', key]] -%}
            {%- do asked.append(reflekt.json_text('j', path)) -%}
        {%- endfor -%}
        {%- set documents = '(select cast(' ~ document ~ ' as json) as j) as documents' -%}
        {%- set query = 'select ' ~ asked | join(', ') ~ ' from ' ~ documents -%}
        {%- set found = run_query(query).rows[0] -%}
        {%- do values.append([found[0], found[1], found[2], found[3]]) -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(['json', values])) -%}

    {%- for statement in given['tables'] -%}{%- do run_query(statement) -%}{%- endfor -%}
    {%- do print('MARK' ~ tojson(['catalog', reflekt.get_catalog(given['plan'])])) -%}

    {%- set context = {'families': reflekt.type_families(), 'types': {}} -%}
    {%- set families = [] -%}
    {%- for row in run_query(reflekt.catalog_query(target.database, 'typed')).rows -%}
        {%- do families.append([row[1], reflekt._learn_family(row[2], context)]) -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(['families', families])) -%}
{%- endmacro -%}
"""


def document(key):
    return json.dumps({key: "top", "deep": {key: key, "null": None}})


def given(engine):
    columns = ", ".join(f'"{type_}" {type_}' for type_ in TYPES[engine])
    sources = [
        {"name": name, "database": None, "schema": schema}
        for name, schema in [
            ("raw", "raw"),
            ("again", "RAW"),
            ("jinja", "{{ 'ra' ~ 'w_2' }}"),
            ("mixed", "Mixed"),
            ("hollow", "hollow"),
            ("gone", "gone"),
        ]
    ]
    typed = ["create schema typed", f"create table typed.t ({columns})"]
    return {
        "texts": HOSTILE,
        "keys": KEYS,
        "documents": [document(key) for key in KEYS],
        "tables": [*TABLES.split(";"), *typed],
        "plan": {"sources": sources},
    }


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def engine(request):
    return request.param


@pytest.fixture(scope="module")
def answers(engine, make_project, mark, request):
    output = None
    if engine == "postgres":
        server = request.getfixturevalue("postgres")
        output = {"type": "postgres", "schema": "analytics", "password": "none", "threads": 1}
        output |= {"host": server.host, "port": server.port, "user": server.user}
        output |= {"dbname": server.dbname}
    project = make_project(output)
    text = PROBES.replace("GIVEN", inert_json(given(engine))).replace("MARK", mark)
    project.write({"macros/probe.sql": text})
    return dict(json.loads(line) for line in project.dbt("run-operation", "probe"))


@pytest.fixture(scope="module")
def catalog(answers):
    return {source["source"]: source for source in answers["catalog"]}


def test_literal_is_read_back_as_the_text_it_was_made_of(answers):
    assert answers["literals"] == HOSTILE


def test_value_in_json_is_found_under_any_key(answers):
    assert answers["json"] == [["top", key, None, None] for key in KEYS]


def test_catalogue_holds_the_columns_of_the_one_schema_in_the_tables_own_order(catalog):
    columns = [row[:2] for row in catalog["raw"]["rows"]]

    assert [pair for pair in columns if pair[0] == "b"] == [["b", "z"], ["b", "a"]]
    assert {table for table, _ in columns} == {"b", "Select", "null", "a_view"}


def test_names_come_as_the_warehouse_spells_them_even_odd_ones(catalog):
    columns = [row[:2] for row in catalog["raw"]["rows"]]

    assert ["Select", "Order Id"] in columns
    assert [pair for pair in columns if pair[0] == "null"] == [
        ["null", "2024"],
        ["null", "null"],
    ]


def test_schema_is_found_in_whatever_case_it_is_written(catalog):
    assert catalog["again"]["rows"] == catalog["raw"]["rows"]
    assert [row[:2] for row in catalog["mixed"]["rows"]] == [["t", "x"]]


def test_schema_may_be_written_in_jinja(catalog):
    assert catalog["jinja"]["schema"] == "raw_2"
    assert [row[:2] for row in catalog["jinja"]["rows"]] == [["b", "other"]]


def test_empty_schema_is_told_from_one_that_is_not_there(catalog):
    assert (catalog["hollow"]["exists"], catalog["hollow"]["rows"]) == (True, [])
    assert (catalog["gone"]["exists"], catalog["gone"]["rows"]) == (False, [])


def test_every_type_has_the_family_that_can_be_compared_with_it(answers, engine):
    assert dict(answers["families"]) == TYPES[engine]
