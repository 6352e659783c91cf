"""What a run of lint comes to: what counts, what is told, and whether it fails. Pure."""

from __future__ import annotations

import json
import os.path as os_path
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reflekt_dbt import __version__
from reflekt_dbt.lint.baseline import Baseline
from reflekt_dbt.lint.run import Linted
from reflekt_dbt.lint.violation import SEVERITIES, Severity, Violation, is_failure
from reflekt_dbt.report.finding import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of lint comes to.

    Attributes:
        linted: The run.
        violations: Those that count, in its order.
        fail_on: Least severity that fails.
        known: How many others the baseline knows.
        gone: How many the baseline knows that are no more.
    """

    linted: Linted
    violations: tuple[Violation, ...]
    fail_on: Severity
    known: int = 0
    gone: int = 0

    @property
    def failed(self) -> bool:
        """Whether something that counts is grave enough to fail."""
        return any(is_failure(one.severity, self.fail_on) for one in self.violations)

    def failures(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return those of *findings* that are grave enough to fail."""
        return [one for one in findings if is_failure(one.severity, self.fail_on)]

    def findings(self, root: Path, seen_from: Path) -> list[Finding]:
        """Return what counts for the writers of reports, with paths as *seen_from* there.

        Args:
            root: Folder of the project.
            seen_from: Folder in which people, or a code host, look for the files.
        """
        shown = {one.path: path_seen(root / one.path, seen_from) for one in self.violations}
        return [
            Finding(
                shown[one.path], one.line, one.column, one.code, one.name, one.severity,
                one.problem, one.hint,
            )
            for one in self.violations
        ]  # fmt: skip

    def paths(self, root: Path, seen_from: Path) -> list[str]:
        """Return the files that were looked at, as *seen_from* there."""
        return [path_seen(root / path, seen_from) for path in self.linted.files]

    def document(self) -> dict[str, Any]:
        """Return the outcome as JSON values; paths are from the project's folder."""
        return {
            "version": 1,
            "reflekt_dbt": __version__,
            "command": "lint",
            "exit_code": int(self.failed),
            "schemas": len(self.linted.files),
            "counts": _counts(self.violations),
            "in_baseline": self.known,
            "gone_from_baseline": self.gone,
            "violations": [_as_json(one) for one in self.violations],
        }

    def json(self) -> str:
        """Return the document as text, with a newline at the end."""
        return json.dumps(self.document(), indent=2, ensure_ascii=False) + "\n"


def outcome_of(linted: Linted, fail_on: Severity, baseline: Baseline | None) -> Outcome:
    """Return what *linted* comes to, without what *baseline* knows."""
    if baseline is None:
        return Outcome(linted, linted.violations, fail_on)
    new, known, gone = baseline.split(linted.violations)
    return Outcome(linted, tuple(new), fail_on, known, gone)


def path_seen(file: Path, seen_from: Path) -> str:
    """Return the path of *file* from *seen_from*, with ``/``; absolute if it is not below."""
    whole = Path(os_path.normpath(file))
    return (
        whole.relative_to(seen_from) if whole.is_relative_to(seen_from) else whole
    ).as_posix()


def _counts(violations: Iterable[Violation]) -> dict[str, dict[str, int]]:
    by_severity: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
    by_rule: dict[str, int] = {}
    for one in violations:
        by_severity[one.severity] += 1
        by_rule[one.code] = by_rule.get(one.code, 0) + 1
    return {"severity": by_severity, "rule": dict(sorted(by_rule.items()))}


def _as_json(violation: Violation) -> dict[str, Any]:
    return {
        "rule": violation.code,
        "name": violation.name,
        "severity": violation.severity,
        "path": violation.path,
        "line": violation.line,
        "column": violation.column,
        "pointer": violation.json_pointer,
        "problem": violation.problem,
        "hint": violation.hint,
    }
