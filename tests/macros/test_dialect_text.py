"""The SQL and config that each warehouse gets, as text for people to read and review."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from tests.macros.dialects import OUTPUTS, call_offline, output

GOLDEN = Path(__file__).parents[1] / "golden" / "dialect"

# One line a question: what is asked, then the call that answers it.
_QUESTIONS = r"""
literal ¦ reflekt.string_literal("it's \\ two\nlines {2}")
column ¦ reflekt._column_sql('id', own, context)
column, mixed case ¦ reflekt._column_sql('orderid', 'OrderId', context)
column, reserved ¦ reflekt._column_sql('select', 'select', context)
column, quotes in it ¦ reflekt._column_sql('a"b`c', 'a"b`c', context)
column, a space in it ¦ reflekt._column_sql('a b', 'a b', context)
catalogue ¦ reflekt.catalog_query({'database': 'raw', 'schema': 'shop', 'quoting': {}})
catalogue, quoted ¦ reflekt.catalog_query(quoted)
catalogue, of another database ¦ reflekt.catalog_query(other)
json ¦ reflekt.json_text('c', ['a', 'b.c'], types['json'])
json, in text ¦ reflekt.json_text('c', ['a', 'b.c'], types['text'])
json, an object there ¦ reflekt.json_text('c', ['a'], types['json'], 'json')
json, an object there, in text ¦ reflekt.json_text('c', ['a'], types['text'], 'json')
json, anything there ¦ reflekt.json_text('c', ['a'], types['json'], 'any')
json, odd keys ¦ reflekt.json_text('c', ["it's", '"', '\\'], types['json'])
json, a key of nothing ¦ reflekt.json_text('c', ['', 'a/b', ''], types['json'])
json, a key of nothing, in text ¦ reflekt.json_text('c', [''], types['text'])
json, deep ¦ reflekt.json_text('c', ['a', 'b', 'c', 'd', 'e', 'f'], types['text'])
struct ¦ reflekt.struct_field('c', 'a', 'a')
first of an array ¦ reflekt.first_item('c')
length of an array ¦ reflekt.array_length('c', types['array'])
length of an array in json ¦ reflekt.array_length('c', types['json'])
length of an array in text ¦ reflekt.array_length('c', types['text'])
safe cast ¦ reflekt.safe_cast('c', 'integer', 'string')
safe cast, of a number ¦ reflekt.safe_cast('c', 'integer', 'number')
safe cast, to boolean ¦ reflekt.safe_cast('c', '{{ dbt.type_boolean() }}', 'string')
safe cast, to json ¦ reflekt.safe_cast('c', types['json'], 'string')
safe cast, to text ¦ reflekt.safe_cast('c', '{{ dbt.type_string() }}', 'string')
hash ¦ reflekt.hashed('c', 'string')
hash, of JSON ¦ reflekt.hashed('c', 'json')
hash, of a boolean ¦ reflekt.hashed('c', 'boolean')
hash, of quotes ¦ reflekt.hashed('f(c, ' ~ reflekt.string_literal("it's") ~ ')', 'string')
now ¦ reflekt.current_time()
now, with a zone ¦ reflekt.current_time(types['zoned'])
now, without a zone ¦ reflekt.current_time(types['unzoned'])
a week ago ¦ reflekt.days_ago(7)
a week ago, with a zone ¦ reflekt.days_ago(7, types['zoned'])
a week ago, without a zone ¦ reflekt.days_ago(7, types['unzoned'])
regular expression ¦ reflekt.matches_regex('c', "^it's \\d{2}$")
storage ¦ reflekt.storage_settings('received_at', ['event', 'user_id']) | join('\n')
storage, partitions only ¦ reflekt.storage_settings('received_at', []) | join('\n')
storage, clusters only ¦ reflekt.storage_settings(none, ['event']) | join('\n')
incremental ¦ reflekt.incremental_settings('event_id') | join('\n')
events seen ¦ reflekt.rows_query(rows['events'])
events seen, of many tables ¦ reflekt.rows_query(rows['names'])
rows with a value ¦ reflekt.rows_query(rows['counts'])
most frequent values ¦ reflekt.rows_query(rows['values'])
most frequent values, but for some ¦ reflekt.rows_query(rows['others'])
features ¦ reflekt.adapter_features().items() | selectattr(1) | map('first') | join('\n')
"""

# The types that loaders make: JSON, text, arrays, times with a zone and without.
_TYPES = {
    "bigquery": ("JSON", "STRING", "ARRAY<STRING>", "TIMESTAMP", "DATETIME"),
    "duckdb": ("JSON", "VARCHAR", "VARCHAR[]", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP"),
    "postgres": (
        "jsonb",
        "text",
        "ARRAY",
        "timestamp with time zone",
        "timestamp without time zone",
    ),
    "redshift": (
        "super",
        "character varying",
        "super",
        "timestamp with time zone",
        "timestamp without time zone",
    ),
    "snowflake": ("VARIANT", "TEXT", "ARRAY", "TIMESTAMP_TZ", "TIMESTAMP_NTZ"),
}

# Questions about rows, each beside what all of them have; WHEN is a column and its type.
_ROWS = {
    "events": {"event": "event", "event_text": 'Event"Text', "limit": 9},
    "names": {"tables": [["it's", "event_text", "WHEN"], ["b", "event_text", "WHEN"]]},
    "counts": {"columns": [["a b", []], ["n", [1, 2.5]], ["s", ["it's"]], ["b", [True]]]},
    "values": {"column": "N", "family": "integer", "limit": 3},
    "others": {
        "kind": "values", "column": "b", "family": "boolean", "except": [True], "limit": 3
    },
}  # fmt: skip

# As catalogues spell them, and other tools that fill reflekt.catalog.
_FAMILIES = {
    "NUMBER(38,0)": "integer",
    "numeric(18,2)": "number",
    "NUMERIC(10)": "integer",
    "DECIMAL(38, 0)": "integer",
    "NUMERIC": "number",
    "BIGNUMERIC(40, 3)": "number",
    "STRING(10)": "string",
    "character varying(512)": "string",
    "timestamp(6) without time zone": "timestamp",
    "TIMESTAMP_LTZ(9)": "timestamp",
    "DATETIME": "timestamp",
    "ARRAY<NUMERIC(10, 0)>": "json",
    "array<struct<a:int>>": "json",
    "STRUCT<a NUMERIC(10, 0)>": "json",
    "STRUCT(a INTEGER)[]": "json",
    "RECORD": "json",
    "OBJECT": "json",
    "VARIANT": "json",
    "SUPER": "json",
    "GEOGRAPHY": "any",
    "RANGE<DATE>": "any",
    "": "any",
}

_MACRO = """\
{%- macro answers() -%}
    {%- set rules = reflekt.identifier_rules() -%}
    {%- set context = {'rules': rules, 'quoted': {'select': true}} -%}
    {%- set own = reflekt._folded('id', rules) -%}
    {%- set types = TYPES -%}
    {%- set quoting = {'database': true, 'schema': true} -%}
    {%- set quoted = {'database': 'raw', 'schema': "Shop's", 'quoting': quoting} -%}
    {%- set other = {'database': 'other', 'schema': 'shop', 'quoting': {'database': false}} -%}
    {%- set rows = ROWS -%}
    {%- set found = [] -%}
CALLS
    {{ return(found) }}
{%- endmacro -%}

{%- macro say_answers() -%}
    {%- do print('MARK' ~ tojson(answers())) -%}
{%- endmacro -%}
"""


def macro(type_, mark):
    names = ("json", "text", "array", "zoned", "unzoned")
    questions = [line.split(" ¦ ") for line in _QUESTIONS.strip().splitlines()]
    calls = [f"    {{%- do found.append([{asked!r}, {call}]) -%}}" for asked, call in questions]
    types = dict(zip(names, _TYPES[type_], strict=True))
    when = ["Received_At", types["zoned"]]
    of_all = {"place": {"database": "raw", "schema": "shop"}, "table": "Order", "days": 7}
    rows = {
        kind: {"kind": kind, **of_all, "when": when, **more} for kind, more in _ROWS.items()
    }
    asked = repr(rows).replace("'WHEN'", repr(when))
    text = _MACRO.replace("ROWS", asked)
    text = text.replace("TYPES", repr(types)).replace("CALLS", "\n".join(calls))
    return text.replace("MARK", mark)


def laid_out(answer):
    """Return a macro's text, deeper by one step; what it returned, if that is no text."""
    lines = str(answer).replace("\r", "").strip("\n").split("\n")
    return "\n".join(f"    {line}".rstrip() for line in lines)


def page(answers):
    return "\n".join(f"{asked}\n{laid_out(answer)}\n" for asked, answer in answers)


@pytest.mark.parametrize("type_", OUTPUTS)
def test_every_warehouse_gets_what_a_person_would_write_there(
    type_, make_project, mark, golden
):
    project = make_project(output(type_))
    project.write({"macros/answers.sql": macro(type_, mark)})

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dbt's own and its libraries'
        answers = call_offline(project, "answers")

    golden(GOLDEN / f"{type_}.txt", page(answers))


def test_length_and_items_of_a_type_do_not_hide_its_family(make_project):
    calls = [f"[{type_!r}, reflekt._type_family({type_!r}, known)]" for type_ in _FAMILIES]
    project = make_project(output("duckdb"))
    text = (
        f"{{%- set known = reflekt.type_families() -%}}{{{{ return([{', '.join(calls)}]) }}}}"
    )
    project.write({"macros/families.sql": f"{{% macro families() %}}{text}{{% endmacro %}}"})

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        families = call_offline(project, "families")

    assert dict(families) == _FAMILIES


def test_dbt_v2_gives_the_same(make_project, mark, golden, v2_program):
    project = make_project(output("duckdb"))
    project.write({"macros/answers.sql": macro("duckdb", mark)})

    [line] = project.v2(v2_program, "run-operation", "say_answers")

    golden(GOLDEN / "duckdb.txt", page(json.loads(line)))
