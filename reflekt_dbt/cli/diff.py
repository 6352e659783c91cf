"""``reflekt-dbt diff``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.cli import options


@click.command("diff")
@options.paths
@options.against
@options.select
@click.option(
    "--output", type=click.Choice(["text", "markdown", "json"]), default="text",
    help="markdown is for a comment on a pull request.",
)  # fmt: skip
@options.project_dir
def command(**given: Any) -> None:
    """Show what changes in schemas, column by column, for people who read SQL.

    Compares with --against, or two files: diff OLD.json NEW.json. Shows descriptions too,
    and the models and exposures that read what changed. Exit 0, whatever changed; see
    breaking. 2: could not be compared.
    """
    from reflekt_dbt.cli.comparing import show_diff

    show_diff(given)
