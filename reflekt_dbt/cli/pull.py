"""``reflekt-dbt pull``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.cli import options


@click.command("pull")
@options.registry
@click.option(
    "--prune", is_flag=True, help="Remove files of events that are gone from the registry."
)
@click.option(
    "--overwrite", is_flag=True, help="Let the registry win where git was changed as well."
)
@options.project_dir
@options.output
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Bring event schemas from a registry into git.

    A file that people edited stays as it is, unless the registry changed as well: then that
    is a conflict, and shown. Exit 0: in step, or done. 1: conflicts, or differences with
    --dry-run. 2: could not be done.
    """
    from reflekt_dbt.cli.syncing import sync

    ctx.exit(sync("pull", {"delete": False, **given}))
