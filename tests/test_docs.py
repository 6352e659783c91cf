from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate import PAGES
from reflekt_dbt.bridge.overrides import dispatched

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", PAGES)
def test_generated_page_is_fresh(name, golden):
    golden(ROOT / "docs" / name, PAGES[name]())


def test_page_of_the_run_operations_has_all_of_them():
    documented = re.findall(r"^## (\w+)", PAGES["macros.md"](), re.MULTILINE)

    assert documented == [
        "reflekt_build",
        "reflekt_check",
        "reflekt_infer",
        "reflekt_lint",
        "reflekt_pull",
        "reflekt_push",
    ]


def test_page_about_adapters_names_only_macros_that_can_be_dispatched():
    text = (ROOT / "docs" / "adapters.md").read_text(encoding="utf-8")

    cells = re.findall(r"^\|.*\|(.*)\|$", text, re.MULTILINE)
    named = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}

    assert len(named) > 5
    assert named <= dispatched()


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        "docs/adapters.md",
        "docs/layout.md",
        "docs/rerun.md",
        "docs/warehouses.md",
    ],
)
def test_links_of_a_page_lead_somewhere(page):
    file = ROOT / page
    text = file.read_text(encoding="utf-8")

    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)

    assert [link for link in links if not (file.parent / link).exists()] == []
