"""``reflekt-dbt push``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.cli import options


@click.command("push")
@options.registry
@click.option(
    "--delete", "-D", is_flag=True,
    help="Delete what is selected in the registry, and push nothing. Files stay.",
)  # fmt: skip
@click.option("--prune", is_flag=True, help="Delete in the registry what is gone from git.")
@click.option(
    "--overwrite", is_flag=True, help="Let git win where the registry was changed as well."
)
@options.project_dir
@options.output
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Bring event schemas from git into a registry.

    Shows what it would do, and asks. Nothing is deleted without --delete or --prune. Exit
    0: in step, or done. 1: conflicts, or differences with --dry-run. 2: could not be done.
    """
    from reflekt_dbt.cli.syncing import sync

    ctx.exit(sync("push", given))
