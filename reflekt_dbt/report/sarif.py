"""SARIF 2.1.0, which code hosts take for their lists of alerts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from reflekt_dbt import __version__
from reflekt_dbt.report.finding import About, Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def sarif_document(findings: Iterable[Finding], known: Iterable[About]) -> dict[str, Any]:
    """Return *findings* as a SARIF log, as JSON values.

    Args:
        findings: In the order to list them.
        known: What can be found; every code of *findings* is among them.
    """
    abouts = list(known)
    index = {about.code: number for number, about in enumerate(abouts)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "reflekt-dbt",
                        "semanticVersion": __version__,
                        "rules": [_rule(about) for about in abouts],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, index[finding.code]) for finding in findings],
            }
        ],
    }


def _rule(about: About) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": about.code,
        "name": "".join(word.capitalize() for word in about.name.split("-")),
        "shortDescription": {"text": about.summary},
    }
    if about.detail:
        rule["help"] = {"text": about.detail, "markdown": about.detail}
    return rule


def _result(finding: Finding, index: int) -> dict[str, Any]:
    hint = f"\n{finding.hint}" if finding.hint else ""
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.problem}{hint}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(finding.path)},
                    "region": {"startLine": finding.line, "startColumn": finding.column},
                }
            }
        ],
    }


def _uri(path: str) -> str:
    """Return *path* as a URI; one that is relative is so to wherever the log is read."""
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path)
