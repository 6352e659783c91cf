"""``reflekt-dbt adopt``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.cli import options


@click.command("adopt")
@click.argument("names", metavar="MODEL|PATH...", nargs=-1, required=True)
@click.option(
    "--merge", is_flag=True, help="Add what is generated and they have not, if clean."
)
@click.option("--offline", is_flag=True, help="Use reflekt.catalog alone, not the warehouse.")
@options.project_dir
@options.connection
@options.output
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Take models and source YAML of your own, or edited ones, as edits of what is generated.

    Their text stays. From now on the schemas' changes are merged into them. Where name or
    folder are not as planned, dbt_project.yml gets them, for the event whose table the
    model reads. Exit 0: adopted. 1: something needs you. 2: could not be done.
    """
    from reflekt_dbt.cli.output import Output
    from reflekt_dbt.cli.run import adopt

    report = adopt(given)
    Output(given["output"]).show(report)
    ctx.exit(report.exit_code())
