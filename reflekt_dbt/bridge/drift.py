"""Where generated files, catalogue file and committed plan are behind, as findings. Pure.

What plan and catalogue do not agree on, the macros find.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reflekt_dbt.plan.findings import Finding, finding
from reflekt_dbt.write.catalog import Catalog
from reflekt_dbt.write.decision import Decision

# A file as it is to be, or as its owner wants it.
_QUIET = frozenset({"unchanged", "adopt", "edited", "gone", "mine"})
# Kind of a decision → code. All others are a file that build would write otherwise.
_CODES = {
    "create": "file_missing",
    "kept": "file_edited",
    "conflict": "file_in_conflict",
    "foreign": "file_in_the_way",
    "delete": "file_stale",
    "kept_stale": "file_kept",
}
# What is no more once the warehouse has it → what to say where only the files are behind.
_ARRIVALS = {
    "property_without_column": "column_has_arrived",
    "event_without_table": "table_has_arrived",
    "source_without_table": "table_has_arrived",
}


def file_findings(decisions: Iterable[Decision], plan: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield a finding for each file that ``build --check`` would not leave as it is.

    Args:
        decisions: What would become of each file.
        plan: What the files are made from.
    """
    events = _events_by_path(plan)
    for one in decisions:
        if one.kind in _QUIET:
            continue
        code = _CODES.get(one.kind, "file_out_of_date")
        of_file = events.get(one.path, set())
        event = min(of_file) if len(of_file) == 1 else ""
        users = ", ".join(one.referred_by)
        why = {"why": f"used by {users}" if users else "edited by hand"}
        yield finding(code, event, path=one.path, **(why if code == "file_kept" else {}))


def _events_by_path(plan: Mapping[str, Any]) -> dict[str, set[str]]:
    events: dict[str, set[str]] = {}
    for table in (*plan["tables"], *plan["unions"]):
        for path in (table["path"], table["docs_path"]):
            events.setdefault(path, set()).add(table["event"])
    return events


def arrivals(built_from: Iterable[Finding], seen: Iterable[Finding]) -> Iterator[Finding]:
    """Yield a finding for each table and column that is seen and was not when files were built.

    Args:
        built_from: What was found with the catalogue that files are built from.
        seen: What was found with the one that the warehouse has now.
    """
    still = {_key(one) for one in seen}
    # Of an event without a table nobody can say that a column has come.
    without_table = {(one[1], one[3]["source"]) for one in seen if one[0] in _NO_TABLE}
    for one in built_from:
        code, event, prop, arguments = one
        if code not in _ARRIVALS or _key(one) in still:
            continue
        if prop and (event, arguments["source"]) in without_table:
            continue
        yield finding(
            _ARRIVALS[code],
            event,
            prop,
            source=arguments["source"],
            candidates=arguments["candidates"],
            **({"table": arguments["table"]} if prop else {}),
        )


_NO_TABLE = ("event_without_table", "source_without_table")


def _key(found: Finding) -> tuple[str, ...]:
    code, event, prop, arguments = found
    return code, event, prop, str(arguments.get("source")), str(arguments.get("candidates"))


def catalog_findings(
    recorded: Catalog, both: Catalog, names: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield a finding for each source of which more was seen than is on record.

    Args:
        recorded: What the catalogue file says.
        both: The union of it and what was seen.
        names: What a source is called → what the catalogue calls it.
    """
    for name, owner in names.items():
        before, after = recorded.get(owner, {}), both.get(owner, {})
        tables, columns = len(after) - len(before), _columns(after) - _columns(before)
        if tables or columns:
            yield finding(
                "catalog_out_of_date",
                "",
                source=name,
                tables=str(tables),
                columns=str(columns),
            )


def _columns(tables: Mapping[str, Collection[str]]) -> int:
    return sum(map(len, tables.values()))


def plan_findings(differences: Sequence[tuple[str, str]], path: str) -> Iterator[Finding]:
    """Yield a finding for each event, and for all else, that the committed plan is behind in.

    Args:
        differences: As `committed.out_of_date` returns them.
        path: Of the committed plan.
    """
    whole = [what for event, what in differences if not event]
    if whole:
        yield finding("plan_out_of_date", "", path=path, what=", ".join(whole))
    for event, what in differences:
        if event:
            yield finding("plan_out_of_date", event, path=path, what=f"the event is {what}")
