"""``reflekt-dbt check``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.bridge.asked import FAIL_ON
from reflekt_dbt.cli import options


@click.command("check")
@options.select
@options.source
@options.sdk
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="warning",
    show_default=True,
    help="Least severity of a finding for which to exit 1.",
)
@click.option(
    "--stats", is_flag=True, help="Read rows: events seen, shares of nulls, values of enums."
)
@click.option(
    "--days", type=click.IntRange(min=1), default=7, show_default=True,
    help="With --stats, rows that arrived within so many days are read.",
)  # fmt: skip
@click.option("--offline", is_flag=True, help="Use reflekt.catalog alone, not the warehouse.")
@options.project_dir
@options.connection
@options.output
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Compare event schemas with what the warehouse has.

    Read-only: reads the warehouse's catalogue, with --stats the newest rows as well, and
    writes nothing. Exit 0: in step.
    1: something was found. 2: could not be done.
    """
    from reflekt_dbt.cli.output import Output
    from reflekt_dbt.cli.run import run

    report = run("reflekt_check", given, ("fail_on",), ("offline", "stats", "days"))
    Output(given["output"]).show(report)
    ctx.exit(report.exit_code())
