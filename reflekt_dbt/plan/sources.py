"""Which sources a command is about: configured ones, or a place in the warehouse."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from reflekt_dbt.config.model import BuildConfig, SourceConfig
from reflekt_dbt.config.patterns import has_shared_docs
from reflekt_dbt.errors import ConfigError, SelectError
from reflekt_dbt.naming import did_you_mean


class Target(NamedTuple):
    """The dbt target in use.

    Attributes:
        name: As in the profile.
        type: Adapter type, such as ``duckdb``.
        database: Where a source without a database is.
    """

    name: str
    type: str
    database: str


def sources_for(
    configured: Sequence[SourceConfig],
    source: str,
    sdk: str,
    sdks: Collection[str],
    target: Target | None,
) -> tuple[SourceConfig, ...]:
    """Return the sources that ``--source`` and ``--sdk`` ask for; all of them for neither.

    Whoever asks for a source of a union asks for all of it, so that its models are whole.
    A *source* that is not configured is ``database.schema``, or Reflekt's form with the
    warehouse in front; it needs an *sdk*.

    Raises:
        SelectError: There is no such source, SDK or warehouse.
        ConfigError: All sources are asked for, and none is configured.
    """
    if sdk and sdk not in sdks:
        raise SelectError(f"unknown SDK {sdk!r}", where="--sdk", hint=did_you_mean(sdk, sdks))
    wanted = [one for one in configured if source in ("", one.name) and sdk in ("", one.sdk)]
    if wanted:
        return _with_their_unions(wanted, configured)
    if source:
        return _with_their_unions([_place(configured, source, sdk, target)], configured)
    if sdk and configured:
        raise SelectError(f"no source has the SDK {sdk!r}", where="vars.reflekt.sources")
    raise ConfigError(
        "no source is configured",
        where="vars.reflekt.sources",
        hint="add one, or give --source database.schema and --sdk",
    )


def with_shared_docs(
    found: tuple[SourceConfig, ...], configured: Sequence[SourceConfig], build: BuildConfig
) -> tuple[SourceConfig, ...]:
    """Return *found* and those with whose models theirs may share a properties file.

    Like a union's model, that file is whole only with all of them.

    Raises:
        SelectError: One of *found* is not configured, so that no run has it with the others.
    """
    if not has_shared_docs(build) or not configured:
        return found
    for source in found:
        if source not in configured:
            raise SelectError(
                f"{source.name!r} is not configured, and its models would share a properties "
                "file with those that are",
                where="--source",
                hint="add it to vars.reflekt.sources, or set build.docs.per to model",
            )
    return tuple(configured)


def _with_their_unions(
    wanted: Sequence[SourceConfig], configured: Sequence[SourceConfig]
) -> tuple[SourceConfig, ...]:
    unions = {one.union for one in wanted} - {None}
    if not unions:
        return tuple(wanted)
    return tuple(one for one in configured if one in wanted or one.union in unions)


def _place(
    configured: Sequence[SourceConfig], source: str, sdk: str, target: Target | None
) -> SourceConfig:
    parts = source.split(".")
    if len(parts) not in (2, 3) or not all(parts):
        names = [one.name for one in configured]
        if source in names:
            raise SelectError(f"source {source!r} has another SDK than {sdk!r}", where="--sdk")
        raise SelectError(
            f"no source is called {source!r}",
            where="--source",
            hint=did_you_mean(source, names) or "give database.schema and --sdk",
        )
    if len(parts) == 3 and target is not None and parts[0] not in target[:2]:
        raise SelectError(
            f"{parts[0]!r} is neither the target {target.name!r} nor its type {target.type!r}",
            where="--source",
            hint=f"give {'.'.join(parts[1:])}, or another --target",
        )
    database, schema = parts[-2:]
    for one in configured:
        if _is_at(one, database, schema, target) and sdk in ("", one.sdk):
            return one
    if not sdk:
        raise SelectError(
            f"{source!r} is no configured source, and its SDK is not given",
            where="--source",
            hint="add --sdk, such as --sdk segment",
        )
    return _unconfigured(configured, sdk, database, schema)


def _is_at(one: SourceConfig, database: str, schema: str, target: Target | None) -> bool:
    """Tell whether a configured source is that place, as far as can be told without dbt."""
    at = one.database or (target.database if target else database)
    return one.schema_name == schema and at.lower() == database.lower()


def _unconfigured(
    configured: Sequence[SourceConfig], sdk: str, database: str, schema: str
) -> SourceConfig:
    name = re.sub(r"\W", "_", schema, flags=re.ASCII)
    if name in {taken for one in configured for taken in (one.name, one.union)}:
        raise SelectError(
            f"{database}.{schema} is another place than what is configured as {name!r}, "
            "whose files it would overwrite",
            where="--source",
            hint="configure it in vars.reflekt.sources, under a name of its own",
        )
    return SourceConfig(name=name, sdk=sdk, schema=schema, database=database)
