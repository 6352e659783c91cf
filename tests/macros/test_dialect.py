"""The lines of SQL that differ between warehouses, asked of what stands for the warehouses."""

from __future__ import annotations

import json

import pytest

from reflekt_dbt.plan.dump import inert_json
from tests.macros.warehouses import WAREHOUSES

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
KEYS = [text for text in HOSTILE if len(text) < 100]

PROBES = """\
{%- macro answer(query) -%}
    {{ return(run_query('select ' ~ query ~ ' as x').rows[0][0]) }}
{%- endmacro -%}

{%- macro probe() -%}
    {%- set text -%}GIVEN{%- endset -%}
    {%- set given = fromjson(text) -%}
    {%- set literals = [] -%}
    {%- for text in given['texts'] -%}
        {%- do literals.append(answer(reflekt.string_literal(text))) -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(['literals', literals])) -%}

    {%- for type, sql in given['kinds'] -%}
        {%- set values = [] -%}
        {%- for key in given['keys'][type] -%}
            {%- set literal = reflekt.string_literal(given['documents'][key]) -%}
            {%- set document = sql.replace('{}', literal) -%}
            {%- for path in [[key], ['deep', key], ['deep', 'null'], ['none', key]] -%}
                {%- do values.append(answer(reflekt.json_text(document, path, type))) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- do print('MARK' ~ tojson(['json ' ~ type, values])) -%}

        {%- set document = sql.replace('{}', reflekt.string_literal(given['nested'])) -%}
        {%- do print('MARK' ~ tojson(['nested ' ~ type, [
            answer(reflekt.json_text(document, ['list'], type, 'json')),
            answer(reflekt.json_text(document, ['list'], type, 'any')),
            answer(reflekt.json_text(document, ['a', 'b', 'c', 'd', 'e', 'f'], type, 'any')),
            answer(reflekt.json_text(document, ['none'], type, 'json'))
        ]])) -%}
    {%- endfor -%}

    {%- set lengths = [] -%}
    {%- for type, sql in given['arrays'] -%}
        {%- do lengths.append(answer(reflekt.array_length(sql, type))) -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(['lengths', lengths])) -%}

    {%- set found = [] -%}
    {%- for text, pattern in given['patterns'] -%}
        {%- set literal = reflekt.string_literal(text) -%}
        {%- do found.append(answer(reflekt.matches_regex(literal, pattern))) -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(['patterns', found])) -%}

    {%- set ages = [] -%}
    {%- for type in given['times'] -%}
        {%- set cast_to = type or dbt.type_timestamp() -%}
        {%- set yesterday = 'cast(' ~ reflekt.days_ago(1, type) ~ ' as ' ~ cast_to ~ ')' -%}
        {%- set others = [
            reflekt.days_ago(2, type), reflekt.days_ago(0, type), reflekt.current_time(type)
        ] -%}
        {%- for then in others -%}
            {%- do ages.append(answer(yesterday ~ ' > ' ~ then)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(['ages', ages])) -%}

    {%- if given['first'] -%}
        {%- do print('MARK' ~ tojson(['first', answer(reflekt.first_item(given['first']))])) -%}
    {%- endif -%}

    {%- set casts = [] -%}
    {%- for sql, family in given['casts'] -%}
        {%- do casts.append(answer(reflekt.safe_cast(sql, dbt.type_int(), family))) -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(['casts', casts])) -%}
{%- endmacro -%}
"""


def document(key):
    tree = {key: "top", "deep": {key: key, "null": None}}
    return json.dumps(tree, ensure_ascii=False)


def given(warehouse):
    type_, sql = warehouse.json
    native = [[*warehouse.array]] if warehouse.array else []
    lists = ["[10, 20, 30]", "[]"]
    return {
        "texts": HOSTILE,
        "kinds": [[type_, sql], [warehouse.text, "{}"]],
        "keys": {type_: findable(warehouse), warehouse.text: in_text(warehouse)},
        "documents": {key: document(key) for key in KEYS},
        "nested": json.dumps({"list": [1], "a": {"b": {"c": {"d": {"e": {"f": "six"}}}}}}),
        "arrays": [
            *native,
            *([type_, sql.replace("{}", f"'{text}'")] for text in lists),
            *([warehouse.text, f"'{text}'"] for text in lists),
        ],
        "patterns": [
            ["abc1", r"c\d"],
            ["abc", r"c\d"],
            ["abc", "^b"],
            ["it's", "'"],
            ["aab", "a{2}"],
        ],
        "times": times(warehouse),
        "first": warehouse.array[1] if warehouse.array else "",
        "casts": [["12.6", "number"], *([["'x'", "string"]] if warehouse.has_try_cast else [])],
    }


def findable(warehouse):
    return [key for key in KEYS if key not in warehouse.not_found]


def in_text(warehouse):
    """The keys that can be found where JSON is kept in text."""
    if warehouse.name == "bigquery":
        # What stands for it has no safe.parse_json, which odd keys need.
        return [key for key in findable(warehouse) if "\\" not in key]
    return findable(warehouse)


def times(warehouse):
    return [
        "",
        *(type_ for type_ in warehouse.types if type_.startswith(("timestamp", "datetime"))),
    ]


@pytest.fixture(scope="module", params=WAREHOUSES.values(), ids=WAREHOUSES)
def warehouse(request):
    return request.param


@pytest.fixture(scope="module")
def answers(warehouse, project_on, mark):
    project = project_on(warehouse.name)
    text = PROBES.replace("GIVEN", inert_json(given(warehouse))).replace("MARK", mark)
    project.write({"macros/probe.sql": text})
    return dict(json.loads(line) for line in project.dbt("run-operation", "probe"))


def test_literal_is_read_back_as_the_text_it_was_made_of(answers):
    assert answers["literals"] == HOSTILE


def test_value_in_json_is_found_under_any_key(answers, warehouse):
    # On Redshift '' is what the null of JSON is read as, so that it is taken for null.
    nothing = None if warehouse.name == "redshift" else ""

    expected = {key: ("top", key or nothing, None, None) for key in KEYS}

    for type_, keys in (
        (warehouse.json[0], findable(warehouse)),
        (warehouse.text, in_text(warehouse)),
    ):
        assert answers[f"json {type_}"] == [value for key in keys for value in expected[key]]


def test_object_in_json_is_text_and_so_is_what_is_deep_inside(answers, warehouse):
    for type_ in (warehouse.json[0], warehouse.text):
        assert answers[f"nested {type_}"] == ["[1]", "[1]", "six", None]


def test_items_of_an_array_are_counted(answers, warehouse):
    native = [3] if warehouse.array else []

    assert answers["lengths"] == [*native, 3, 0, 3, 0]


def test_first_item_of_an_array_is_found(answers, warehouse):
    if warehouse.array is None:
        assert "first" not in answers
    else:
        assert int(answers["first"]) == 10


def test_regular_expression_is_found_anywhere_in_a_text(answers):
    assert answers["patterns"] == [True, False, False, True, True]


def test_time_can_be_compared_with_every_type_that_loaders_make(answers, warehouse):
    assert answers["ages"] == [True, False, False] * len(times(warehouse))


def test_cast_that_fails_gives_null_where_the_warehouse_has_such_a_cast(answers, warehouse):
    assert answers["casts"] == [13, None] if warehouse.has_try_cast else [13]
