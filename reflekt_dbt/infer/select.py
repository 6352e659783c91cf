"""Which tables and columns a user means. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from reflekt_dbt.errors import SelectError
from reflekt_dbt.events.model import Event
from reflekt_dbt.events.select import select_events
from reflekt_dbt.infer.found import Column, Found, Present
from reflekt_dbt.naming import did_you_mean


def selected(
    found: Sequence[Found],
    selectors: Sequence[str],
    present: Present,
    events: Sequence[Event],
    schemas_path: str,
) -> list[Found]:
    """Return those of *found* that *selectors* name; all of them if there is none.

    Args:
        found: What nobody planned.
        selectors: Tables by name or glob, or events as for every ``--select``.
        present: The catalogue.
        events: Those that are planned.
        schemas_path: As people may write it before an id.

    Raises:
        SelectError: A selector names neither a table nor an event.
    """
    if not selectors:
        return list(found)
    tables = sorted({table.lower() for of_source in present.values() for table in of_source})
    chosen: set[str] = set()
    for selector in selectors:
        named = [one for one in tables if fnmatchcase(one, selector.lower())]
        chosen.update(named or _event_ids(selector, tables, events, schemas_path))
    return [one for one in found if one.table.lower() in chosen or one.event in chosen]


def _event_ids(
    selector: str, tables: Sequence[str], events: Sequence[Event], schemas_path: str
) -> Iterator[str]:
    try:
        yield from (one.id for one in select_events(events, [selector], schemas_path))
    except SelectError as error:
        raise SelectError(
            f"neither a table nor an event is called {selector!r}",
            where="--select",
            hint=did_you_mean(selector, tables) if len(tables) < 30 else error.hint,
        ) from error


def sampled(found: Iterable[Found], wanted: Sequence[str]) -> list[tuple[Found, Column]]:
    """Return the columns whose values were asked for, ``column`` or ``table.column``.

    Raises:
        SelectError: One is not among what nobody planned.
    """
    every = [(one, column) for one in found for column in one.columns]
    chosen = []
    for name in wanted:
        named = [pair for pair in every if name.lower() in _names(*pair)]
        if not named:
            known = {column.name.lower() for _, column in every}
            raise SelectError(
                f"no column that is drafted is called {name!r}",
                where="--sample-values",
                hint=did_you_mean(name, known) if len(known) < 100 else "",
            )
        chosen += [pair for pair in named if pair not in chosen]
    return chosen


def _names(found: Found, column: Column) -> tuple[str, str]:
    return column.name.lower(), f"{found.table}.{column.name}".lower()
