"""From the options of ``infer`` to its run, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rich_click as click

from reflekt_dbt.bridge.infer import infer
from reflekt_dbt.bridge.runner import Connection
from reflekt_dbt.cli.output import Output, announce
from reflekt_dbt.config.load import find_dbt_project
from reflekt_dbt.infer.show import lines


def draft(given: Mapping[str, Any]) -> int:
    """Draft what is *given*, every option of the command by its Python name; show it.

    Returns:
        The exit code.
    """
    asked = {
        "source": given["source"] or None,
        "sdk": given["sdk"] or None,
        "select": list(given["select"]),
        "dry_run": given["dry_run"],
        "options": {
            "event_names": given["event_names"],
            "stats": given["stats"],
            "sample_values": list(given["sample_values"]),
            "days": given["days"],
            "folder": given["folder"],
        },
    }
    connection = Connection(
        given["profiles_dir"], given["profile"], given["target"], given["variables"]
    )
    root = find_dbt_project(given["project_dir"] or Path.cwd())
    with Output(given["output"]).progress() as progress:
        drafted = infer(root, asked, connection, progress, announce)
    if given["output"] == "json":
        click.echo(json.dumps(drafted.document(), indent=2, ensure_ascii=False))
    else:
        for line in lines(drafted):
            click.echo(line)
    return drafted.exit_code()
