"""``reflekt-dbt breaking``."""

from __future__ import annotations

from typing import Any

import rich_click as click

from reflekt_dbt.cli import options


@click.command("breaking")
@options.paths
@options.against
@options.select
@click.option(
    "--accept", multiple=True, metavar="EVENTS",
    help="Events whose changes are meant, and need no bump; as for --select.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info"]), default="error",
    show_default=True,
    help="error: a break without a major bump. warning: also a lesser change without a minor "
    "one. info: any change.",
)  # fmt: skip
@click.option(
    "--output", type=click.Choice(["text", "json", "sarif", "github"]), default="text",
    help="Form of the report.",
)  # fmt: skip
@options.project_dir
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Tell which changes of schemas break someone, and which version bump they need.

    Compares with --against, or two files: breaking OLD.json NEW.json. Names the models,
    exposures and metrics downstream where dbt has compiled the project. Exit 0: every break
    has its major bump. 1: one has not. 2: could not be compared.
    """
    from reflekt_dbt.cli.comparing import outcome_of, show

    outcome, root = outcome_of(given)
    ctx.exit(show(outcome, root, given))
