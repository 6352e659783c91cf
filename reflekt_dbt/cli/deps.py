"""``reflekt-dbt deps``."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from reflekt_dbt.cli import options
from reflekt_dbt.cli.hints import say_next


@click.command("deps")
@options.project_dir
def command(project_dir: Path | None) -> None:
    """Bring the project's copy of our dbt package to the version that is installed.

    For after an upgrade of reflekt-dbt. Needs no network.
    """
    from reflekt_dbt.bridge.vendor import update_package
    from reflekt_dbt.config.load import find_dbt_project

    step = update_package(find_dbt_project(project_dir or Path.cwd()))
    verb = "unchanged" if step.verb == "kept" else "updated"
    click.echo(f"{verb} {step.path} ({step.note})")
    say_next(project_dir, "dbt deps")
