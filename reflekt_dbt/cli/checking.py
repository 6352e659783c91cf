"""What a check found, in the form that was asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import rich_click as click

from reflekt_dbt.bridge import summary
from reflekt_dbt.bridge.places import Places
from reflekt_dbt.bridge.report import Report
from reflekt_dbt.cli.output import Output
from reflekt_dbt.config.load import find_dbt_project
from reflekt_dbt.plan.findings import CODES
from reflekt_dbt.project import Project
from reflekt_dbt.report.finding import About
from reflekt_dbt.report.github import github_lines
from reflekt_dbt.report.markdown import markdown_document
from reflekt_dbt.report.sarif import sarif_document

MARKER = "<!-- reflekt-dbt check -->"


def show(report: Report, given: Mapping[str, object]) -> None:
    """Print *report* as ``--output`` says."""
    form = str(given["output"])
    if form in {"text", "json"}:
        Output(form).show(report)
        return
    folder = given["project_dir"]
    root = find_dbt_project(folder if isinstance(folder, Path) else Path.cwd())
    findings = Places(Project.load(root), report).findings(Path.cwd())
    if form == "github":
        for line in github_lines(findings):
            click.echo(line)
        return
    if form == "sarif":
        known = [About(code.name, code.name, _summary(code.text)) for code in CODES]
        document = sarif_document(findings, known)
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    said = [*summary.headline(report), *report.notes]
    rest = "run reflekt-dbt check for all of them"
    title = "Event schemas and the warehouse"
    click.echo(markdown_document(MARKER, title, said, findings, rest), nl=False)


def _summary(text: str) -> str:
    """Return a code's sentence with dots in its gaps."""
    return re.sub(r"\{[^}]*\}", "…", text)
