"""Push and pull as run-operations: nobody can be asked there, so that ``yes`` must be said."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from reflekt_dbt.arguments import texts
from reflekt_dbt.bridge.guard import check_project, dbt_root
from reflekt_dbt.errors import DbtError, SelectError
from reflekt_dbt.project import Project
from reflekt_dbt.registries.ask import Wanted, request_of
from reflekt_dbt.registries.connect import Asked
from reflekt_dbt.registries.job import Direction, Planned
from reflekt_dbt.registries.push import Tools
from reflekt_dbt.registries.run import run
from reflekt_dbt.registries.show import conflict_lines, failure_lines, text_lines
from reflekt_dbt.registries.sync import Choice

_SWITCHES = ("prune", "delete", "overwrite", "dry_run", "yes")


def sync_project(
    name: str, version: str, direction: Direction, asked: Mapping[str, Any]
) -> str:
    """Return what dbt is to print of a push or a pull in the project that it is in.

    Args:
        name: Of the dbt project that the macro runs in.
        version: Of the macros.
        direction: Which side is brought to the other.
        asked: The macro's arguments.

    Raises:
        DbtError: Something is left: a conflict, or with ``dry_run`` a difference.
        ReflektError: It could not be done.
    """
    project = Project.load(dbt_root())
    check_project(project, name, version)
    log = _Log()
    request = request_of(_wanted(direction, asked), project.config, project.root, os.environ)
    outcome = run(*request, log, Tools())
    lines = [*log.lines]
    for one in outcome.planned:
        lines += [*failure_lines(one), *conflict_lines(one)]
    text = "\n".join(lines)
    if outcome.exit_code:
        raise DbtError(f"git and registry are not in step\n{text}")
    return text


def _wanted(direction: Direction, asked: Mapping[str, Any]) -> Wanted:
    registry = asked.get("registry")
    if not isinstance(registry, str) or not registry:
        hint = "as in --args '{registry: segment, select: jaffle_shop}'"
        raise SelectError("which registry?", where="registry", hint=hint)
    switches = {one: asked.get(one) or False for one in _SWITCHES}
    for one, value in switches.items():
        if not isinstance(value, bool):
            raise SelectError(f"{one!r} is neither true nor false", where="--args")
    return Wanted(
        direction,
        Asked(registry),
        texts("select", asked.get("select") or ()),
        Choice(switches["prune"], switches["delete"], switches["overwrite"]),
        dry_run=switches["dry_run"],
        yes=switches["yes"],
    )


class _Log:
    """Keeps what people are shown, and cannot be asked."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, sentence: str) -> None:
        """Keep a sentence of no particular plan."""
        self.lines.append(sentence)

    def show(self, planned: Sequence[Planned]) -> None:
        """Keep what is planned."""
        self.lines += [line for one in planned for line in text_lines(one)]

    def confirm(self, planned: Sequence[Planned]) -> bool:
        """Refuse.

        Raises:
            DbtError: Always; nobody can be asked.
        """
        text = "\n".join(self.lines)
        raise DbtError(
            f"nobody can be asked in a run-operation\n{text}",
            where=f"reflekt_{planned[0].direction}",
            hint="nothing was done; add yes: true to --args",
        )
