"""``reflekt-dbt init``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from reflekt_dbt.cli import options
from reflekt_dbt.cli.hints import say_next

if TYPE_CHECKING:
    from reflekt_dbt.start.answers import Question
    from reflekt_dbt.start.before import Before
    from reflekt_dbt.start.step import Step


@click.command("init")
@click.option(
    "--source", metavar="NAME", help="The dbt source: the schema your CDP loads into."
)
@click.option("--sdk", metavar="NAME", help="SDK that sends the events. Default: segment.")
@click.option("--schema", help="Schema in the warehouse. Default: the name of the source.")
@click.option("--database", help="Database in the warehouse. Default: that of dbt's target.")
@options.select
@click.option("--vendor", metavar="DOMAIN", help="Your domain, backwards: com.example.")
@click.option(
    "--schemas-path", metavar="FOLDER", help="Of the event schemas. Default: schemas."
)
@click.option("--no-package", is_flag=True, help="Leave packages.yml alone.")
@click.option("--no-sample", is_flag=True, help="Write no sample event.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; take the defaults.")
@click.option(
    "--project-dir", "--dir", "project_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path), envvar="DBT_PROJECT_DIR",
    help="Folder of dbt_project.yml. Default: the nearest, from here upward.",
)  # fmt: skip
def command(project_dir: Path | None, **given: Any) -> None:
    """Add reflekt to a dbt project.

    Adds vars.reflekt and the packages entry, our dbt package, the meta-schema and a
    sample event. What is there stays as it is. Asks for what no flag says, on a terminal.
    """
    from reflekt_dbt.config.load import find_dbt_project
    from reflekt_dbt.start.before import look_at
    from reflekt_dbt.start.put import put

    before = look_at(find_dbt_project(project_dir or Path.cwd()))
    steps = _plan(before, given)
    put(before.root, steps)
    for step in steps:
        click.echo(f"{step.verb:8} {step.path}{f' ({step.note})' if step.note else ''}")
    first = "reflekt-dbt check" if given["no_package"] else "dbt deps"
    say_next(project_dir, first, "reflekt-dbt build")


def _plan(before: Before, given: dict[str, Any]) -> list[Step]:
    """Return all steps, in an order in which dbt can read the project after each."""
    from reflekt_dbt.bridge.vendor import vendor_step
    from reflekt_dbt.sdks import SDKS
    from reflekt_dbt.start.answers import answer
    from reflekt_dbt.start.steps import plan_packages, plan_schemas, plan_variables

    ask = None if given["yes"] or not _on_a_terminal() else _ask
    answers = answer(before, given, SDKS, ask) if before.reflekt is None else None
    return [
        *([] if given["no_package"] else plan_packages(before, vendor_step)),
        *plan_schemas(before, answers, sample=not given["no_sample"]),
        plan_variables(before, answers),
    ]


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask(question: Question) -> str:
    kind = click.Choice(question.choices) if question.choices else None
    shown = bool(question.default)
    answer: str = click.prompt(question.text, question.default, type=kind, show_default=shown)
    return answer
