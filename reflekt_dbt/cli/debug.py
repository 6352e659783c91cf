"""``reflekt-dbt debug``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.cli import options


@click.command("debug")
@options.project_dir
@options.connection
@options.output
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Check settings, schemas, dbt's connection and every registry.

    dbt connects to the warehouse, and each registry is asked who we are; nothing is written
    there, and no password or token is printed. Exit 0: all is well; what is not set up, such
    as dbt beside a tracking plan, is skipped. 1: a registry failed, which only push and pull
    need. 2: settings, schemas or the warehouse failed.
    """
    from reflekt_dbt.cli.debugging import checks, document, exit_code, show

    found = []
    for one in checks(given):
        found.append(one)
        if given["output"] == "text":
            show(one)
    if given["output"] == "json":
        click.echo(document(found))
    ctx.exit(exit_code(found))
