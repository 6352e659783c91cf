"""Options that several commands share, spelt as dbt spells them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click

Command = TypeVar("Command", bound=Callable[..., Any])

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
select = click.option(
    "--select", "-s", "select", multiple=True, metavar="EVENTS",
    help="Event ids, prefixes or globs, such as shop/Order_Completed; may be repeated.",
)  # fmt: skip
source = click.option(
    "--source", default="", metavar="NAME",
    help="A configured source, or database.schema together with --sdk. Default: all of them.",
)  # fmt: skip
sdk = click.option("--sdk", default="", metavar="NAME", help="The SDK of --source.")
project_dir = click.option(
    "--project-dir", type=_FOLDER, envvar="DBT_PROJECT_DIR",
    help="Folder of dbt_project.yml. Default: the nearest, from here upward.",
)  # fmt: skip
output = click.option(
    "--output", type=click.Choice(["text", "json"]), default="text",
    help="json prints one document to stdout and nothing else.",
)  # fmt: skip
_AGAINST = (
    click.option(
        "--against", default="", metavar="REF|FOLDER",
        help="A branch, tag or commit: compares with where it and HEAD part. Or a folder with "
        "schemas, as in ./before.",
    ),
    click.option(
        "--exact", is_flag=True, help="Compare with that very commit, not where the two part."
    ),
)  # fmt: skip
_CONNECTION = (
    click.option("--profiles-dir", type=_FOLDER, help="Folder of profiles.yml."),
    click.option("--profile", "-p", help="dbt profile. Default: the project's."),
    click.option(
        "--target", "-t", envvar="DBT_TARGET", help="dbt target. Default: build.target."
    ),
    click.option("--vars", "variables", metavar="YAML", help="Variables, as for dbt."),
)

_REGISTRY = (
    click.option(
        "--registry", "-r", required=True, metavar="NAME",
        help="A connection of `registries`, or a type (segment, avo, file) that only one has; "
        "or a folder, as in ./registry.",
    ),
    click.option(
        "--select", "-s", multiple=True, metavar="PLAN",
        help="A plan, by folder or as the registry calls it; behind it, perhaps, an event and "
        "a version, as in 'Jaffle Shop/Order Completed/1-0'; may be repeated.",
    ),
    click.option(
        "--profile", "-p", default="", metavar="NAME",
        help="A connection of `registries`, where --registry is the type of several.",
    ),
    click.option(
        "--registry-url", default="", metavar="URL", help="Where the registry's API is instead."
    ),
    click.option("--dry-run", is_flag=True, help="Change nothing; exit 1 if anything would."),
    click.option("--yes", "-y", "--force", "-F", is_flag=True, help="Do it without asking."),
    click.option("--verbose", "-v", is_flag=True, help="Show every difference and request."),
)  # fmt: skip


def registry(command: Command) -> Command:
    """Add the options that ``push`` and ``pull`` share."""
    for option in reversed(_REGISTRY):
        command = option(command)
    return command


def against(command: Command) -> Command:
    """Add the options that say what to compare with."""
    for option in reversed(_AGAINST):
        command = option(command)
    return command


def connection(command: Command) -> Command:
    """Add the options that say which warehouse to ask."""
    for option in reversed(_CONNECTION):
        command = option(command)
    return command
