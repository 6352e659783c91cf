from __future__ import annotations

import json

import pytest

from reflekt_dbt.config.load import config_from
from reflekt_dbt.lint.page import about, page_of, rule_markdown
from reflekt_dbt.lint.rules import ALL_RULES
from reflekt_dbt.lint.rules.rf203_property_without_description import PropertyWithoutDescription
from reflekt_dbt.sdks import SDKS


def test_page_has_summary_prose_and_examples():
    page = page_of(PropertyWithoutDescription)

    assert page.summary == "A property has no description"
    assert page.prose.startswith("The description becomes the column's")
    assert page.examples == {
        "Flagged": '{"coupon": {"type": "string"}}',
        "Fine": '{"coupon": {"type": "string", "description": "Code typed at checkout."}}',
    }


def test_markdown_of_a_rule_says_how_grave_it_is():
    text = rule_markdown(PropertyWithoutDescription)

    assert text.startswith(
        "## RF203 property-without-description\n\nwarning · on by default\n\n"
        "A property has no description.\n"
    )
    assert 'Flagged:\n\n```json\n{"coupon": {"type": "string"}}\n```' in text


def test_about_is_what_reports_say_of_a_rule():
    assert about(PropertyWithoutDescription)[:3] == (
        "RF203", "property-without-description", "A property has no description.",
    )  # fmt: skip


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_settings_of_an_example_are_valid(rule):
    settings = json.loads(page_of(rule).examples.get("With", "{}"))

    config_from(settings, "page", SDKS)
