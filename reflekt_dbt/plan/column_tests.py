"""dbt tests of a column: from config and from the schema, as lines of YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reflekt_dbt.config.model import DocsConfig
from reflekt_dbt.events.model import Property
from reflekt_dbt.plan.yaml_text import block, inert_argument

# Values that dbt's own accepted_values puts between quotes without harm.
_HARMLESS = re.compile(r"[^'\\{}\x00-\x1f]*")
OWN_TEST_NAME = "reflekt_accepted_values"
_BESIDE = frozenset(["description", "name"])
# What dbt calls a test's config, and took beside its arguments before it had `config:`.
_CONFIGS = frozenset(
    [
        "alias", "database", "enabled", "error_if", "fail_calc", "limit", "meta", "schema",
        "severity", "store_failures", "store_failures_as", "tags", "warn_if", "where",
    ]
)  # fmt: skip

# Stands in a test's lines where the macros put the SQL that limits it to the newest rows.
WINDOW = "where: reflekt_test_window"

OWN_TEST_TEXT = Path(__file__).with_name(f"{OWN_TEST_NAME}.sql").read_text(encoding="utf-8")


def configured_tests(docs: DocsConfig, *names: str) -> list[list[str]]:
    """Return the tests that config asks for under any of a column's *names*."""
    wanted = (test for name in dict.fromkeys(names) for test in docs.tests.get(name, ()))
    tests: list[list[str]] = []
    for lines in (_lines(*_parts(test), docs) for test in wanted):
        if lines not in tests:
            tests.append(lines)
    return tests


def required_tests(
    docs: DocsConfig, prop: Property, configured: Sequence[Sequence[str]]
) -> list[list[str]]:
    """Return the test that a required property calls for, unless it is *configured*."""
    if "not_null" not in docs.schema_tests or not prop.required or prop.nullable:
        return []
    # dbt refuses two tests of one name.
    return [] if _has(configured, "not_null") else [_lines("not_null", {}, docs)]


def value_tests(
    docs: DocsConfig, prop: Property, configured: Sequence[Sequence[str]]
) -> list[Any]:
    """Return ``[families, lines]`` of each test that compares values, unless *configured*.

    Such a test runs only against a column of one of those families: SQL does not
    compare a boolean with ``'yes'``.
    """
    families = _families_of(prop.enum)
    if "accepted_values" not in docs.schema_tests or not families:
        return []
    name, arguments = _accepted_values(prop.enum)
    if _has(configured, name):
        return []
    return [[families, _lines(name, {"arguments": arguments}, docs)]]


def tests_of_hashes(tests: Sequence[list[str]]) -> list[list[str]]:
    """Return those of *tests* that are as true of the hashes of values as of the values."""
    return [lines for lines in tests if _has([lines], "not_null") or _has([lines], "unique")]


def uses_own_test(lines: Sequence[str]) -> bool:
    """Tell whether a test is the generic test that we write into the project."""
    return _has([lines], OWN_TEST_NAME)


def _has(tests: Sequence[Sequence[str]], name: str) -> bool:
    return any(lines[0] == f"- {name}:" for lines in tests)


def _families_of(values: tuple[Any, ...]) -> list[str]:
    kinds = {type(value) for value in values}
    if kinds == {str}:
        return ["string"]
    if kinds == {bool}:
        return ["boolean"]
    return ["integer", "number"] if kinds and kinds <= {int, float} else []


def _accepted_values(values: tuple[Any, ...]) -> tuple[str, dict[str, Any]]:
    if not isinstance(values[0], str):
        return "accepted_values", {"values": list(values), "quote": False}
    if all(_HARMLESS.fullmatch(value) and inert_argument(value) == value for value in values):
        return "accepted_values", {"values": list(values)}
    return OWN_TEST_NAME, {"values": [inert_argument(value) for value in values]}


def _parts(test: Any) -> tuple[str, Mapping[str, Any]]:
    """Return name and settings of a test in any of the forms that dbt takes."""
    if isinstance(test, str):
        return test, {}
    if "test_name" in test:
        return test["test_name"], {key: test[key] for key in test if key != "test_name"}
    ((name, given),) = test.items()
    return name, given or {}


def _lines(name: str, given: Mapping[str, Any], docs: DocsConfig) -> list[str]:
    """Return a test in the form that is clean from dbt 1.10.8 to v2."""
    beside = {key: item for key, item in given.items() if key in _BESIDE}
    config = {key: item for key, item in given.items() if key in _CONFIGS}
    arguments = {
        key: item for key, item in given.items()
        if key not in {"arguments", "config", *_BESIDE, *_CONFIGS}
    } | (given.get("arguments") or {})  # fmt: skip
    key, _, mark = WINDOW.partition(": ")
    window = {} if docs.test_window is None else {key: mark}
    config = {"severity": docs.severity, **window, **config, **(given.get("config") or {})}
    under = {**beside, **({"arguments": arguments} if arguments else {}), "config": config}
    return block([{name: under}])
