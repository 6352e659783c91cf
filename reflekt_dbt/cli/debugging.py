"""What ``debug`` looks at, and how it says what it found."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import rich_click as click

from reflekt_dbt import __version__
from reflekt_dbt.bridge.connection import try_to_connect
from reflekt_dbt.bridge.report import CLEAN, FOUND
from reflekt_dbt.bridge.runner import Connection
from reflekt_dbt.cli.main import UNABLE
from reflekt_dbt.config.load import find_project
from reflekt_dbt.errors import ReflektError, SchemaError
from reflekt_dbt.project import Project
from reflekt_dbt.registries.connect import Asked, connect, connection_for, known_connections
from reflekt_dbt.report.text import one_line

_COLOURS = {"ok": "green", "failed": "red", "skipped": "yellow"}


class Check(NamedTuple):
    """One thing that was looked at.

    Attributes:
        name: Of the thing.
        status: What came of it.
        text: What there is, or what is wrong.
        hint: What to do; ``""`` if nothing.
        code: Exit code if it failed.
    """

    name: str
    status: Literal["ok", "failed", "skipped"]
    text: str
    hint: str = ""
    code: int = UNABLE


def checks(given: Mapping[str, Any]) -> Iterator[Check]:
    """Yield what came of each look, one after the other; nothing goes on without settings."""
    try:
        project = Project.load(find_project(given["project_dir"] or Path.cwd()))
    except ReflektError as error:
        yield _failed("configuration", error)
        return
    yield Check("configuration", "ok", str(project.root))
    yield _schemas(project)
    yield _dbt(project, given)
    yield from _registries(project)


def _failed(name: str, error: ReflektError, code: int = UNABLE) -> Check:
    where = f"{error.where}: " if error.where else ""
    return Check(name, "failed", f"{where}{error.problem}", error.hint, code)


def _schemas(project: Project) -> Check:
    try:
        count = len(project.events)
    except SchemaError as error:
        first = error.problems[0] if error.problems else error
        others = f"; {len(error.problems) - 1} more" if len(error.problems) > 1 else ""
        text = f"{first.where}: {first.problem}{others}"
        return Check("schemas", "failed", text, first.hint or "run: reflekt-dbt lint")
    except ReflektError as error:
        return _failed("schemas", error)
    return Check("schemas", "ok", f"{count} in {project.schemas_shown}")


def _dbt(project: Project, given: Mapping[str, Any]) -> Check:
    if not project.dbt:
        return Check("dbt", "skipped", "a tracking plan without a dbt project")
    names = ("profiles_dir", "profile", "target", "variables")
    try:
        found = try_to_connect(project, Connection(*(given[name] for name in names)))
    except ReflektError as error:
        return _failed("dbt", error)
    return Check("dbt", found.status, found.text, found.hint)


def _registries(project: Project) -> Iterator[Check]:
    known = known_connections(project.config, os.environ)
    if not known:
        hint = "to push and pull, add it to registries"
        yield Check("registries", "skipped", "none is configured", hint)
    for name in known:
        shown = f"registry {name}"
        try:
            asked = connection_for(Asked(name), project.config, os.environ, project.root)
            yield Check(shown, "ok", connect(asked).check())
        except ReflektError as error:
            yield _failed(shown, error, FOUND)


def exit_code(found: Sequence[Check]) -> int:
    """Return 2 if something failed that all commands need, 1 if a registry did, else 0."""
    return max((one.code for one in found if one.status == "failed"), default=CLEAN)


def show(one: Check) -> None:
    """Print a line, and what to do below it."""
    status = click.style(f"{one.status:8}", fg=_COLOURS[one.status])
    click.echo(f"{status} {one_line(one.name)}: {one_line(one.text)}")
    if one.hint:
        click.echo(f"  hint: {one_line(one.hint)}")


def document(found: Sequence[Check]) -> str:
    """Return what was found as a JSON document."""
    keys = ("name", "status", "text", "hint")
    made = {
        "version": 1,
        "reflekt_dbt": __version__,
        "command": "debug",
        "exit_code": exit_code(found),
        "checks": [{key: getattr(one, key) for key in keys} for one in found],
    }
    return json.dumps(made, indent=2, ensure_ascii=False)
