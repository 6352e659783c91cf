"""``reflekt-dbt fmt``."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from reflekt_dbt.cli import options


@click.command("fmt")
@options.paths
@options.select
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@options.project_dir
@click.pass_context
def command(
    ctx: click.RichContext,
    /,
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    project_dir: Path | None,
    **given: bool,
) -> None:
    """Format event schemas: one layout, one order of keywords.

    What a schema says stays as it is: properties keep their order, numbers their
    spelling. Comments, which JSON has not, are kept as "$comment". Asks neither dbt nor
    the warehouse. Exit 0: formatted. 1: with --check or --diff, something would change.
    2: a file could not be formatted.
    """
    from reflekt_dbt.cli.rewrites import show
    from reflekt_dbt.config.load import find_project
    from reflekt_dbt.project import Project

    project = Project.load(find_project(project_dir or Path.cwd()))
    found = project.formatted(project.selectors(select, paths))
    ctx.exit(show(found, **given))
