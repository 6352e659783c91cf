"""What can be found when plan and warehouse are compared: codes, severities, texts.

The one list of them. It stands in the plan too, for readers that have no Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Code(NamedTuple):
    """One kind of finding.

    Attributes:
        name: As users type it.
        severity: What ``--fail-on`` compares with.
        text: One sentence; ``{event}``, ``{property}`` and the finding's own arguments
            are filled in.
    """

    name: str
    severity: Severity
    text: str


CODES = (
    Code("event_without_table", "warning", "no table in {source} yet; looked for {candidates}"),
    Code(
        "source_without_table",
        "info",
        "{model} is made without {source}, which has none of {candidates} yet",
    ),
    Code(
        "property_without_column",
        "warning",
        "no column in {table} yet; looked for {candidates}",
    ),
    Code("column_without_property", "warning", "{table}.{property} is planned by no schema"),
    Code("table_without_event", "warning", "{source}.{table} is planned by no schema"),
    Code("two_candidates", "warning", "{candidates} are all there; {chosen} is used"),
    Code(
        "type_family_differs", "warning", "{table}.{column} is {actual}, planned as {planned}"
    ),
    Code("unlisted_context", "info", "{table} has {count} context columns that no list names"),
    Code(
        "older_major_not_built",
        "info",
        "rows of {built} are in the same table; only it is built",
    ),
    Code("events_share_table", "warning", "lands in {table} of {source} with {others}"),
    Code("properties_share_column", "warning", "lands in column {column} with {others}"),
    Code("property_not_loaded", "warning", "{sdk}'s loader makes no column of {property!r}"),
    Code(
        "event_not_loaded", "warning", "{sdk}'s loader makes no table of its own for {name!r}"
    ),
    Code("event_without_source", "warning", "no source selects it"),
    Code(
        "setting_not_supported", "warning", "{setting} is left out: {adapter} has no such thing"
    ),
    Code(
        "setting_without_column", "info", "{setting} is left out of {model}: no column {column}"
    ),
    Code(
        "former_name_in_use", "warning", "was called {name!r}, and so is {other}: it keeps that"
    ),
    Code("former_table_kept", "info", "{table} still holds rows of its former name"),
    Code("planned_event_has_table", "info", "{table} is there; its status could be live"),
    Code("unknown_life", "warning", "{problem}; {hint}"),
    Code("model_name_taken", "warning", "{path} bears the name {model}; it is left alone"),
    Code(
        "event_not_planned",
        "warning",
        "{name!r} arrived {count} times in {source} from {first} to {last}; no schema plans it",
    ),
    Code("event_not_seen", "info", "no row of {table} arrived in the last {days} days"),
    Code(
        "null_though_required",
        "warning",
        "{count} of {rows} rows of {table} have no value, and the schema requires one",
    ),
    Code(
        "value_outside_enum",
        "warning",
        "{count} of {rows} rows of {table} have a value that the enum does not list{values}",
    ),
    Code(
        "column_has_arrived",
        "warning",
        "{source} has its column now, the model has not; looked for {candidates}",
    ),
    Code(
        "table_has_arrived",
        "warning",
        "{source} has its table now, and no model is built of it; looked for {candidates}",
    ),
    Code(
        "catalog_out_of_date",
        "info",
        "reflekt.catalog lacks {tables} tables and {columns} columns that {source} has",
    ),
    Code("file_missing", "warning", "{path} is not there yet"),
    Code("file_out_of_date", "warning", "{path} is not what build would write"),
    Code("file_edited", "warning", "{path} was edited by hand, and there is news for it"),
    Code(
        "file_in_conflict",
        "error",
        "{path} was edited by hand in the very lines that there is news for",
    ),
    Code("file_in_the_way", "warning", "{path} is where a file of ours would go"),
    Code("file_stale", "warning", "nothing calls for {path} any more"),
    Code("file_kept", "info", "nothing calls for {path} any more; it is kept: {why}"),
    Code("plan_out_of_date", "warning", "{path} is older than schemas and settings: {what}"),
    Code("ignore_without_finding", "info", "{where} has nothing to keep quiet: {entry}"),
)

HINTS = {
    "column_has_arrived": "run: reflekt-dbt build",
    "table_has_arrived": "run: reflekt-dbt build",
    "catalog_out_of_date": "run: reflekt-dbt build, or reflekt-dbt check --write-catalog",
    "file_missing": "run: reflekt-dbt build",
    "file_out_of_date": "run: reflekt-dbt build",
    "file_edited": "run: reflekt-dbt build",
    "file_in_conflict": "run: reflekt-dbt build, which shows the conflict",
    "file_in_the_way": "rename it, or run: reflekt-dbt build --force",
    "file_stale": "run: reflekt-dbt build",
    "plan_out_of_date": "run: reflekt-dbt plan --write",
    "ignore_without_finding": "remove it",
}
"""What to do about findings, by code; not all have a cure that is the same for everyone."""

Finding = list[Any]
"""``[code, event id or "", property or column or "", arguments]``, as JSON has it."""


def finding(code: str, event: str, prop: str = "", **arguments: str) -> Finding:
    """Return a finding in the plan's form."""
    return [code, event, prop, arguments]


def sentence(found: Finding) -> str:
    """Return what a finding says, in words."""
    code, event, prop, arguments = found
    values: Mapping[str, Any] = {"event": event, "property": prop, **arguments}
    return BY_NAME[code].text.format_map(values)


BY_NAME = {code.name: code for code in CODES}
