"""``reflekt-dbt build``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.cli import options


@click.command("build")
@click.argument("artifact_", metavar="[dbt]", required=False, type=click.Choice(["dbt"]))
@click.option(
    "--artifact", "-a", type=click.Choice(["dbt"]), help="What to build; there is only dbt."
)
@options.select
@options.source
@options.sdk
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if anything would change.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would change.")
@click.option("--force", is_flag=True, help="Overwrite files that were edited by hand, too.")
@click.option("--offline", is_flag=True, help="Use reflekt.catalog alone, not the warehouse.")
@click.option("--live", is_flag=True, help="Ask the warehouse even with --check.")
@click.option(
    "--refresh-catalog", is_flag=True, help="Forget tables and columns that are gone."
)
@click.option("--strict", is_flag=True, help="Exit 1 if there are warnings.")
@options.project_dir
@options.connection
@options.output
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Build dbt sources, staging models, docs and tests from event schemas.

    Reads the warehouse's catalogue and nothing else. Exit 0: built. 1: something needs
    you, such as an edited file that has news. 2: could not be done, and nothing changed.
    """
    from reflekt_dbt.cli.output import Output
    from reflekt_dbt.cli.run import run

    report = run("reflekt_build", given, ("check", "dry_run"), _OPTIONS)
    Output(given["output"]).show(report)
    ctx.exit(report.exit_code())


_OPTIONS = ("offline", "live", "refresh_catalog", "force", "strict")
