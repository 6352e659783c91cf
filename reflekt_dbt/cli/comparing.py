"""From the options of ``breaking`` and ``diff`` to what changed, and onto stdout."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rich_click as click

from reflekt_dbt.bridge.report import CLEAN, FOUND
from reflekt_dbt.compare.against import Against
from reflekt_dbt.compare.job import Changes
from reflekt_dbt.compare.markdown import diff_markdown
from reflekt_dbt.compare.outcome import Outcome
from reflekt_dbt.compare.read import side_of_file
from reflekt_dbt.compare.rows import event_rows
from reflekt_dbt.compare.show import ABOUTS, diff_lines, document, findings, text_lines
from reflekt_dbt.config.load import find_project
from reflekt_dbt.config.model import Config
from reflekt_dbt.lint.outcome import path_seen
from reflekt_dbt.project import Project
from reflekt_dbt.report.github import github_lines
from reflekt_dbt.report.sarif import sarif_document

Given = Mapping[str, Any]


def outcome_of(given: Given) -> tuple[Outcome, Path]:
    """Return what changed, and the folder from which its paths are."""
    changes, root = changes_of(given)
    return changes.run(given["select"], given["accept"]), root


def changes_of(given: Given) -> tuple[Changes, Path]:
    """Return what to compare, and the folder from which its paths are."""
    files = given["paths"]
    if given["against"] and not files:
        project = Project.load(find_project(given["project_dir"] or Path.cwd()))
        return project.changes(given["against"], exact=given["exact"]), project.root
    if len(files) == 2 and not given["against"]:
        return _of_files(*files), Path.cwd()
    raise click.UsageError(
        "say what to compare: --against main, --against FOLDER, or two files OLD.json NEW.json"
    )


def _of_files(old: Path, new: Path) -> Changes:
    # One event, whatever the two files are called.
    event = new.parent.name or new.stem
    before = Against(str(old), "", side_of_file(old, event))
    return Changes(before, side_of_file(new, event), Config())


def show(outcome: Outcome, root: Path, given: Given) -> int:
    """Print *outcome* in the form that was asked for; return the exit code."""
    match given["output"]:
        case "json":
            click.echo(_json(document(outcome)))
        case "sarif":
            click.echo(_json(sarif_document(_seen(outcome, root), ABOUTS)))
        case "github":
            for line in github_lines(_seen(outcome, root)):
                click.echo(line)
        case _:
            for line in text_lines(outcome):
                click.echo(line)
    return FOUND if outcome.fails(given["fail_on"]) else CLEAN


def show_diff(given: Given) -> None:
    """Print what changed column by column, in the form that was asked for."""
    changes, _ = changes_of(given)
    outcome = changes.run(given["select"], words=True)
    plans = (changes.old_plan, changes.new_plan)
    events = [event_rows(judged, *plans) for judged in outcome.judged]
    match given["output"]:
        case "json":
            click.echo(_json({**document(outcome), "columns": [one.json() for one in events]}))
        case "markdown":
            click.echo(diff_markdown(outcome, events), nl=False)
        case _:
            for line in diff_lines(outcome, events):
                click.echo(line)


def _seen(outcome: Outcome, root: Path) -> list[Any]:
    """Return the findings with their paths as seen from the current folder."""
    return [
        one._replace(path=path_seen(root / one.path, Path.cwd())) for one in findings(outcome)
    ]


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
