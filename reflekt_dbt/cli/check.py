"""``reflekt-dbt check``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.bridge.asked import FAIL_ON
from reflekt_dbt.cli import options

FORMS = ("text", "json", "sarif", "github", "markdown")


@click.command("check")
@options.select
@options.source
@options.sdk
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    help="Least severity of a finding for which to exit 1. Default: check.fail_on.",
)
@click.option(
    "--stats", is_flag=True, help="Read rows: events seen, shares of nulls, values of enums."
)
@click.option(
    "--days", type=click.IntRange(min=1), default=7, show_default=True,
    help="With --stats, rows that arrived within so many days are read.",
)  # fmt: skip
@click.option("--offline", is_flag=True, help="Use reflekt.catalog alone, not the warehouse.")
@click.option(
    "--write-catalog", is_flag=True, help="Bring reflekt.catalog up to date, and nothing else."
)
@click.option(
    "--refresh-catalog", is_flag=True, help="With --write-catalog: forget what is gone."
)
@click.option(
    "--table", metavar="SCHEMA.TABLE",
    help="Table of the warehouse to add the findings to. Default: check.table, else none.",
)  # fmt: skip
@options.project_dir
@options.connection
@click.option("--output", type=click.Choice(FORMS), default="text", help="Form of the report.")
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Compare event schemas, the warehouse's catalogue and generated files.

    Read-only: reads the catalogue, with --stats the newest rows as well, and writes nothing
    that was not asked for. Exit 0: in step. 1: something was found. 2: could not be done.
    """
    from reflekt_dbt.cli.checking import show
    from reflekt_dbt.cli.run import run

    report = run("reflekt_check", given, ("fail_on",), _OPTIONS)
    show(report, given)
    if report.failure:
        click.secho("error: ", fg="red", bold=True, err=True, nl=False)
        click.echo(report.failure, err=True)
    ctx.exit(report.exit_code())


_OPTIONS = ("offline", "write_catalog", "refresh_catalog", "table", "stats", "days")
