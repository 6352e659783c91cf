from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.lint.walk import walk


def properties(document):
    return [sub.dotted for sub in walk(document) if sub.kind == "property"]


def test_properties_are_found_at_every_level():
    document = {
        "properties": {
            "a": {"properties": {"b": {}}},
            "c": {"items": {"properties": {"d": {}}}},
            "e": {"additionalProperties": {"properties": {"f": {}}}},
        },
        "definitions": {"g": {"properties": {"h": {}}}},
        "allOf": [{"properties": {"i": {}}}],
        "dependencies": {"a": {"properties": {"j": {}}}, "c": ["a"]},
    }

    assert properties(document) == [
        "a", "a.b", "c", "c[].d", "e", "e.*.f", "i", "j", "definitions.g.h",
    ]  # fmt: skip


def test_property_is_first_described_outside_of_its_alternatives():
    document = {"anyOf": [{"properties": {"a": {"x": 1}}}], "properties": {"a": {"x": 2}}}

    found = [sub for sub in walk(document) if sub.kind == "property"]

    assert [sub.schema for sub in found] == [{"x": 2}]


def test_condition_describes_nothing_but_what_it_defines():
    document = {
        "if": {"properties": {"a": {"items": {"properties": {"b": {}}}}}},
        "not": {"properties": {"c": {}}, "definitions": {"d": {"properties": {"e": {}}}}},
    }

    assert properties(document) == ["definitions.d.e"]


def test_alternatives_know_whose_they_are():
    event = {
        "properties": {"a": {"anyOf": [{"type": "string"}]}},
        "anyOf": [{"required": ["a"]}],
    }

    places = {sub.pointer: sub.place for sub in walk(event)}

    assert places["anyOf", 0] is event
    assert places["properties", "a", "anyOf", 0] is event["properties"]["a"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "properties",
                    "items",
                    "anyOf",
                    "not",
                    "if",
                    "definitions",
                    "dependencies",
                    "a",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
)


@given(_JSON)
def test_every_pointer_leads_to_its_schema(document):
    for sub in walk(document):
        found = document
        for step in sub.pointer:
            found = found[step]
        assert found is sub.schema
