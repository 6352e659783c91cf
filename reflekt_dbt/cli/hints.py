"""What to type next."""

from __future__ import annotations

import shlex
from pathlib import Path

import rich_click as click


def say_next(project_dir: Path | None, *commands: str) -> None:
    """Print *commands*, for the project that the user named, if one was named."""
    where = f" --project-dir {shlex.quote(str(project_dir))}" if project_dir else ""
    click.echo("\nnext:")
    for command in commands:
        click.echo(f"  {command}{where}")
