from __future__ import annotations

import pytest

from reflekt_dbt.config.load import config_from
from reflekt_dbt.errors import SelectError
from reflekt_dbt.lint.catalogue import all_rules
from reflekt_dbt.lint.choose import choose
from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.rules import ALL_RULES

CATALOGUE = all_rules()
DEFAULT = [rule.code for rule in ALL_RULES if rule.on]


def chosen(from_line=(), ignored_on_line=(), **rules):
    config = config_from({"lint": {"rules": rules}}, "f.yml", [])
    return choose(CATALOGUE, Facts(config), from_line, ignored_on_line)


def codes(*select, ignore_too=(), **rules):
    """Codes; words are the command line's, named arguments are config's."""
    return [rule.code for rule in chosen(select, ignore_too, **rules)]


def test_default_is_what_is_on():
    assert codes() == DEFAULT


def test_all_is_all():
    assert codes("all") == [rule.code for rule in ALL_RULES]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["RF203"], ["RF203"]),
        (["rf203"], ["RF203"]),
        (["property-without-description"], ["RF203"]),
        (["RF6"], ["RF601"]),
        (["RF203", "RF6"], ["RF203", "RF601"]),
        (["RF20"], ["RF201", "RF202", "RF203", "RF204", "RF205", "RF206", "RF207", "RF208"]),
    ],
    ids=str,
)
def test_rule_is_named_by_code_beginning_or_name(words, expected):
    assert codes(*words) == expected
    assert codes(select=words) == expected


def test_config_adds_to_the_default():
    assert codes(select=["default", "RF6"]) == [*DEFAULT, "RF601"]


def test_ignore_takes_from_what_is_selected():
    assert codes(select=["RF2"], ignore=["RF201", "type-not-allowed"]) == [
        "RF202", "RF203", "RF204", "RF206", "RF207", "RF208",
    ]  # fmt: skip


def test_command_line_selects_in_place_of_config_and_ignores_besides():
    assert codes("RF203", select=["RF1"], ignore=["RF203"]) == ["RF203"]
    assert codes(ignore_too=["RF203"], select=["RF203", "RF204"]) == ["RF204"]


def test_nothing_left_is_an_error():
    with pytest.raises(SelectError, match="no rule is left"):
        chosen(["RF203"], ["RF2"])


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"select": ["RF999x"]}, "vars.reflekt.lint.rules.select"),
        ({"ignore": ["RF999x"]}, "vars.reflekt.lint.rules.ignore"),
        ({"severity": {"RF999x": "info"}}, "vars.reflekt.lint.rules.severity"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_unknown_rule_in_config_says_where(given, where):
    with pytest.raises(SelectError) as caught:
        chosen(**given)

    assert caught.value.where == where


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("property-without-descripton", "property-without-description"),
        ("RF2O3", "RF203"),
        ("defaults", "default"),
    ],
)
def test_unknown_rule_says_what_was_meant(word, nearest):
    with pytest.raises(SelectError, match=f"did you mean '{nearest}'"):
        chosen([word])


@pytest.mark.parametrize("word", ["", "R", "-", "RF9"])
def test_almost_nothing_names_no_rule(word):
    with pytest.raises(SelectError, match="unknown rule"):
        chosen([word])


def test_severity_of_the_rule_beats_that_of_its_group():
    severity = {"RF203": "error", "RF2": "info", "property-without-type": "warning"}

    found = {rule.code: rule.severity for rule in chosen(["RF2"], severity=severity)}

    assert (found["RF201"], found["RF203"], found["RF204"]) == ("info", "error", "warning")


def test_severity_of_one_run_is_not_that_of_the_next():
    chosen(["RF203"], severity={"RF203": "error"})

    assert chosen(["RF203"])[0].severity == "warning"
