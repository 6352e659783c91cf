"""Lint as a run-operation: violations fail it, so that a job of dbt stops there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reflekt_dbt.arguments import texts
from reflekt_dbt.bridge.guard import check_project, dbt_root
from reflekt_dbt.errors import DbtError, SelectError
from reflekt_dbt.lint.baseline import Baseline
from reflekt_dbt.lint.outcome import outcome_of
from reflekt_dbt.lint.violation import SEVERITIES
from reflekt_dbt.naming import did_you_mean
from reflekt_dbt.project import Project
from reflekt_dbt.report.text import summary, text_lines


def lint_project(name: str, version: str, asked: Mapping[str, Any]) -> str:
    """Return what dbt is to print of a run of lint in the project that it is in.

    Args:
        name: Of the dbt project that the macro runs in.
        version: Of the macros.
        asked: The macro's arguments.

    Raises:
        DbtError: Violations as grave as those to fail on.
        ReflektError: It could not be done.
    """
    project = Project.load(dbt_root())
    check_project(project, name, version)
    select, select_rules, ignore_rules = (
        texts(key, asked.get(key) or ()) for key in ("select", "select_rules", "ignore_rules")
    )
    settings = project.config.lint
    fail_on = asked.get("fail_on") or settings.fail_on
    if fail_on not in SEVERITIES:
        hint = did_you_mean(str(fail_on), SEVERITIES)
        raise SelectError(f"unknown severity {fail_on!r}", where="fail_on", hint=hint)
    baseline = Baseline.read(project.root / settings.baseline) if settings.baseline else None
    linted = project.lint(select, select_rules, ignore_rules)
    outcome = outcome_of(linted, fail_on, baseline)
    findings = outcome.findings(project.root, Path.cwd())
    counted = f"event schemas: {len(linted.files)}, problems: {summary(findings)}"
    text = "\n".join([*text_lines(findings), counted])
    if outcome.failed:
        raise DbtError(f"event schemas break rules\n{text}")
    return text
