"""From the options of a command to the run of a macro."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reflekt_dbt.bridge.adopt import adopt as bridge_adopt
from reflekt_dbt.bridge.report import Report
from reflekt_dbt.bridge.runner import Connection, run_macro
from reflekt_dbt.cli.output import Output, announce
from reflekt_dbt.config.load import find_dbt_project


def run(
    macro: str, given: Mapping[str, Any], arguments: Iterable[str], switches: Iterable[str]
) -> Report:
    """Run *macro* with what a command was *given*.

    Args:
        macro: One of our run-operations.
        given: Every option of the command, by its Python name.
        arguments: Options that are arguments of the macro, beside select, source and sdk.
        switches: Options that go into the macro's ``options``, where they are given.
    """
    asked = {
        "select": list(given["select"]),
        "source": given["source"] or None,
        "sdk": given["sdk"] or None,
        **{name: given[name] for name in arguments},
        "options": {name: given[name] for name in switches if given[name]},
    }
    with Output(given["output"]).progress() as progress:
        at = (_root(given), macro, asked, _connection(given))
        return run_macro(*at, progress, announce)


def adopt(given: Mapping[str, Any]) -> Report:
    """Adopt the files that the command ``adopt`` was *given*."""
    options = {name: True for name in ("merge", "offline") if given[name]}
    asked = {"options": {**options, "adopt": list(given["names"])}}
    with Output(given["output"]).progress() as progress:
        return bridge_adopt(_root(given), asked, _connection(given), progress)


def _root(given: Mapping[str, Any]) -> Path:
    return find_dbt_project(given["project_dir"] or Path.cwd())


def _connection(given: Mapping[str, Any]) -> Connection:
    return Connection(
        given["profiles_dir"], given["profile"], given["target"], given["variables"]
    )
