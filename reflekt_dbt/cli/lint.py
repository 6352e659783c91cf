"""``reflekt-dbt lint``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from reflekt_dbt.cli import options

FORMS = ("text", "json", "sarif", "github", "junit")
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("lint")
@options.paths
@options.select
@click.option(
    "--select-rules", multiple=True, metavar="RULES",
    help="Rules to hold schemas to, by code, beginning of a code or name, in place of what "
    "the configuration says; with commas, or repeated.",
)  # fmt: skip
@click.option(
    "--ignore-rules", multiple=True, metavar="RULES",
    help="Rules not to hold schemas to, besides those of the configuration.",
)  # fmt: skip
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info"]),
    help="Least severity for which to exit 1. Default: lint.fail_on, else warning.",
)  # fmt: skip
@click.option("--output", type=click.Choice(FORMS), default="text", help="Form of the report.")
@click.option("--statistics", is_flag=True, help="Count by rule instead of listing.")
@click.option("--baseline", type=_FILE, help="Violations to live with. Default: lint.baseline.")
@click.option(
    "--write-baseline", type=_FILE, help="Write all violations there, to live with them."
)
@click.option("--fix", is_flag=True, help="Mend what needs no person, and format the files.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: names as well.")
@click.option("--diff", is_flag=True, help="Write nothing; print what --fix would change.")
@options.project_dir
@click.pass_context
def command(ctx: click.RichContext, /, **given: Any) -> None:
    """Hold event schemas to the rules.

    Asks neither dbt nor the warehouse. Exit 0: nothing found. 1: violations as grave as
    --fail-on, or graver; with --diff, something to mend. 2: could not be done.
    """
    from reflekt_dbt.cli.linting import check, run, show, show_diff

    check(given)
    ctx.exit(show_diff(given) if given["diff"] else show(run(given), given))
