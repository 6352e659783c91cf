"""``reflekt-dbt plan``."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from reflekt_dbt.cli import options


@click.command("plan")
@options.select
@options.source
@options.sdk
@options.project_dir
def command(select: tuple[str, ...], source: str, sdk: str, project_dir: Path | None) -> None:
    """Print what build expects in the warehouse and wants to write, as JSON.

    Asks neither dbt nor the warehouse.
    """
    from reflekt_dbt.config.load import find_dbt_project
    from reflekt_dbt.plan.dump import plan_json
    from reflekt_dbt.project import Project

    project = Project.load(find_dbt_project(project_dir or Path.cwd()))
    landings = project.landings(source, sdk)
    click.echo(plan_json(project.plan(landings, select)), nl=False)
