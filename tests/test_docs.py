from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate import PAGES

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", PAGES)
def test_generated_page_is_fresh(name, golden):
    golden(ROOT / "docs" / name, PAGES[name]())


def test_page_of_the_run_operations_has_all_of_them():
    documented = re.findall(r"^## (\w+)", PAGES["macros.md"](), re.MULTILINE)

    assert documented == [
        "reflekt_build",
        "reflekt_check",
        "reflekt_lint",
        "reflekt_pull",
        "reflekt_push",
    ]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_links_of_a_page_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")

    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)

    assert [link for link in links if not (ROOT / link).exists()] == []
