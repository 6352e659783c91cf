"""``reflekt-dbt schema``."""

from __future__ import annotations

import rich_click as click


@click.command("schema")
@click.argument("of", type=click.Choice(["event", "config", "dbt_project", "vscode"]))
def command(of: str) -> None:
    """Print a JSON Schema that editors and other tools can use.

    event: what a schema file of an event holds. config: reflekt_project.yml. dbt_project:
    vars.reflekt in dbt_project.yml. vscode: the settings with which VS Code uses them.
    """
    import json

    from reflekt_dbt.config.editors import PRINTABLE

    click.echo(json.dumps(PRINTABLE[of](), indent=2, ensure_ascii=False))
