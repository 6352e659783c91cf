"""``reflekt-dbt eject``."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from reflekt_dbt.cli import options


@click.command("eject")
@click.argument("names", metavar="MODEL|PATH...", nargs=-1, required=True)
@options.project_dir
def command(names: tuple[str, ...], project_dir: Path | None) -> None:
    """Take generated files over for good.

    Puts the line `reflekt: mine` at the top of a model and its properties file, or of the
    file that is named. From then on, build leaves them alone without a word. Exit 0: done.
    2: could not be done, and nothing changed.
    """
    from reflekt_dbt.config.load import find_dbt_project
    from reflekt_dbt.write.eject import eject

    for path in eject(find_dbt_project(project_dir or Path.cwd()), names):
        click.echo(f"{path} is yours")
