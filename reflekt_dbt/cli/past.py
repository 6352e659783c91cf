"""From the options of ``changelog`` to a history on stdout."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import rich_click as click

from reflekt_dbt.compare.history import Past, committed_versions, history
from reflekt_dbt.compare.markdown import changelog_markdown
from reflekt_dbt.compare.read import side_of_folder
from reflekt_dbt.compare.versions import revisions
from reflekt_dbt.config.load import find_project
from reflekt_dbt.errors import GitError, SelectError
from reflekt_dbt.events.select import select_events
from reflekt_dbt.git import Repository
from reflekt_dbt.project import Project
from reflekt_dbt.report.text import one_line


def show_past(event: str, output: str, project_dir: Path | None) -> None:
    """Print the history of the event that *event* selects."""
    project = Project.load(find_project(project_dir or Path.cwd()))
    side = side_of_folder(project.schemas_root, project.schemas_shown)
    chosen = select_events(revisions(side), (event,), project.config.schemas_path)
    folders = sorted({one.folder for one in chosen})
    if len(folders) > 1:
        raise SelectError(
            f"{event!r} is more than one event",
            where="EVENT",
            hint=f"give one of: {', '.join(folders[:8])}",
        )
    (folder,) = folders
    try:
        known = committed_versions(Repository.at(project.schemas_root), folder)
    except GitError as error:
        # Without a repository, or before the first commit, the files are all there is.
        click.echo(f"note: only versions that have a file: {error.problem}", err=True)
        known = ({}, {})
    past = list(history(side[folder], *known))
    _print(folder, past, output)


def _print(folder: str, past: Sequence[Past], output: str) -> None:
    match output:
        case "json":
            document = {"event": folder, "versions": [one.json() for one in past]}
            click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        case "markdown":
            click.echo(changelog_markdown(folder, past), nl=False)
        case _:
            for line in _text(folder, past):
                click.echo(one_line(line))


def _text(folder: str, past: Sequence[Past]) -> Iterator[str]:
    yield folder
    for one in reversed(past):
        yield f"{one.version}{f' ({one.date})' if one.date else ''}"
        for sentence in one.sentences or ("nothing that counts changed",):
            yield f"  {sentence}"
