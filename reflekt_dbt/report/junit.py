"""JUnit's XML, which CI servers show as tests: one suite, one test a file."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from reflekt_dbt.report.finding import Finding
from reflekt_dbt.report.text import one_line


def junit_document(name: str, paths: Iterable[str], findings: Iterable[Finding]) -> str:
    """Return a test suite in which every file without a failure has passed.

    Args:
        name: Of the suite.
        paths: Of all the files that were looked at.
        findings: What was found, by file; all of them are failures.
    """
    failed = {
        path: list(group) for path, group in groupby(findings, key=lambda finding: finding.path)
    }
    every = list(dict.fromkeys([*paths, *failed]))
    counts = f'tests="{len(every)}" failures="{len(failed)}" errors="0"'
    cases = "".join(_case(path, failed.get(path, [])) for path in every)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites {counts}>\n"
        f"  <testsuite name={quoteattr(name)} {counts}>\n{cases}  </testsuite>\n"
        "</testsuites>\n"
    )


def _case(path: str, findings: list[Finding]) -> str:
    shown = quoteattr(one_line(path))
    if not findings:
        return f'    <testcase classname="schemas" name={shown}/>\n'
    first = findings[0]
    # One failure a test is all that some readers take: the first leads, the rest is text.
    message = quoteattr(f"{first.code}: {one_line(first.problem)}")
    body = "\n".join(map(_line, findings))
    return (
        f'    <testcase classname="schemas" name={shown}>\n'
        f'      <failure type="{escape(first.code)}" message={message}>\n{escape(body)}\n'
        "      </failure>\n"
        "    </testcase>\n"
    )


def _line(finding: Finding) -> str:
    hint = f" (hint: {one_line(finding.hint)})" if finding.hint else ""
    problem = one_line(finding.problem)
    place = f"{finding.line}:{finding.column}"
    return f"{place} {finding.code} {finding.name}: {problem}{hint}"
