"""``reflekt-dbt lint``."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from reflekt_dbt.cli import options


@click.command("lint")
@options.select
@options.project_dir
@click.pass_context
def command(
    ctx: click.RichContext, /, select: tuple[str, ...], project_dir: Path | None
) -> None:
    """Check that event schemas are what the meta-schema asks for.

    Asks neither dbt nor the warehouse. Exit 0: they are. 1: some are not. 2: nothing
    could be checked.
    """
    from reflekt_dbt.bridge.report import CLEAN, FOUND
    from reflekt_dbt.config.load import find_project
    from reflekt_dbt.errors import SchemaError
    from reflekt_dbt.project import Project

    project = Project.load(find_project(project_dir or Path.cwd()))
    try:
        events = project.select(select)
    except SchemaError as error:
        if not error.problems:
            raise
        for problem in error.problems:
            click.echo(str(problem))
        click.echo(f"problems: {len(error.problems)}")
        ctx.exit(FOUND)
    click.echo(f"event schemas: {len(events)}, problems: 0")
    ctx.exit(CLEAN)
