"""An outcome, written: lines for people, one JSON document, findings for code hosts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from reflekt_dbt.compare.impact import Touch
from reflekt_dbt.compare.kinds import KINDS
from reflekt_dbt.compare.model import Change
from reflekt_dbt.compare.outcome import Judged, Outcome, Reached
from reflekt_dbt.compare.place import place_of
from reflekt_dbt.compare.rows import EventRows, Row
from reflekt_dbt.compare.versions import Comparison, Revision
from reflekt_dbt.report.finding import About, Finding
from reflekt_dbt.report.text import one_line

# What --output sarif lists as the rules of the tool.
ABOUTS = tuple(
    About(kind.code, kind.code, kind.what, f"{kind.why} It needs: {kind.bump} bump.")
    for kind in KINDS
)
_MANY = 8


def findings(outcome: Outcome) -> list[Finding]:
    """Return each change as a finding in the file of now, or of before where that is gone."""
    return [
        Finding(
            *_place(judged.comparison, change),
            code=change.code,
            name=change.code,
            severity=judged.severity(change),
            problem=_sentence(judged, number, change),
            hint=judged.hint if judged.severity(change) != "info" else "",
        )
        for judged in outcome.judged
        for number, change in enumerate(judged.comparison.changes)
    ]


def text_lines(outcome: Outcome) -> Iterator[str]:
    """Yield the lines for people: what changed, event by event, and what reads it."""
    yield from _notes(outcome)
    for judged in outcome.judged:
        yield _headline(judged)
        for number, change in enumerate(judged.comparison.changes):
            path, line, column = _place(judged.comparison, change)
            place = f"{one_line(path)}:{line}:{column}"
            what = f"{judged.severity(change)} {change.code}"
            yield f"  {place}: {what}: {one_line(change.sentence)}"
            for reached in judged.reached.get(number, ()):
                yield f"    {one_line(said(reached))}"
        if judged.hint:
            yield f"  hint: {one_line(judged.hint)}"
    yield _total(outcome)


def _notes(outcome: Outcome) -> Iterator[str]:
    for note in outcome.notes:
        yield f"note: {one_line(note)}"
    for error in outcome.unreadable:
        yield f"note: not compared, as it could not be read: {one_line(str(error))}"


def diff_lines(outcome: Outcome, events: Iterable[EventRows]) -> Iterator[str]:
    """Yield the lines for people who read SQL: event by event, column by column."""
    yield from _notes(outcome)
    shown = 0
    for event in events:
        shown += 1
        yield one_line(f"{event.name} {versions(event.judged.comparison)}")
        before, after = event.description
        if before != after:
            yield f"  description: {_from_to(before, after)}"
        yield from (f"  {one_line(sentence)}" for sentence in event.sentences)
        for row in event.rows:
            yield from _row(row)
        for found in event.judged.reached.values():
            yield from (f"  reads it: {one_line(said(one))}" for one in found if one.touches)
    yield f"events changed: {shown}"


def _row(row: Row) -> Iterator[str]:
    name = ", ".join(row.columns) or row.property
    was, is_now = row.before, row.after
    types = (was.type if was else "", is_now.type if is_now else "")
    yield f"  {one_line(name)}: {_from_to(*types)}"
    words = (was.description if was else "", is_now.description if is_now else "")
    if words[0] != words[1]:
        yield f"    description: {_from_to(*words)}"
    yield from (f"    {one_line(sentence)}" for sentence in row.sentences)


def _from_to(before: str, after: str) -> str:
    if before == after:
        return one_line(after)
    return f"{one_line(before) or 'none'} → {one_line(after) or 'none'}"


def document(outcome: Outcome) -> dict[str, Any]:
    """Return *outcome* as JSON values."""
    return {
        "against": outcome.against,
        "commit": outcome.commit or None,
        "events": [_event(judged) for judged in outcome.judged],
        "notes": list(outcome.notes),
        "unreadable": [str(error) for error in outcome.unreadable],
    }


def said(reached: Reached) -> str:
    """Return in words which column it is, and what reads it."""
    columns = reached.landed.columns
    model = reached.landed.model
    here = ", ".join(f"{model}.{one}" for one in columns) if columns else f"{model}"
    beyond = [_touched(touch) for touch in reached.touches[1:]]
    more = f" and {len(beyond) - _MANY} more" if len(beyond) > _MANY else ""
    return f"{here} → {', '.join(beyond[:_MANY])}{more}" if beyond else here


def _touched(touch: Touch) -> str:
    if touch.kind in {"exposure", "metric"}:
        return f"{touch.kind} {touch.name}"
    if touch.how == "columns":
        return ", ".join(f"{touch.name}.{column}" for column in touch.columns)
    why = "its rows" if touch.how == "conditions" else "columns not known"
    return f"{touch.name} ({why})"


def versions(comparison: Comparison) -> str:
    """Return from which version to which: ``1-0 → 1-1``."""
    old, new = comparison.old, comparison.new
    if old is None or new is None:
        return f"{new.version} (new)" if new else f"{old.version} (gone)" if old else ""
    return str(new.version) if old.version == new.version else f"{old.version} → {new.version}"


def _headline(judged: Judged) -> str:
    comparison = judged.comparison
    folder = comparison.id.rpartition("/")[0]
    bumps = f"needs: {comparison.needed} bump, made: {comparison.made}"
    asked = "" if judged.is_asked else ", not asked for"
    return f"{one_line(folder)} {versions(comparison)} ({bumps}{asked})"


def _total(outcome: Outcome) -> str:
    counts = Counter(
        judged.severity(change)
        for judged in outcome.judged
        for change in judged.comparison.changes
    )
    return (
        f"events changed: {len(outcome.judged)}, "
        f"breaks without a major bump: {counts['error']}, "
        f"changes without a minor bump: {counts['warning']}, others: {counts['info']}"
    )


def _sentence(judged: Judged, number: int, change: Change) -> str:
    reached = "; ".join(said(one) for one in judged.reached.get(number, ()))
    return f"{change.sentence} ({reached})" if reached else change.sentence


def _place(comparison: Comparison, change: Change) -> tuple[str, int, int]:
    if comparison.new is not None:
        return (comparison.new.path, *place_of(comparison.new.document, change.path))
    return (comparison.old.path if comparison.old else "", 1, 1)


def _event(judged: Judged) -> dict[str, Any]:
    comparison = judged.comparison
    return {
        "event": comparison.id.rpartition("/")[0],
        "old": _version(comparison.old),
        "new": _version(comparison.new),
        "needed": comparison.needed,
        "made": comparison.made,
        "is_enough": comparison.is_enough,
        "is_asked": judged.is_asked,
        "severity": judged.worst,
        "hint": judged.hint,
        "changes": [
            _change(judged, number, change) for number, change in enumerate(comparison.changes)
        ],
    }


def _version(revision: Revision | None) -> dict[str, str] | None:
    if revision is None:
        return None
    return {"version": str(revision.version), "path": revision.path}


def _change(judged: Judged, number: int, change: Change) -> dict[str, Any]:
    _, line, column = _place(judged.comparison, change)
    return {
        "code": change.code,
        "bump": change.bump,
        "severity": judged.severity(change),
        "path": list(change.path),
        "property": change.dotted,
        "before": change.before,
        "after": change.after,
        "sentence": change.sentence,
        "line": line,
        "column": column,
        "reaches": list(_reaches(judged.reached.get(number, ()))),
    }


def _reaches(found: Iterable[Reached]) -> Iterator[dict[str, Any]]:
    for reached in found:
        columns = reached.landed.columns
        yield {
            "model": reached.landed.model,
            "columns": None if columns is None else list(columns),
            "downstream": [
                {**touch._asdict(), "columns": list(touch.columns)}
                for touch in reached.touches[1:]
            ],
        }
