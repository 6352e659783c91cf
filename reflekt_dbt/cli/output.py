"""Where everything that people see is printed: documents to stdout, the rest to stderr."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import rich_click as click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reflekt_dbt.bridge import summary
from reflekt_dbt.bridge.report import Report
from reflekt_dbt.stats.show import lines as statistics_lines

# What is no terminal has no width; 80 would fold every line.
_WIDTH_OF_FILES = 200
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


class Output:
    """Prints a report in the form that was asked for.

    Attributes:
        form: ``text`` or ``json``.
    """

    def __init__(self, form: str) -> None:
        self.form = form

    @contextmanager
    def progress(self) -> Iterator[Callable[[str], None]]:
        """Show on a terminal what is being done; elsewhere show nothing."""
        console = Console(stderr=True)
        if not console.is_terminal:
            yield lambda _: None
            return
        with console.status("reading schemas") as status:
            yield lambda doing: status.update(Text(doing))

    def show(self, report: Report) -> None:
        """Print *report*: one JSON document, or a table with what needs a person below."""
        if self.form == "json":
            click.echo(report.json(), nl=False)
            return
        # Text of schemas is data: it goes in as Text, in which [x] is no markup.
        console = Console(highlight=False, soft_wrap=True)
        if not console.is_terminal:
            console.width = _WIDTH_OF_FILES
        for text in _above(report):
            console.print(text)
        console.print(_table(report))
        for line in summary.findings(report):
            console.print(Text(line, _STYLES.get(line.partition(" ")[0], "")))
        for line in summary.files(report) if report.command == "build" else ():
            console.print(Text(line))


def announce(words: str) -> None:
    """Say what is about to be read, before it is."""
    click.echo(words, err=True)


def _above(report: Report) -> Iterator[Text]:
    """Yield what stands above the table."""
    yield from (Text(note, "yellow") for note in report.notes)
    if report.command == "check":
        yield from (Text(line, "bold") for line in summary.headline(report))
    yield from (Text(line) for line in statistics_lines(report.statistics))


def _table(report: Report) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in summary.COLUMNS:
        numeric = name not in ("event", "model")
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for line in summary.table(report):
        table.add_row(*(Text(cell) for cell in line))
    return table
