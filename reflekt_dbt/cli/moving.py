"""What ``init --from-reflekt`` takes over, and what it says of the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import rich_click as click

from reflekt_dbt.report.text import one_line
from reflekt_dbt.sdks import SDKS
from reflekt_dbt.start.before import Before
from reflekt_dbt.start.reflekt.migrate import Migration, migration_of
from reflekt_dbt.start.reflekt.old import read_old
from reflekt_dbt.start.yaml_insert import as_block


def migration_for(before: Before, given: dict[str, Any]) -> Migration | None:
    """Return what comes over from the project that was *given*, None if none was.

    Adds to *given* what Reflekt's files say and no flag does.
    """
    place = given.pop("from_reflekt")
    if place is None:
        return None
    made = migration_of(read_old(place), before, given["schemas_path"] or "", SDKS)
    given["vendor"] = given["vendor"] or made.settings.get("vendor")
    if not given["source"] and made.sources:
        source = made.sources[0]
        given["source"] = source["name"]
        for key in ("sdk", "schema", "database"):
            given[key] = given[key] or source.get(key)
    return made


def say_what_is_left(migration: Migration, settings: Mapping[str, Any], *, shown: bool) -> None:
    """Print what did not come over, the profile for dbt, and *settings* if they are *shown*."""
    if migration.remarks:
        click.echo("\nnot carried over, or for you to do:")
    for remark in migration.remarks:
        click.echo(f"  {one_line(remark.what)}: {one_line(remark.why)}")
    if migration.profile:
        click.echo("\nfor profiles.yml, unless dbt knows the warehouse already:")
        _say_block(migration.profile)
    if shown:
        click.echo("\nsettings, for dbt_project.yml:")
        _say_block(as_block({"vars": {"reflekt": dict(settings)}}))


def _say_block(text: str) -> None:
    for line in text.splitlines():
        click.echo(f"  {line}")
