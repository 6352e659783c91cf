"""Findings as Markdown, for a comment on a pull request or the summary of a job.

Text of schemas and warehouses goes in as text: no markup of its own, no link, no mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reflekt_dbt.report.finding import Finding
from reflekt_dbt.report.text import one_line, summary

# Code hosts take 65,536 characters.
LONGEST = 60_000
_LONGEST_TEXT = 400
# Also what names someone to notify, a number or an address to link to. An underscore inside
# a word is none.
_MARKUP = re.compile(
    r"[\\`*{}\[\]!|<>~&$]|(?<!\w)_|_(?!\w)|[@#]|:(?=//)|(?<=www)\.", re.IGNORECASE
)
# Code hosts look for names and links in what is shown; this is not seen, and ends them.
_BREAK = "&#8203;"
_SIGNS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}  # noqa: RUF001 - the sign is meant


def inert(text: str) -> str:
    """Return *text* on one line, shown by every Markdown reader as those very characters."""
    line = one_line(" ".join(text.split()))
    if len(line) > _LONGEST_TEXT:
        line = f"{line[:_LONGEST_TEXT]}…"
    return _MARKUP.sub(_shown, line)


def _shown(found: re.Match[str]) -> str:
    mark = found[0]
    if mark == ".":
        return _BREAK + mark
    return mark + _BREAK if mark in "@#:" else f"&#{ord(mark)};"


def markdown_document(
    marker: str, title: str, said: Iterable[str], findings: Sequence[Finding], rest: str
) -> str:
    """Return the page: a heading, sentences, and one row of a table a finding.

    Args:
        marker: A comment by which a bot finds its own words again.
        title: Of the page.
        said: What stands above the table.
        findings: In the order to list them.
        rest: What to do to see those for which there is no room.
    """
    head = [marker, f"## {title}", *(inert(line) for line in said)]
    head.append(f"Findings: {summary(findings)}")
    rows = list(_fitting(findings, LONGEST - sum(map(len, head)), rest)) if findings else []
    return "\n\n".join([*head, *rows]) + "\n"


def _fitting(findings: Sequence[Finding], room: int, rest: str) -> Iterator[str]:
    rows = ["| | where | what |", "|---|---|---|"]
    for number, finding in enumerate(findings):
        row = _row(finding)
        room -= len(row) + 1
        if room < 0:
            yield "\n".join(rows)
            yield f"… and {len(findings) - number} more: {rest}"
            return
        rows.append(row)
    yield "\n".join(rows)


def _row(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}" if finding.line > 1 else finding.path
    hint = f"<br>{inert(finding.hint)}" if finding.hint else ""
    what = f"{inert(finding.name)}: {inert(finding.problem)}{hint}"
    return f"| {_SIGNS[finding.severity]} | {inert(place)} | {what} |"
