"""``reflekt-dbt plan``."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from reflekt_dbt.cli import options


@click.command("plan")
@options.select
@options.source
@options.sdk
@click.option(
    "--write", is_flag=True, help="Write it as a macro, for engines of dbt without Python."
)
@options.project_dir
def command(
    select: tuple[str, ...], source: str, sdk: str, write: bool, project_dir: Path | None
) -> None:
    """Print what build expects in the warehouse and wants to write, as JSON.

    Asks neither dbt nor the warehouse. With --write nothing is printed but the file that
    holds it: reflekt_plan.sql in the first of the project's macro-paths. Commit it.
    """
    from reflekt_dbt.config.load import find_dbt_project
    from reflekt_dbt.plan.committed import is_committed_plan
    from reflekt_dbt.plan.dump import plan_json
    from reflekt_dbt.project import Project
    from reflekt_dbt.write.record import record

    if write and (select or source or sdk):
        raise click.UsageError("--write writes the whole plan: leave --select and --source out")
    project = Project.load(find_dbt_project(project_dir or Path.cwd()))
    if write:
        path = project.committed_plan
        is_new = record(project.root, path, project.committed_text(), is_committed_plan)
        click.echo(f"{path}: {'written' if is_new else 'unchanged'}")
        return
    landings = project.landings(source, sdk)
    click.echo(plan_json(project.plan(landings, select)), nl=False)
