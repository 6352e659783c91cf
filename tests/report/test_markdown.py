from __future__ import annotations

from reflekt_dbt.report.finding import Finding
from reflekt_dbt.report.markdown import LONGEST, markdown_document

HOSTILE = "<img src=x> [a](http://evil.test) | `b` @everyone **c** \u202e \x1b[31m\nd"


def finding(problem, hint="", path="schemas/shop/Cart/1-0.json"):
    return Finding(path, 7, 3, "file_stale", "file_stale", "warning", problem, hint)


def page(*findings):
    return markdown_document("<!-- mark -->", "Title", ["said"], findings, "run it yourself")


def test_each_finding_has_a_row_with_its_place_and_its_cure():
    text = page(finding("it is gone", "run: build"))

    assert text.startswith("<!-- mark -->\n\n## Title\n\nsaid\n\nFindings: 1 (warnings: 1)\n")
    assert "| schemas/shop/Cart/1-0.json:7 | file_stale: it is gone<br>run: build |" in text


def test_without_findings_there_is_no_table():
    assert page() == "<!-- mark -->\n\n## Title\n\nsaid\n\nFindings: 0\n"


def test_text_of_strangers_is_shown_and_does_nothing():
    row = page(finding(HOSTILE, HOSTILE, f"models/{HOSTILE}")).splitlines()[-1]

    assert row.count("|") == 4
    assert not any(
        mark in row for mark in ("<img", "](", "`", "**", "@e", "://", "\x1b", "\u202e")
    )


def test_more_than_a_comment_holds_is_counted():
    text = page(*(finding(f"{number} {'x' * 300}") for number in range(1_000)))

    assert len(text) < LONGEST + 500
    assert text.rstrip().endswith("more: run it yourself")
