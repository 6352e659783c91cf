"""Each kind of change, in both directions, from the files in ``cases/``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reflekt_dbt.compare.kinds import KINDS
from reflekt_dbt.compare.model import required_bump
from reflekt_dbt.compare.schemas import compare_schemas

CASES = [
    (f"{file.stem}: {case['what']}", case)
    for file in sorted((Path(__file__).parent / "cases").glob("*.json"))
    for case in json.loads(file.read_text(encoding="utf-8"))
]
NAMES = [name for name, _ in CASES]

# By hand, from the README of Reflekt and from `KINDS`; what the code says is not asked.
MINOR = {
    "optional-property-added",
    "optional-property-removed",
    "property-made-optional",
    "null-allowed",
    "values-widened",
    "format-removed",
    "pattern-removed",
    "bound-loosened",
    "unique-items-dropped",
    "other-properties-allowed",
    "alternative-added",
    "condition-removed",
    "property-renamed-from",
    "event-renamed-from",
}
NONE = {"property-renamed", "event-added", "event-moved"}
# What only two sides as a whole can show.
OF_SIDES = {"event-added", "event-moved", "event-removed", "too-large-to-compare"}


def seen(old, new):
    return [[change.code, change.dotted] for change in compare_schemas(old, new)]


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=NAMES)
def test_change_is_named_with_its_path(case):
    assert sorted(seen(case["old"], case["new"])) == sorted(case["forward"])


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=NAMES)
def test_change_back_is_named_with_its_path(case):
    assert sorted(seen(case["new"], case["old"])) == sorted(case["backward"])


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=NAMES)
def test_what_did_not_change_is_no_change(case):
    assert seen(case["old"], case["old"]) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_bump_of_a_kind_is_the_one_that_the_rules_say(kind):
    expected = "minor" if kind.code in MINOR else "none" if kind.code in NONE else "major"

    assert kind.bump == expected


def test_every_kind_of_change_has_a_case():
    shown = {code for _, case in CASES for code, _ in (*case["forward"], *case["backward"])}

    assert {kind.code for kind in KINDS} - shown == OF_SIDES


def test_several_changes_need_the_greatest_of_their_bumps():
    changes = compare_schemas(
        {"properties": {"a": {"type": "string"}}},
        {"properties": {"a": {"type": "integer"}, "b": {"type": "string"}}},
    )

    assert [change.bump for change in changes] == ["major", "minor"]
    assert required_bump(changes) == "major"


def test_no_change_needs_no_bump():
    assert required_bump(()) == "none"


def test_change_says_what_was_there_and_what_is():
    (change,) = compare_schemas(
        {"properties": {"total": {"type": "integer"}}},
        {"properties": {"total": {"type": ["number", "null"]}}},
    )

    assert (change.before, change.after) == (["integer"], ["number", "null"])
    assert change.sentence == "'total' was integer and is number or null now"


def doubling(levels, leaf):
    """Definitions of which each uses the next one twice: 2 to the power of *levels* leaves."""
    definitions = {
        f"d{n}": {
            "properties": {s: {"$ref": f"#/definitions/d{n + 1}"} for s in ("left", "right")}
        }
        for n in range(levels)
    }
    return {
        "properties": {"a": {"$ref": "#/definitions/d0"}},
        "definitions": {**definitions, f"d{levels}": {"type": leaf}},
    }


def test_references_that_multiply_are_a_break_as_soon_as_anything_changed():
    assert seen(doubling(30, "string"), doubling(30, "integer")) == [
        ["too-large-to-compare", ""]
    ]


def test_references_that_multiply_are_no_break_where_nothing_changed():
    assert seen(doubling(30, "string"), doubling(30, "string")) == []


def test_a_change_at_the_end_of_a_long_chain_of_references_is_not_missed():
    chain = {f"d{n}": {"$ref": f"#/definitions/d{n + 1}"} for n in range(2000)}

    def document(leaf):
        definitions = {**chain, "d2000": {"type": leaf}}
        return {"properties": {"a": {"$ref": "#/definitions/d0"}}, "definitions": definitions}

    assert seen(document("string"), document("integer")) == [["too-large-to-compare", ""]]
    assert seen(document("string"), document("string")) == []
