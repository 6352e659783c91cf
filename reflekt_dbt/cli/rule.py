"""``reflekt-dbt rule``."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from reflekt_dbt.cli import options


@click.command("rule")
@click.argument("rule", required=False, default="")
@options.project_dir
def command(rule: str, project_dir: Path | None) -> None:
    """Explain a rule of lint, by its code or name; without one, list them all.

    In a project, the rules that it declares itself are among them.
    """
    from reflekt_dbt.cli.explain import explanation

    click.echo(explanation(rule, project_dir), nl=False)
