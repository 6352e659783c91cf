"""``reflekt-dbt changelog``."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from reflekt_dbt.cli import options


@click.command("changelog")
@click.argument("event")
@click.option(
    "--output", type=click.Choice(["text", "markdown", "json"]), default="text",
    help="Form of the history.",
)  # fmt: skip
@options.project_dir
def command(event: str, output: str, project_dir: Path | None) -> None:
    """Print what changed from version to version of EVENT, such as shop/Order_Completed.

    Versions whose file was renamed since are taken from git, if there is a repository.
    """
    from reflekt_dbt.cli.past import show_past

    show_past(event, output, project_dir)
