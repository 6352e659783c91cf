"""For people: a line a finding, its hint below, and what it comes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import click

from reflekt_dbt.report.finding import Finding

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def text_lines(findings: Iterable[Finding], *, colour: bool = False) -> Iterator[str]:
    """Yield the lines of *findings*, in their order: ``file:line:column``, what, and why."""
    for finding in findings:
        place = f"{one_line(finding.path)}:{finding.line}:{finding.column}"
        what = (
            f"{finding.code} {finding.name}" if finding.name != finding.code else finding.code
        )
        if colour:
            place = click.style(place, bold=True)
            what = click.style(what, fg=_COLOURS[finding.severity])
        yield f"{place}: {what}: {one_line(finding.problem)}"
        if finding.hint:
            yield f"  hint: {one_line(finding.hint)}"


def counts_by_code(findings: Iterable[Finding]) -> list[tuple[int, Finding]]:
    """Return how often each code was found, most first, with one finding of it."""
    found = list(findings)
    counts = Counter(finding.code for finding in found)
    first = {finding.code: finding for finding in reversed(found)}
    return [(count, first[code]) for code, count in sorted(counts.items(), key=_most_first)]


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


def statistics_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield a line for each code that was found: how often, and what it is."""
    counted = counts_by_code(findings)
    width = len(str(counted[0][0])) if counted else 0
    for count, finding in counted:
        yield f"{count:>{width}}  {finding.code}  {finding.severity:<7}  {finding.name}"


def summary(findings: Sequence[Finding]) -> str:
    """Return how many there are, and how many of each severity: ``3 (errors: 1, …)``."""
    counts = Counter(finding.severity for finding in findings)
    words = {"errors": counts["error"], "warnings": counts["warning"], "infos": counts["info"]}
    said = [f"{word}: {count}" for word, count in words.items() if count]
    return f"{len(findings)} ({', '.join(said)})" if said else "0"


def one_line(text: str) -> str:
    """Return *text* with all that a terminal would act on, or hide, written as escapes."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
