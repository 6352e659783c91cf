from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.flatten import flatten
from reflekt_dbt.events.model import Property

TEXT = {"type": "string"}
NULL = {"type": "null"}


def leaves(properties=None, **keys):
    """Path, types and ``?`` for nullable, ``!`` for required: ``cart.total number?``."""
    document = {"properties": properties or {}, **keys}
    return [
        f"{p.dotted} {'|'.join(p.types)}{'?' * p.nullable}{'!' * p.required}"
        for p in flatten(document)
    ]


def of(**properties):
    return {"type": "object", "properties": properties}


# Schema of the property x → its leaves.
KEPT_AS_ONE = {
    "text": (TEXT, ["x string"]),
    "several types, sorted": ({"type": ["string", "null", "integer"]}, ["x integer|string?"]),
    "no type": ({}, ["x "]),
    "true": (True, ["x "]),
    "any": ({"type": "any"}, ["x "]),
    "any or null": ({"type": ["any", "null"]}, ["x ?"]),
    "null alone": ({"type": "null"}, ["x ?"]),
    "array of objects": ({"type": "array", "items": of(a=TEXT)}, ["x array"]),
    "items alone": ({"items": TEXT}, ["x array"]),
    "bare object": ({"type": "object"}, ["x object"]),
    "bare object or null": ({"type": ["object", "null"]}, ["x object?"]),
    "object without properties": (of(), ["x object"]),
    "object of unknown keys": ({"type": "object", "additionalProperties": TEXT}, ["x object"]),
    "unknown keys alone": ({"additionalProperties": TEXT}, ["x object"]),
    "keys by pattern": ({"patternProperties": {"^a": TEXT}}, ["x object"]),
    "object or text": ({**of(a=TEXT), "type": ["object", "string"]}, ["x object|string"]),
    "one of two objects": ({"oneOf": [of(a=TEXT), of(b=TEXT)]}, ["x object"]),
    "any of object and text": ({"anyOf": [of(a=TEXT), TEXT]}, ["x object|string"]),
    "objects or null": ({"anyOf": [of(a=TEXT), of(b=TEXT), {"type": "null"}]}, ["x object?"]),
    "texts or numbers": ({"anyOf": [TEXT, {"type": "number"}]}, ["x number|string"]),
    "text or null": ({"anyOf": [TEXT, {"type": "null"}]}, ["x string?"]),
    "one of nulls": ({"oneOf": [{"type": "null"}]}, ["x ?"]),
    "enum with null": ({"enum": ["a", None]}, ["x ?"]),
    "allOf narrows": ({"allOf": [{"type": ["string", "null"]}, TEXT]}, ["x string"]),
    "number and integer": ({"type": "number", "allOf": [{"type": "integer"}]}, ["x integer"]),
    "types that exclude each other": ({**TEXT, "allOf": [{"type": "null"}]}, ["x string"]),
    "conditional object": (
        {"type": "object", "if": {}, "then": of(a=TEXT)}, ["x object"],
    ),
    "conditional text": ({**TEXT, "if": {}, "then": {"pattern": "a"}}, ["x string"]),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT_AS_ONE.values(), ids=KEPT_AS_ONE)
def test_keeps_as_one_property(case):
    schema, expected = case

    assert leaves({"x": schema}) == expected


FLATTENED = {
    "object": (of(a=TEXT, b=of(c=TEXT)), ["x.a string", "x.b.c string"]),
    "properties alone": ({"properties": {"a": TEXT}}, ["x.a string"]),
    "object or null": ({**of(a=TEXT), "type": ["object", "null"]}, ["x.a string?"]),
    "either object or null": ({"anyOf": [of(a=TEXT), {"type": "null"}]}, ["x.a string?"]),
    "reference": ({"$ref": "#/definitions/money"}, ["x.amount number", "x.currency string"]),
    "escaped reference": ({"$ref": "#/definitions/a~1b%20~0c"}, ["x integer"]),
    "reference to $defs": ({"$ref": "#/$defs/flag"}, ["x boolean"]),
    "reference to a property": ({"$ref": "#/properties/other"}, ["x string"]),
    "reference by own $id": ({"$ref": "shop/E/1-0.json#/$defs/flag"}, ["x boolean"]),
    "allOf, in the order of the file": (
        {"allOf": [{"$ref": "#/definitions/money"}], "properties": {"a": TEXT}},
        ["x.amount number", "x.currency string", "x.a string"],
    ),
    "alternatives beside properties": (
        {**of(a=TEXT), "anyOf": [of(a={}, b=TEXT), of(b=NULL), {"required": ["a"]}]},
        ["x.a string", "x.b string?"],
    ),
    "dependencies": ({**of(a=TEXT), "dependencies": {"a": of(b=TEXT), "b": ["a"]}},
        ["x.a string", "x.b string"]),
    "forbidden property": (of(a=TEXT, b=False), ["x.a string"]),
    "odd names": (of(**{"a.b": TEXT, "": TEXT}), ["x.a.b string", "x. string"]),
}  # fmt: skip
DEFINITIONS = {
    "$id": "shop/E/1-0.json",
    "definitions": {
        "money": of(amount={"type": "number"}, currency=TEXT),
        "a/b ~c": {"type": "integer"},
    },
    "$defs": {"flag": {"type": "boolean"}},
}


@pytest.mark.parametrize("case", FLATTENED.values(), ids=FLATTENED)
def test_flattens_to_leaves(case):
    schema, expected = case

    found = leaves({"x": schema, "other": TEXT}, **DEFINITIONS)

    assert found == [*expected, "other string"]


def test_required_needs_every_level_above():
    shop = {**of(a=TEXT, b=TEXT), "required": ["a"]}

    found = leaves({"x": shop, "y": shop}, required=["y"])

    assert found == ["x.a string", "x.b string", "y.a string!", "y.b string"]


def test_all_of_unites_what_is_required():
    base = {"properties": {"a": TEXT}, "required": ["a"]}

    found = leaves({"b": TEXT}, required=["b"], allOf=[base])

    assert found == ["b string!", "a string!"]


def test_alternatives_of_the_event_itself_are_united_and_none_is_required():
    choices = [{**of(a=TEXT), "required": ["a"]}, {**of(b=TEXT), "required": ["b"]}]

    assert leaves(oneOf=choices) == ["a string", "b string"]


RECURSIVE = {
    "the event": ({"x": {"$ref": "#"}}, ["x object"]),
    "a definition in itself": (
        {"x": {"$ref": "#/definitions/node"}}, ["x.name string", "x.next object"],
    ),
    "a definition that is itself": ({"x": {"$ref": "#/definitions/self"}}, ["x object"]),
    "through allOf": ({"x": {"$ref": "#/definitions/all"}}, ["x object"]),
}  # fmt: skip


@pytest.mark.parametrize("case", RECURSIVE.values(), ids=RECURSIVE)
def test_recursion_ends_as_one_json_property(case):
    properties, expected = case
    definitions = {
        "node": of(name=TEXT, next={"$ref": "#/definitions/node"}),
        "self": {"$ref": "#/definitions/self"},
        "all": {"allOf": [{"$ref": "#/definitions/all"}, of(a=TEXT)]},
    }

    assert leaves(properties, definitions=definitions) == expected


def test_a_chain_of_references_longer_than_the_stack_ends_as_one_property():
    chain = {f"d{n}": {"$ref": f"#/definitions/d{n + 1}"} for n in range(5000)}

    assert leaves({"x": {"$ref": "#/definitions/d0"}}, definitions=chain) == ["x object"]


def test_references_that_multiply_without_end_are_an_error():
    twice = {
        f"d{n}": of(
            a={"$ref": f"#/definitions/d{n + 1}"}, b={"$ref": f"#/definitions/d{n + 1}"}
        )
        for n in range(40)
    }

    with pytest.raises(SchemaError, match="unfold to more than") as caught:
        leaves({"x": {"$ref": "#/definitions/d0"}}, definitions=twice)

    assert "as one column" in caught.value.hint


def test_the_outermost_words_win():
    definitions = {
        "day": {**TEXT, "description": "inner", "format": "date", "enum": ["a", "b", "c"]}
    }
    outer = {"$ref": "#/definitions/day", "description": "outer", "enum": ["c", "b", "z"]}

    (found,) = flatten({"properties": {"x": outer}, "definitions": definitions})

    assert found == Property(
        ("x",), ("string",), description="outer", format="date", enum=("c", "b")
    )


ENUMS = {
    "in the order of the file, each once": ({"enum": ["b", "a", "b"]}, ("b", "a")),
    "const": ({"const": "a"}, ("a",)),
    "without null": ({"enum": [None, "a"]}, ("a",)),
    "one and true are two": ({"enum": [1, True, 1.5]}, (1, True, 1.5)),
    "alternatives of const": ({"oneOf": [{"const": "a"}, {"const": "b"}]}, ("a", "b")),
    "alternatives, one unbounded": ({"anyOf": [{"const": "a"}, {"pattern": "x"}]}, ()),
    "none": ({}, ()),
}


@pytest.mark.parametrize("case", ENUMS.values(), ids=ENUMS)
def test_allowed_values(case):
    schema, expected = case

    (found,) = flatten({"properties": {"x": schema}})

    assert [(type(value), value) for value in found.enum] == [(type(v), v) for v in expected]


def test_properties_keep_the_order_of_the_file():
    names = ["zebra", "apple", "Mango", "10", "9"]

    assert [p.path for p in flatten(of(**dict.fromkeys(names, TEXT)))] == [(n,) for n in names]


WORDS = st.sampled_from([
    "type", "properties", "required", "enum", "const", "$ref", "allOf", "anyOf", "oneOf",
    "then", "else", "items", "definitions", "dependencies", "additionalProperties",
    "patternProperties", "description", "format", "a", "b",
])  # fmt: skip
ANYTHING = st.recursive(
    st.sampled_from(
        [None, True, False, 1, "object", "null", "any", "a", "#", "#/definitions/a"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=25,
)


@given(document=st.dictionaries(WORDS, ANYTHING, max_size=6))
@settings(max_examples=200, deadline=None)
def test_whatever_a_lax_meta_schema_lets_through_is_flattened(document):
    found = flatten(document)

    assert len({p.path for p in found}) == len(found)
    assert all(p.path and "null" not in p.types for p in found)
