"""From the options of ``lint`` to a report on stdout."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rich_click as click

from reflekt_dbt.bridge.report import CLEAN, FOUND
from reflekt_dbt.config.load import find_project
from reflekt_dbt.errors import ReflektError
from reflekt_dbt.lint.baseline import Baseline, write_baseline
from reflekt_dbt.lint.fix import Fixed, Keep
from reflekt_dbt.lint.job import Asked
from reflekt_dbt.lint.outcome import Outcome, outcome_of
from reflekt_dbt.lint.page import about
from reflekt_dbt.project import Project
from reflekt_dbt.report.finding import Finding
from reflekt_dbt.report.github import github_lines
from reflekt_dbt.report.junit import junit_document
from reflekt_dbt.report.sarif import sarif_document
from reflekt_dbt.report.text import statistics_lines, summary, text_lines
from reflekt_dbt.write.rewrite import carry_out

Given = Mapping[str, Any]


@dataclass(frozen=True)
class Run:
    """One run, and the project that it was about."""

    project: Project
    outcome: Outcome
    is_whole: bool
    fixed: str = ""


def check(given: Given) -> None:
    """Refuse options that make no sense together."""
    if given["statistics"] and given["output"] not in {"text", "json"}:
        raise click.UsageError(f"--statistics goes with text or json, not {given['output']}")
    narrowed = [
        name for name in ("paths", "select", "select_rules", "ignore_rules") if given[name]
    ]
    if given["write_baseline"] and (narrowed or given["baseline"]):
        other = "--" + (narrowed or ["baseline"])[0].replace("_", "-").replace(
            "--paths", "PATHS"
        )
        raise click.UsageError(f"--write-baseline writes all there is: leave {other} out")
    if given["unsafe_fixes"] and not (given["fix"] or given["diff"]):
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if given["diff"] and (given["output"] != "text" or given["write_baseline"]):
        raise click.UsageError("--diff prints a diff and nothing else")


def run(given: Given) -> Run:
    """Lint as the options say; with --write-baseline, write it."""
    project, asked = _open(given)
    fixed = _mended(project, asked, given) if given["fix"] else ""
    linted = project.lint(asked.select, asked.select_rules, asked.ignore_rules)
    if given["write_baseline"]:
        write_baseline(given["write_baseline"], linted.violations)
    fail_on = given["fail_on"] or project.config.lint.fail_on
    outcome = outcome_of(linted, fail_on, _baseline(project, given))
    is_whole = not (asked.select or given["select_rules"])
    return Run(project, outcome, is_whole, fixed)


def show_diff(given: Given) -> int:
    """Print what --fix would change, and write nothing; return the exit code."""
    project, asked = _open(given)
    fixed = _fixed(project, asked, given)
    for rewrite in fixed.rewrites:
        click.echo(rewrite.diff if rewrite.is_change else "", nl=False)
    click.echo(fixed.summary("to fix", "to change"), err=True)
    return FOUND if any(rewrite.is_change for rewrite in fixed.rewrites) else CLEAN


def _open(given: Given) -> tuple[Project, Asked]:
    project = Project.load(find_project(given["project_dir"] or Path.cwd()))
    select = project.selectors(given["select"], given["paths"])
    return project, Asked(select, _words(given["select_rules"]), _words(given["ignore_rules"]))


def _baseline(project: Project, given: Given) -> Baseline | None:
    settings = project.config.lint
    configured = project.root / settings.baseline if settings.baseline else None
    file = given["write_baseline"] or given["baseline"] or configured
    return Baseline.read(file) if file else None


def _mended(project: Project, asked: Asked, given: Given) -> str:
    """Write what can be mended; return what that was, in words."""
    fixed = _fixed(project, asked, given)
    carry_out(fixed.rewrites)
    return fixed.summary("fixed", "changed")


def _fixed(project: Project, asked: Asked, given: Given) -> Fixed:
    # What people have decided to live with, a new name for it included, stays as it is.
    known = None if given["write_baseline"] else _baseline(project, given)
    keep: Keep = (lambda found: known.split(found)[0]) if known else tuple
    return project.fix(asked, unsafe=given["unsafe_fixes"], keep=keep)


def show(run: Run, given: Given) -> int:
    """Print the outcome in the form that was asked for; return the exit code."""
    outcome = run.outcome
    findings = outcome.findings(run.project.root, Path.cwd())
    match given["output"]:
        case "json":
            click.echo(outcome.json(), nl=False)
        case "sarif":
            known = [about(rule) for rule in outcome.linted.rules]
            click.echo(
                json.dumps(sarif_document(findings, known), indent=2, ensure_ascii=False)
            )
        case "junit":
            paths = outcome.paths(run.project.root, Path.cwd())
            failures = outcome.failures(findings)
            click.echo(junit_document("reflekt-dbt lint", paths, failures), nl=False)
        case "github":
            _print(github_lines(findings))
        case _:
            _print(_text(run, findings, statistics=given["statistics"]))
    if run.is_whole:
        _tell_of_the_plan(run.project)
    if run.fixed:
        click.echo(run.fixed, err=given["output"] != "text")
    return FOUND if outcome.failed else CLEAN


def _tell_of_the_plan(project: Project) -> None:
    """Say so where a committed plan is older than the schemas; it breaks no rule."""
    try:
        is_older = bool(project.plan_out_of_date())
    except ReflektError:
        # Schemas that make no plan are what the violations are about.
        return
    if is_older:
        path = project.committed_plan
        click.echo(f"{path} is older than the schemas: run reflekt-dbt plan --write", err=True)


def _words(given: Iterable[str]) -> tuple[str, ...]:
    """Return the rules that people name, whether with commas or by repeating the option."""
    return tuple(word for one in given for word in one.replace(",", " ").split())


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _text(run: Run, findings: list[Finding], *, statistics: bool) -> Iterable[str]:
    if statistics:
        yield from statistics_lines(findings)
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        yield from text_lines(findings, colour=colour)
    outcome = run.outcome
    known = f", in the baseline: {outcome.known}" if outcome.known else ""
    yield f"event schemas: {len(outcome.linted.files)}, problems: {summary(findings)}{known}"
    if outcome.gone and run.is_whole:
        yield f"gone from the baseline: {outcome.gone}; --write-baseline writes it anew"
