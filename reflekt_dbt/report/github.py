"""Workflow commands of GitHub Actions, which become notes beside lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflekt_dbt.report.finding import Finding

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def github_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield one workflow command for each of *findings*."""
    for finding in findings:
        title = (
            f"{finding.code} {finding.name}" if finding.name != finding.code else finding.code
        )
        where = (
            f"file={_value(finding.path)},line={finding.line},col={finding.column},"
            f"title={_value(title)}"
        )
        hint = f"\nhint: {finding.hint}" if finding.hint else ""
        yield f"::{_COMMANDS[finding.severity]} {where}::{_text(finding.problem + hint)}"


def _text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
