"""Whom ``build.events`` is about: its selectors to the ids of events."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from reflekt_dbt.config.overrides import (
    NONE,
    PLACE,
    EventOverrides,
    check_agree,
    overlaid,
)
from reflekt_dbt.errors import SelectError
from reflekt_dbt.events.select import HasId, select_events
from reflekt_dbt.naming import did_you_mean


def settled_overrides(
    given: Mapping[str, EventOverrides],
    events: Sequence[HasId],
    sources: Collection[str],
    schemas_path: str = "schemas",
) -> dict[str, EventOverrides]:
    """Return *given* by ids of events and names of tables, as `overrides_for` takes it.

    A key is ``<source>.<table>``, or else a selector in the forms of ``--select``. Of two
    that name an event, the one that names only events which the other names as well wins.

    Args:
        given: As config says it.
        events: Every event of the project.
        sources: Names of sources and unions.
        schemas_path: As in config.

    Raises:
        SelectError: A key names nothing.
        ConfigError: Two keys contradict each other.
    """
    tables = {key: one for key, one in given.items() if is_table(key, sources)}
    named = {
        key: _ids(key, events, sources, schemas_path) for key in given if key not in tables
    }
    _check(given, named)
    settled: dict[str, EventOverrides] = {}
    for key in sorted(named, key=lambda key: (-len(named[key]), key)):
        for one in named[key]:
            settled[one] = overlaid(settled.get(one, NONE), given[key])
    return settled | tables


def check_tables(
    settled: Mapping[str, EventOverrides], known: Mapping[str, Collection[str]]
) -> None:
    """Refuse a table that its source has not.

    Args:
        settled: As `settled_overrides` returns it.
        known: Source or union → base names of its tables; of others nothing is known.

    Raises:
        SelectError: There is one.
    """
    for key in settled:
        source, _, table = key.partition(".")
        if "/" in key or source not in known or table in known[source]:
            continue
        names = [f"{source}.{name}" for name in known[source]]
        raise SelectError(
            f"the source {source!r} has no table {table!r}",
            where=f"{PLACE}: {key}",
            hint=did_you_mean(key, names),
        )


def is_table(key: str, sources: Collection[str]) -> bool:
    """Return whether *key* is ``<source>.<table>``, and not a selector."""
    source, dot, table = key.partition(".")
    return bool(dot and table) and "/" not in key and source in sources


def _ids(
    key: str, events: Sequence[HasId], sources: Collection[str], schemas_path: str
) -> frozenset[str]:
    try:
        found = select_events(events, (key,), schemas_path)
    except SelectError as error:
        hint = error.hint
        source, dot, _ = key.partition(".")
        if dot and "/" not in key:
            hint = f"a table is <source>.<table>; {did_you_mean(source, sources)}"
        raise SelectError(error.problem, where=f"{PLACE}: {key}", hint=hint) from error
    return frozenset(event.id for event in found)


def _check(given: Mapping[str, EventOverrides], named: Mapping[str, frozenset[str]]) -> None:
    """Refuse what two keys say, neither of which is the more special one."""
    of_event: dict[str, list[str]] = {}
    for key, ids in named.items():
        for one in ids:
            of_event.setdefault(one, []).append(key)
    pairs = {pair for keys in of_event.values() for pair in combinations(sorted(keys), 2)}
    for key, other in sorted(pairs):
        if not (named[key] < named[other] or named[other] < named[key]):
            check_agree(key, given[key], other, given[other])
