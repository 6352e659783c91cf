"""What holds for every rule; the examples in a rule's page are its first tests."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reflekt_dbt.lint import rules
from reflekt_dbt.lint.page import page_of
from reflekt_dbt.lint.rule import RULE_KINDS
from reflekt_dbt.lint.rules import ALL_RULES

FILE = "shop/Order_Completed/1-0.json"
GROUPS = {"1": "schema", "2": "documentation", "3": "naming", "4": "warehouse", "5": "versions"}


def show(shop, rule, heading):
    """Put what *rule* shows under *heading* into *shop*."""
    text = page_of(rule).examples[heading]
    if rule.shows == "text":
        shop.write(FILE, text)
        return
    shown = json.loads(text)
    if rule.shows == "files":
        for path, keys in shown.items():
            shop.write(path, keys)
    else:
        shop.write(FILE, {"properties": shown} if rule.shows == "properties" else shown)


def found(shop, rule, heading):
    """What is found of the rule in its example; of ignores, when all rules have spoken."""
    show(shop, rule, heading)
    settings = json.loads(page_of(rule).examples.get("With", "{}"))
    about_ignores = rule.code.startswith("RF19")
    names = ("default",) if about_ignores else (rule.code,)
    codes = shop.codes(*names, **settings)
    return [code for code in codes if code == rule.code]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
class TestEveryRule:
    def test_flags_what_its_page_calls_flagged(self, rule, shop):
        assert found(shop, rule, "Flagged") != []

    def test_passes_what_its_page_calls_fine(self, rule, shop):
        assert found(shop, rule, "Fine") == []

    def test_lives_in_a_file_named_after_it(self, rule):
        expected = f"{rule.code.lower()}_{rule.name.replace('-', '_')}"

        assert rule.__module__.rpartition(".")[2] == expected

    def test_is_of_a_kind_that_runs_know(self, rule):
        assert issubclass(rule, RULE_KINDS)

    def test_says_in_one_sentence_what_was_found(self, rule):
        summary = page_of(rule).summary

        assert re.fullmatch(r"[A-Z](?:[^.]|\.(?=\w))*", summary), summary

    def test_says_why_it_matters(self, rule):
        assert page_of(rule).prose or rule.code == "RF202"


def test_every_rule_file_is_listed_in_code_order():
    files = sorted(Path(rules.__file__).parent.glob("rf*.py"))

    assert [file.stem[:5].upper() for file in files] == [rule.code for rule in ALL_RULES]


def test_no_two_rules_share_a_name():
    names = [rule.name for rule in ALL_RULES]

    assert sorted(set(names)) == sorted(names)


def test_only_what_guesses_is_off_by_default():
    assert [rule.code for rule in ALL_RULES if not rule.on] == ["RF601"]
