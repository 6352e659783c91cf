"""From the options of ``push`` and ``pull`` to what they do, and onto the terminal."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import rich_click as click
from rich.console import Console
from rich.status import Status  # noqa: TC002 - a light name of rich
from rich.text import Text

from reflekt_dbt.config.load import find_project
from reflekt_dbt.errors import RegistryError
from reflekt_dbt.events.read import printable
from reflekt_dbt.project import Project
from reflekt_dbt.registries.ask import Wanted, request_of
from reflekt_dbt.registries.connect import Asked
from reflekt_dbt.registries.job import Direction, Planned
from reflekt_dbt.registries.push import Tools
from reflekt_dbt.registries.run import Outcome, run
from reflekt_dbt.registries.show import conflict_lines, document, failure_lines, text_lines
from reflekt_dbt.registries.sync import Choice

_COLOURS = {"+": "green", "~": "yellow", "-": "red", "!": "red"}


def sync(direction: Direction, given: Mapping[str, Any]) -> int:
    """Push or pull as *given*, and return the exit code."""
    wanted = Wanted(
        direction=direction,
        registry=Asked(given["registry"], given["profile"], given["registry_url"]),
        select=given["select"],
        choice=Choice(given["prune"], given["delete"], given["overwrite"]),
        dry_run=given["dry_run"],
        yes=given["yes"],
    )
    is_text = given["output"] == "text"
    project = Project.load(find_project(given["project_dir"] or Path.cwd()))
    terminal = Terminal(verbose=given["verbose"], to_stderr=not is_text)
    with _logging(verbose=given["verbose"]), closing(terminal):
        asked = request_of(wanted, project.config, project.root, os.environ)
        outcome = run(*asked, terminal, Tools(terminal.progress))
    if is_text:
        terminal.show_end(outcome)
    else:
        made = document(outcome.planned, done=outcome.done, exit_code=outcome.exit_code)
        click.echo(json.dumps(made, indent=2, ensure_ascii=True))
    return outcome.exit_code


class Terminal:
    """The person at the terminal, if there is one."""

    def __init__(self, *, verbose: bool, to_stderr: bool) -> None:
        self._verbose = verbose
        self._to_stderr = to_stderr
        self._console = Console(stderr=True)
        self._status: Status | None = None

    def progress(self, doing: str) -> None:
        """Show on a terminal what is being done; elsewhere show nothing."""
        if not self._console.is_terminal:
            return
        if self._status is None:
            self._status = self._console.status("")
            self._status.start()
        self._status.update(Text(printable(doing)))

    def close(self) -> None:
        """Show no longer that something is being done."""
        if self._status is not None:
            self._status.stop()
            self._status = None

    def note(self, sentence: str) -> None:
        """Print a sentence of no particular plan."""
        self.close()
        click.echo(sentence, err=True)

    def show(self, planned: Sequence[Planned]) -> None:
        """Print what is planned."""
        self.close()
        for one in planned:
            for line in text_lines(one, verbose=self._verbose):
                # A sign stands behind two spaces; what is below it is further in.
                colour = _COLOURS.get(line[2:3]) if line.startswith("  ") else None
                click.secho(line, fg=colour, err=self._to_stderr)

    def confirm(self, planned: Sequence[Planned]) -> bool:
        """Ask whether to do it.

        Raises:
            RegistryError: There is nobody to ask.
        """
        self.close()
        if not sys.stdin.isatty():
            raise RegistryError(
                "nobody is there to confirm this",
                where=planned[0].direction,
                hint="nothing was done; look at it with --dry-run, then add --yes",
            )
        count = sum(len(one.to_do) for one in planned)
        return click.confirm(f"{planned[0].direction} these {count}?", err=True)

    def show_end(self, outcome: Outcome) -> None:
        """Print what became of what was planned."""
        for one in outcome.planned:
            for line in (*failure_lines(one), *conflict_lines(one)):
                click.echo(line, err=True)
        count = sum(len(one.to_do) - len(one.failed) for one in outcome.planned)
        if outcome.done and count:
            click.echo(f"done: {count}")


@contextmanager
def _logging(*, verbose: bool) -> Iterator[None]:
    """With *verbose*, print to stderr what the registries' code notes."""
    logger = logging.getLogger("reflekt_dbt")
    if not verbose:
        yield
        return
    handler = logging.StreamHandler()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
