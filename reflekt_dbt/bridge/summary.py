"""A report in words, for terminals and logs: short, and the same on every one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import commonpath
from typing import Any, NamedTuple

from reflekt_dbt.bridge.report import Report
from reflekt_dbt.events.read import printable
from reflekt_dbt.plan.findings import SEVERITIES, sentence
from reflekt_dbt.stats import show

COLUMNS = ("event", "model", "matched", "missing", "unplanned", "findings")

# Shown of each code; the rest is in the results file.
_SHOWN = 5
# Of the table; a plan of a thousand events scrolls away what needs a person.
_LINES = 100


class Line(NamedTuple):
    """One event's line of the table, as text; numbers are counts of columns."""

    event: str
    model: str
    matched: str
    missing: str
    unplanned: str
    findings: str


def table(report: Report) -> list[Line]:
    """Return a line for each table of the plan, in the plan's order.

    Events are named without the folder that all of them share. Where there are very
    many, those of which nothing is to be said share a line.
    """
    events = {one["event"] for one in report.tables if one["event"]}
    folder = commonpath(events) if len(events) > 1 else ""
    shared = len(folder) + 1 if folder else 0
    counts: dict[tuple[str, str], int] = {}
    for _, event, _, arguments in report.findings:
        key = (event, arguments.get("source", ""))
        counts[key] = counts.get(key, 0) + 1
    lines = [_line(one, counts, shared) for one in report.tables]
    if len(lines) <= _LINES:
        return lines
    telling = [line for line in lines if line.findings]
    rest = f"… and {len(lines) - len(telling)} more"
    return [*telling, Line(rest, "all of it matched", "", "", "", "")]


def findings(report: Report) -> Iterator[str]:
    """Yield each code with its count, gravest first, and the first few of its findings."""
    codes = [(name, report.severity_of(name), count) for name, count in report.counts().items()]
    for code, severity, count in sorted(codes, key=lambda item: SEVERITIES.index(item[1])):
        yield f"{severity} {code}: {count}"
        # What is for information only is not worth a line each.
        shown = 0 if severity == "info" else _SHOWN
        of_code = [found for found in report.findings if found[0] == code]
        for found in of_code[:shown]:
            about = ": ".join(part for part in (found[1], found[2]) if part)
            said = f"{about}: {sentence(found)}" if about else sentence(found)
            yield f"  {_on_one_line(said)}"
        if 0 < shown < count:
            yield f"  … and {count - shown} more"
    if report.ignored:
        yield f"ignored, as vars.reflekt.check says: {report.ignored}"
    if report.findings:
        yield "every finding is in reflekt_results.json, in dbt's target folder"


def files(report: Report) -> Iterator[str]:
    """Yield what became of the files: those left alone one by one, the rest as counts."""
    for change in report.left_alone:
        yield f"{change.path}: {change.why}"
        yield from _indented(change.diff)
    if report.wrote:
        yield from _overwritten(report)
    else:
        yield from _would_change(report)
    actions: dict[str, int] = {}
    for change in report.files:
        actions[change.action] = actions.get(change.action, 0) + 1
    if actions:
        yield ", ".join(f"{count} {action}" for action, count in sorted(actions.items()))


def headline(report: Report) -> Iterator[str]:
    """Yield the first things to know: how much of the plan the warehouse has."""
    planned = {one["event"] for one in report.tables if one["event"]}
    there = {one["event"] for one in report.tables if one["event"] and one["table"]}
    never = report.counts().get("property_without_column", 0)
    tables = report.counts().get("table_without_event", 0)
    columns = report.counts().get("column_without_property", 0)
    yield f"events planned: {len(planned)}, with a table: {len(there)}"
    yield f"planned properties that never arrived: {never}"
    yield f"tables that nobody planned: {tables}, columns: {columns}"


def text(report: Report) -> str:
    """Return the whole report as plain text."""
    lines = [*report.notes]
    if report.command == "check":
        lines.extend(headline(report))
        lines.extend(show.lines(report.statistics))
    lines.extend(findings(report))
    if report.command == "build":
        lines.extend(files(report))
    return "\n".join(lines)


def _line(one: Mapping[str, Any], counts: Mapping[tuple[str, str], int], shared: int) -> Line:
    there = one["table"] is not None
    model = one["model"] if there else "no table yet"
    planned = one["planned"] if there else 0
    matched = one["matched"] + one["unknowable"]
    # What is true of an event in whatever source names none, or the union of them.
    places = {one["source"], one["union"] or "", ""}
    found = sum(counts.get((one["event"], name), 0) for name in places)
    found = found if one["event"] else 0
    return Line(
        event=one["event"][shared:] or "every event",
        model=f"{model} ({one['source']})" if one["union"] else model,
        matched=f"{matched}/{planned}" if planned else "",
        missing=str(one["missing"] or "") if there else "",
        unplanned=str(one["unplanned"] or "") if there else "",
        findings=str(found or ""),
    )


def _overwritten(report: Report) -> Iterator[str]:
    for change in report.files:
        if change.action == "forced":
            yield f"{change.path}: overwritten, and with it what stands here behind a minus"
            yield from _indented(change.diff)


def _would_change(report: Report) -> Iterator[str]:
    for change in report.changes:
        verb = "overwrite" if change.action == "forced" else change.action
        yield f"would {verb} {change.path}"
        yield from _indented(change.diff)


def _on_one_line(text: str) -> str:
    # A warehouse takes any character for a name, and a terminal obeys some of them.
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")


def _indented(diff: str) -> Iterator[str]:
    yield from (f"    {line}" for line in diff.splitlines())
