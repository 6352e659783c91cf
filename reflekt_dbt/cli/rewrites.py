"""What `fmt` says of the files that it formats."""

from __future__ import annotations

import rich_click as click

from reflekt_dbt.bridge.report import CLEAN, FOUND
from reflekt_dbt.cli.main import UNABLE
from reflekt_dbt.fmt import Formatted
from reflekt_dbt.write.rewrite import carry_out


def show(found: Formatted, *, check: bool, diff: bool) -> int:
    """Write what is *found*, or say what would be written; return the exit code."""
    dry = check or diff
    if not dry:
        carry_out(found.rewrites)
    for change in found.changes:
        if diff:
            click.echo(change.diff, nl=False)
        else:
            click.echo(f"{'would format' if check else 'formatted'} {change.path}")
    for problem in found.problems:
        click.echo(str(problem), err=True)
    click.echo(_summary(found, dry=dry), err=diff)
    if found.problems:
        return UNABLE
    return FOUND if dry and found.changes else CLEAN


def _summary(found: Formatted, *, dry: bool) -> str:
    changed = len(found.changes)
    counts = [
        f"{'to format' if dry else 'formatted'}: {changed}",
        f"unchanged: {len(found.rewrites) - changed}",
        *([f"problems: {len(found.problems)}"] if found.problems else []),
    ]
    return ", ".join(counts)
