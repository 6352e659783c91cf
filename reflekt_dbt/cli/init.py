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
    from reflekt_dbt.start.reflekt.migrate import Migration
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
@click.option(
    "--from-reflekt",
    metavar="FOLDER",
    type=click.Path(exists=True, path_type=Path),
    help="A project of Reflekt's: takes over its settings and schemas.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print what would be written.")
@click.option("--no-package", is_flag=True, help="Leave packages.yml alone.")
@click.option("--no-sample", is_flag=True, help="Write no sample event.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; take the defaults.")
@click.option(
    "--project-dir", "--dir", "project_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path), envvar="DBT_PROJECT_DIR",
    help="Folder of dbt_project.yml. Default: the nearest, from here upward.",
)  # fmt: skip
@click.pass_context
def command(ctx: click.RichContext, /, project_dir: Path | None, **given: Any) -> None:
    """Add reflekt to a dbt project.

    Adds vars.reflekt and the packages entry, our dbt package, the meta-schema and a
    sample event. What is there stays as it is. Asks for what no flag says, on a terminal.

    With --from-reflekt the settings and schemas are those of a Reflekt project, 0.3 or 0.6,
    and what could not come over is listed; tokens and passwords never do. Exit 0: done. 1:
    a schema file did not come over. 2: could not be done, and nothing changed.
    """
    from reflekt_dbt.bridge.report import CLEAN, FOUND
    from reflekt_dbt.cli.moving import migration_for, say_what_is_left
    from reflekt_dbt.config.load import find_dbt_project
    from reflekt_dbt.start.before import look_at
    from reflekt_dbt.start.put import put

    before = look_at(find_dbt_project(project_dir or Path.cwd()))
    migration = migration_for(before, given)
    settings, steps = _plan(before, given, migration)
    if not given["dry_run"]:
        put(before.root, steps)
    would = "would be " if given["dry_run"] else ""
    for step in steps:
        verb = step.verb if step.verb == "kept" else f"{would}{step.verb}"
        click.echo(f"{verb:8} {step.path}{f' ({step.note})' if step.note else ''}")
    if migration:
        say_what_is_left(migration, settings, shown=before.reflekt is not None or bool(would))
    first = "reflekt-dbt check" if given["no_package"] else "dbt deps"
    say_next(project_dir, first, "reflekt-dbt build")
    ctx.exit(CLEAN if migration is None or migration.is_whole else FOUND)


def _plan(
    before: Before, given: dict[str, Any], migration: Migration | None
) -> tuple[dict[str, Any], list[Step]]:
    """Return ``vars.reflekt``, and all steps, in an order in which dbt can read each state."""
    from reflekt_dbt.bridge.vendor import vendor_step
    from reflekt_dbt.sdks import SDKS
    from reflekt_dbt.start.answers import answer
    from reflekt_dbt.start.steps import plan_packages, plan_schemas, plan_variables

    ask = None if given["yes"] or not _on_a_terminal() else _ask
    answers = answer(before, given, SDKS, ask) if before.reflekt is None else None
    settings = answers.settings if answers else None
    if migration:
        settings = migration.over(settings) if settings else None
        schemas = list(migration.steps)
    else:
        schemas = list(plan_schemas(before, answers, sample=not given["no_sample"]))
    steps = [
        *([] if given["no_package"] else plan_packages(before, vendor_step)),
        *schemas,
        plan_variables(before, settings),
    ]
    said = dict(migration.settings) if migration else {}
    return settings or said, steps


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask(question: Question) -> str:
    kind = click.Choice(question.choices) if question.choices else None
    shown = bool(question.default)
    answer: str = click.prompt(question.text, question.default, type=kind, show_default=shown)
    return answer
