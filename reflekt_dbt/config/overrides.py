"""What some events are built with instead: ``build.events``, as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from reflekt_dbt.errors import ConfigError

PLACE = "vars.reflekt.build.events"


@dataclass(frozen=True, slots=True)
class Unplanned:
    """What is done with columns that nobody planned.

    Attributes:
        action: Whether they are only found, or selected as well.
        ignore: Globs of columns that are neither.
    """

    action: Literal["report", "include"] = "report"
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnOverrides:
    """Columns of one model that are not as the schema has them.

    Attributes:
        add: Alias → SQL of a further column, as the user wrote it.
        exclude: Columns, as loaded or as aliased, that are left out.
        rename: Column, as loaded or as aliased → its alias.
    """

    add: Mapping[str, str] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventOverrides:
    """What an event, or a table, is built with instead; what is absent stays as it is.

    Attributes:
        model: The model's name.
        path: Folder of the model's files, in the forms of ``build.path``.
        materialized: dbt materialization.
        tags: dbt tags, besides those of all models.
        unplanned: As ``build.unplanned``.
        context: Globs of further context columns to select, besides those of all models.
        columns: Of the model.
    """

    model: str | None = None
    path: str | None = None
    materialized: str | None = None
    tags: tuple[str, ...] = ()
    unplanned: Unplanned | None = None
    context: tuple[str, ...] = ()
    columns: ColumnOverrides = ColumnOverrides()


NONE = EventOverrides()


def overrides_for(
    settled: Mapping[str, EventOverrides], tables: Iterable[str], ids: Iterable[str]
) -> EventOverrides:
    """Return what one table of a source is built with instead.

    Args:
        settled: Id of an event, or ``<source>.<table>`` → what is said of it.
        tables: What the table is called, widest first: ``<union>.<table>`` and
            ``<source>.<table>``, the table's base name. What is said of a table wins
            over what is said of its events.
        ids: Of the events that land in it.

    Raises:
        ConfigError: Two of the events want it to be different.
    """
    if not settled:
        return NONE
    tables = list(tables)
    said = {one: settled[one] for one in ids if one in settled}
    hint = f"say it of the table, under {tables[-1]}"
    found = NONE
    for one, overrides in said.items():
        _check_agreed(one, overrides, said.items(), hint)
        found = overlaid(found, overrides)
    for name in tables:
        found = overlaid(found, settled.get(name, NONE))
    return found


def overlaid(under: EventOverrides, over: EventOverrides) -> EventOverrides:
    """Return both as one; where both say something that only one can, *over* does."""
    columns = ColumnOverrides(
        add={**under.columns.add, **over.columns.add},
        exclude=_both(under.columns.exclude, over.columns.exclude),
        rename={**under.columns.rename, **over.columns.rename},
    )
    told = {
        one.name: getattr(over, one.name)
        for one in fields(over)
        if getattr(over, one.name) is not None
    }
    lists = {key: _both(getattr(under, key), getattr(over, key)) for key in ("tags", "context")}
    return replace(under, **told | lists | {"columns": columns})


def check_agree(key: str, one: EventOverrides, other_key: str, other: EventOverrides) -> None:
    """Refuse two of equal rank that say something else of one event.

    Raises:
        ConfigError: They do.
    """
    hint = "remove it from one of the two, or name fewer events with one of them"
    _check_agreed(key, one, [(other_key, other)], hint)


def _check_agreed(
    key: str,
    overrides: EventOverrides,
    others: Iterable[tuple[str, EventOverrides]],
    hint: str,
) -> None:
    mine = _said(overrides)
    for other_key, other in others:
        theirs = _said(other)
        for path in mine.keys() & theirs.keys():
            if mine[path] != theirs[path]:
                raise ConfigError(
                    f"{key!r} and {other_key!r} say different things of {'.'.join(path)}",
                    where=PLACE,
                    hint=hint,
                )


def _said(overrides: EventOverrides) -> dict[tuple[str, ...], Any]:
    """Return what is said that cannot stand beside another value, by where it stands."""
    single = ("model", "path", "materialized", "unplanned")
    said: dict[tuple[str, ...], Any] = {
        (key,): getattr(overrides, key) for key in single if getattr(overrides, key) is not None
    }
    said.update({("columns", "add", key): sql for key, sql in overrides.columns.add.items()})
    renamed = overrides.columns.rename.items()
    return said | {("columns", "rename", key): alias for key, alias in renamed}


def _both(one: Collection[str], other: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*one, *other]))
