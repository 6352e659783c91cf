"""The one form of schema files: what changes, what never does, and what is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.dump import formatted
from reflekt_dbt.events.keywords import NAMED, ORDER

ROOT = Path(__file__).parents[2]
DEMO = sorted((ROOT / "schemas").rglob("*.json"))


def made(text: str) -> str:
    return formatted(text, "1-0.json")


def test_one_layout_and_one_order_of_keywords():
    text = (
        '{"required":["b","a"], "x-mine": 1, "properties": {"b": {"type":"string",\r\n'
        '  "description":"B\\u00e9.", "enum":["z","a"]}, "a": {"maximum":1.50,'
        '"type":"number"}},\n"type":"object","self":{"version":"1-0","metadata":{"z":[],"a":{}},'
        '"name":"N","format":"jsonschema","vendor":"v"},"description":"D \\/ \\u2028",'
        '"$id":"i","$schema":"s"}'
    )

    assert made(text) == (
        """\
{
  "$schema": "s",
  "$id": "i",
  "description": "D / \u2028",
  "self": {
    "vendor": "v",
    "name": "N",
    "format": "jsonschema",
    "version": "1-0",
    "metadata": {
      "z": [],
      "a": {}
    }
  },
  "type": "object",
  "properties": {
    "b": {
      "description": "Bé.",
      "type": "string",
      "enum": [
        "z",
        "a"
      ]
    },
    "a": {
      "type": "number",
      "maximum": 1.50
    }
  },
  "required": [
    "b",
    "a"
  ],
  "x-mine": 1
}
"""
    )


@pytest.mark.parametrize("file", DEMO, ids=lambda file: file.parent.name)
def test_the_demo_is_in_our_form(file):
    text = file.read_text(encoding="utf-8")

    assert made(text) == text


@pytest.mark.parametrize(
    "number", ["1", "1.0", "-0", "1e3", "1E+3", "0.10", "123456789012345678901234567890"]
)
def test_a_number_keeps_its_spelling(number):
    assert made(f'{{"maximum":{number}}}') == f'{{\n  "maximum": {number}\n}}\n'


# Words of JSON Schema that are a property's name, or part of an author's data, are no keywords.
KEPT_IN_ORDER = {
    "properties": '{"properties": {"type": {}, "description": {}, "$id": {}}}',
    "definitions": '{"definitions": {"type": {}, "$id": {}}}',
    "metadata": '{"self": {"metadata": {"type": 1, "$id": 2}}}',
    "default": '{"default": {"type": 1, "$id": 2}}',
    "enum": '{"enum": [{"type": 1, "$id": 2}, 1, "1"]}',
    "self below": '{"properties": {"p": {"self": {"name": 1, "vendor": 2}}}}',
    "keyword of one's own": '{"x-mine": {"type": 1, "$id": 2}}',
}


@pytest.mark.parametrize("text", KEPT_IN_ORDER.values(), ids=KEPT_IN_ORDER)
def test_what_is_the_authors_stays_in_its_order(text):
    assert made(text).split() == json.dumps(json.loads(text), indent=2).split()


ORDERED = {
    "items": '{"items": {"type": 1, "title": 2}}',
    "items by place": '{"items": [{"type": 1, "title": 2}]}',
    "alternatives": '{"anyOf": [{"type": 1, "title": 2}]}',
    "condition": '{"if": {"type": 1, "title": 2}}',
    "properties": '{"properties": {"p": {"type": 1, "title": 2}}}',
    "definitions": '{"$defs": {"p": {"type": 1, "title": 2}}}',
    "dependencies": '{"dependencies": {"p": {"type": 1, "title": 2}, "q": ["p"]}}',
}


@pytest.mark.parametrize("text", ORDERED.values(), ids=ORDERED)
def test_a_schema_is_ordered_wherever_it_stands(text):
    lines = re.findall(r'"(title|type)"', made(text))

    assert lines == ["title", "type"]


def test_a_byte_order_mark_and_windows_line_ends_are_gone():
    assert made('{\r\n"type":\r\n"object"}\r\n') == '{\n  "type": "object"\n}\n'


COMMENTS = {
    "before the file": ('// a\n{"type": "x"}', {"$comment": "a", "type": "x"}),
    "behind the file": ('{"type": "x"} /* a */', {"$comment": "a", "type": "x"}),
    "beside a keyword": ('{"type": "x", // a\n "title": "y"}', {"$comment": "a"}),
    "beside the last keyword": ('{"type": "x" // a\n}', {"$comment": "a"}),
    "between key and value": ('{"type": /* a */ "x"}', {"$comment": "a"}),
    "with a hash": ('{"type": "x"} # a', {"$comment": "a"}),
    "in an empty object": ("{ // a\n}", {"$comment": "a"}),
    "several": ("{ // a\n // b\n} // c", {"$comment": "a\nb\nc"}),
    "on several lines": ("{ /* a\n   b */ }", {"$comment": "a\nb"}),
    "in a frame": ("{ /**\n * a\n *\n * b\n **/ }", {"$comment": "a\n\nb"}),
    "one more": ('{"$comment": "a" // b\n}', {"$comment": "a\nb"}),
    "no words": ('{"type": "x"} //', {"type": "x"}),
    "before a property": (
        '{"properties": {\n// a\n"p": {}}}', {"properties": {"p": {"$comment": "a"}}},
    ),
    "beside a property": (
        '{"properties": {"p": {}, // a\n"q": {}}}',
        {"properties": {"p": {"$comment": "a"}, "q": {}}},
    ),
    "beside the last property": (
        '{"properties": {"p": {}, // a\n}}', {"properties": {"p": {"$comment": "a"}}},
    ),
    "behind the opening brace of a property": (
        '{"properties": {"p": { // a\n "items": {}}}}',
        {"properties": {"p": {"$comment": "a", "items": {}}}},
    ),
    "in a list of alternatives": ('{"anyOf": [\n// a\n{}]}', {"anyOf": [{"$comment": "a"}]}),
    # A "$comment" among properties would be a property, and one in metadata go to dbt.
    "among properties": (
        '{"properties": {"p": {}\n// a\n}}', {"$comment": "a", "properties": {"p": {}}},
    ),
    "in metadata": (
        '{"self": {"metadata": {"x": 1 // a\n}}}', {"$comment": "a"},
    ),
    "in a list of names": ('{"required": ["x", // a\n]}', {"$comment": "a"}),
    "about a schema that is true": ('{"properties": {"p": true // a\n}}', {"$comment": "a"}),
    "beside a comment that is no text": (
        '{"properties": {"p": {"$comment": 1 // a\n}}}', {"$comment": "a"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", COMMENTS.values(), ids=COMMENTS)
def test_a_comment_is_kept_by_the_nearest_schema(case):
    text, expected = case

    data = json.loads(made(text))

    assert {key: data[key] for key in expected} == expected


def test_what_looks_like_a_comment_in_a_string_is_none():
    data = {"a": "http://x", "b": "/* c */", "c": '"// d', "e": "#"}

    assert json.loads(made(json.dumps(data))) == data


REFUSED = {
    "no JSON": ('{"a": }', "1:7", "not JSON"),
    "no JSON behind a comment": ('{ // x\n"a": }', "2:6", "not JSON"),
    "a comma that follows nothing": ("[,]", "1:2", "a comma that follows nothing"),
    "two commas": ('{"a": 1,,}', "1:9", "a comma that follows nothing"),
    "repeated key": ('{"a": 1, // x\n "a": 2}', "2:2", "there twice"),
    "lone surrogate": ('{"a": "\\ud83d"}', "1:7", "lone surrogate"),
    "control character": ('{"a": "\\u0007"}', "1:7", "control character"),
    "control character in a comment": ("{} // \x1b[31m", "1:4", "control character U+001B"),
    "a comment that does not end": ('{"a": 1} /* x', "1:10", "a comment"),
    "too deep": ("[" * 101 + "]" * 101, "1:101", "more than 100"),
    "nothing but comments": ("// a", "1:1", "empty"),
    "no object in the file": ("[1, // a\n 2]", "1:5", "no object to keep this comment in"),
    "a comment of its own kind": ('{"$comment": 1} // a', "1:17", "no object to keep"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_kept_is_refused_with_its_place(case):
    text, place, problem = case

    with pytest.raises(SchemaError) as caught:
        made(text)

    assert caught.value.where == f"1-0.json:{place}"
    assert problem in caught.value.problem


def test_a_file_of_nothing_but_open_strings_and_comments_is_refused_at_once():
    for text in ('{"a": "' + '\\"' * 200_000, "{" + "/* " * 200_000, '"' * 200_001):
        with pytest.raises(SchemaError):
            made(text)


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\t\n/*#"))
KEYS = st.sampled_from([*ORDER, "name", "version", "p", "q"]) | WORDS
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(-1e9, 1e9) | WORDS
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)
OBJECTS = st.dictionaries(KEYS, JSON, max_size=6)
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def named_members(schema):
    """The order of what authors name, wherever it is certain that they do."""
    for key, value in schema.items() if isinstance(schema, dict) else ():
        if key in NAMED and isinstance(value, dict):
            yield list(value)
            for one in value.values():
                yield from named_members(one)


def as_spelt(text):
    return json.loads(text, parse_float=lambda d: ["n", d], parse_int=lambda d: ["n", d])


@given(OBJECTS)
def test_no_value_changes_and_a_second_run_changes_nothing(data):
    once = made(json.dumps(data))

    assert json.loads(once) == data
    assert as_spelt(once) == as_spelt(json.dumps(data))
    assert made(once) == once
    assert {tuple(names) for names in named_members(json.loads(once))} == {
        tuple(names) for names in named_members(data)
    }


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(OBJECTS.filter(lambda data: isinstance(data.get("$comment", ""), str)), st.data())
@example({"properties": {"p": {"$comment": 1}}}, None)
def test_no_comment_is_lost_wherever_it_stands(data, drawn):
    said: list[str] = []

    def between() -> str:
        kind = drawn.draw(st.integers(0, 6)) if drawn else len(said) % 3
        if kind > 2:
            return " \n"[kind % 2]
        said.append(f"said{len(said)}.")
        return (f"// {said[-1]}\n", f"/* {said[-1]} */", f"# {said[-1]}\n")[kind]

    parts = [between()]
    before = ""
    for mark in TOKEN.findall(json.dumps(data, ensure_ascii=False)):
        # What is not empty may end with a comma.
        trailing = mark in {"}", "]"} and before not in {"{", "["}
        parts += [f",{between()}" if trailing else "", mark, between()]
        before = mark

    once = made("".join(parts))

    kept = re.findall(r"said\d+\.", once)
    assert sorted(kept) == sorted(said)
    assert made(once) == once


@given(st.text())
def test_any_text_at_all_is_formatted_or_refused(text):
    try:
        once = made(text)
    except SchemaError:
        return

    assert made(once) == once


def test_no_beginning_of_a_real_file_is_formatted_or_crashes():
    text = DEMO[0].read_text(encoding="utf-8").rstrip()

    for end in range(len(text)):
        with pytest.raises(SchemaError):
            made(text[:end])
