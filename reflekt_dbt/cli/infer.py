"""``reflekt-dbt infer``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.cli import options


@click.command("infer")
@click.option(
    "--select", "-s", "select", multiple=True, metavar="TABLES",
    help="Tables by name or glob, or events by id; may be repeated. Default: all.",
)  # fmt: skip
@options.source
@options.sdk
@click.option(
    "--folder", default="", metavar="FOLDER",
    help="Below the schemas folder, where new events go. Default: what the source selects.",
)  # fmt: skip
@click.option(
    "--event-names", is_flag=True, help="Read rows: what events were called when sent."
)
@click.option("--stats", is_flag=True, help="Read rows: which columns always have a value.")
@click.option(
    "--sample-values", multiple=True, metavar="COLUMNS",
    help="Read rows: the values of these columns go to the files, as examples, or with --stats "
    "as an enum where they are few. As in currency,order_completed.status.",
)  # fmt: skip
@click.option(
    "--days", type=click.IntRange(min=1), default=30, show_default=True,
    help="Rows that arrived within so many days are read.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would be written.")
@options.project_dir
@options.connection
@options.output
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Draft event schemas of tables and columns that nobody planned.

    Reads the warehouse's catalogue; rows only where an option says so, and then says what
    it will cost. No value of a row is written unless its column is named. Drafts are
    marked as such, and no file is overwritten. Exit 0: drafted, or nothing to draft. 1: a
    file was in the way. 2: could not be done, and nothing changed.
    """
    from reflekt_dbt.cli.drafting import draft

    ctx.exit(draft(given))
