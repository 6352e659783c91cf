"""dbt tests of columns: in the one form that every engine takes."""

from __future__ import annotations

import pytest
import yaml

from reflekt_dbt.config.model import DocsConfig
from reflekt_dbt.events.model import Property
from reflekt_dbt.plan.column_tests import (
    OWN_TEST_NAME,
    configured_tests,
    required_tests,
    uses_own_test,
    value_tests,
)

WARN = {"severity": "warn"}


def docs(*tests, **more):
    return DocsConfig(**{"tests": {"id": tests}, **more})


def read(lines):
    (test,) = yaml.safe_load("\n".join(lines))
    return test


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("not_null", {"not_null": {"config": WARN}}),
        ({"not_null": None}, {"not_null": {"config": WARN}}),
        (
            {"unique": {"config": {"severity": "error", "where": "x > 1"}}},
            {"unique": {"config": {"severity": "error", "where": "x > 1"}}},
        ),
        (
            {"unique": {"severity": "error", "where": "x > 1"}},
            {"unique": {"config": {"severity": "error", "where": "x > 1"}}},
        ),
        (
            {"accepted_values": {"values": ["a"], "quote": False, "name": "mine"}},
            {
                "accepted_values": {
                    "name": "mine",
                    "arguments": {"values": ["a"], "quote": False},
                    "config": WARN,
                }
            },
        ),
        (
            {"relationships": {"arguments": {"to": "ref('x')", "field": "id"}}},
            {"relationships": {"arguments": {"to": "ref('x')", "field": "id"}, "config": WARN}},
        ),
        (
            {"test_name": "accepted_values", "name": "mine", "values": ["{{ var('x') }}"]},
            {
                "accepted_values": {
                    "name": "mine",
                    "arguments": {"values": ["{{ var('x') }}"]},
                    "config": WARN,
                }
            },
        ),
    ],
    ids=[
        "name",
        "mapping of nothing",
        "config",
        "config beside",
        "arguments beside",
        "arguments",
        "test_name",
    ],
)
def test_configured_test_is_written_in_the_modern_form(given, written):
    (lines,) = configured_tests(docs(given), "id")

    assert read(lines) == written


def test_severity_is_the_configured_one_unless_a_test_sets_its_own():
    tests = configured_tests(docs("unique", {"not_null": WARN}, severity="error"), "id")

    assert [read(lines) for lines in tests] == [
        {"unique": {"config": {"severity": "error"}}},
        {"not_null": {"config": {"severity": "warn"}}},
    ]


def test_test_asked_for_under_both_names_of_a_column_is_written_once():
    twice = DocsConfig(tests={"id": ("unique", "not_null"), "event_id": ("not_null",)})

    tests = configured_tests(twice, "id", "event_id")

    assert [next(iter(read(lines))) for lines in tests] == ["unique", "not_null"]


@pytest.mark.parametrize(
    ("prop", "expected"),
    [
        (Property(("a",), required=True), ["not_null"]),
        (Property(("a",), required=True, nullable=True), []),
        (Property(("a",)), []),
    ],
    ids=["required", "required but nullable", "optional"],
)
def test_required_property_is_not_null(prop, expected):
    tests = required_tests(DocsConfig(), prop, [])

    assert [next(iter(read(lines))) for lines in tests] == expected


def test_required_property_keeps_the_test_that_config_gives_it():
    configured = configured_tests(docs({"not_null": {"severity": "error"}}), "id")

    assert required_tests(DocsConfig(), Property(("id",), required=True), configured) == []


def test_schema_gives_no_tests_where_config_wants_none():
    none = DocsConfig(schema_tests=())
    prop = Property(("a",), required=True, enum=("x",))

    assert required_tests(none, prop, []) == []
    assert value_tests(none, prop, []) == []


@pytest.mark.parametrize(
    ("enum", "families", "arguments"),
    [
        (("card", "gift card"), ["string"], {"values": ["card", "gift card"]}),
        (("yes", "1.50", "007"), ["string"], {"values": ["yes", "1.50", "007"]}),
        ((1, 2.5), ["integer", "number"], {"values": [1, 2.5], "quote": False}),
        ((True,), ["boolean"], {"values": [True], "quote": False}),
    ],
    ids=["strings", "strings that look like others", "numbers", "booleans"],
)
def test_enum_is_a_test_of_accepted_values(enum, families, arguments):
    ((found, lines),) = value_tests(DocsConfig(), Property(("a",), enum=enum), [])

    assert found == families
    assert read(lines) == {"accepted_values": {"arguments": arguments, "config": WARN}}


@pytest.mark.parametrize(
    "enum", [(), ("a", 1), (True, 1), ([1],)], ids=["none", "mixed", "boolean and 1", "list"]
)
def test_enum_that_no_column_can_hold_gives_no_test(enum):
    assert value_tests(DocsConfig(), Property(("a",), enum=enum), []) == []


@pytest.mark.parametrize(
    "value", ["it's", "back\\slash", "{{ 1 }}", "two\nlines", "ref('x')", "env_var(HOME)"]
)
def test_value_that_dbts_own_test_would_break_on_gets_ours(value):
    ((_, lines),) = value_tests(DocsConfig(), Property(("a",), enum=("fine", value)), [])

    assert list(read(lines)) == [OWN_TEST_NAME]
    assert uses_own_test(lines)


def test_enum_gives_way_to_accepted_values_of_config():
    configured = configured_tests(docs({"accepted_values": {"values": ["b"]}}), "id")

    assert value_tests(DocsConfig(), Property(("id",), enum=("a",)), configured) == []
