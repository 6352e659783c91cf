"""What changed as Markdown, for a comment on a pull request, or a page of history.

Text of schemas goes in as text: no markup of its own, no link, no mention of anyone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reflekt_dbt.compare.history import Past
from reflekt_dbt.compare.outcome import Outcome
from reflekt_dbt.compare.rows import EventRows, Row, Told
from reflekt_dbt.compare.show import said, versions
from reflekt_dbt.report.markdown import LONGEST, inert

# By which a bot finds its own comment again.
MARKER = "<!-- reflekt-dbt diff -->"


def diff_markdown(outcome: Outcome, events: Sequence[EventRows]) -> str:
    """Return the comment: what changed, event by event."""
    parts = [MARKER, "## What changes in the events", *_notes(outcome)]
    if not events:
        parts.append("No schema changes.")
    length = sum(map(len, parts))
    for number, event in enumerate(events):
        part = "\n\n".join(_event(event))
        length += len(part)
        if length > LONGEST:
            rest = len(events) - number
            parts.append(
                f"… and {rest} more: run `reflekt-dbt diff --against` for all of them."
            )
            break
        parts.append(part)
    return "\n\n".join(parts) + "\n"


def changelog_markdown(name: str, history: Iterable[Past]) -> str:
    """Return the history of an event, newest version first."""
    parts = [f"# {inert(name)}"]
    for past in reversed(list(history)):
        when = f" ({past.date})" if past.date else ""
        parts.append(f"## {past.version}{when}")
        lines = past.sentences or ("Nothing that counts changed.",)
        parts.append("\n".join(f"- {inert(line)}" for line in lines))
    return "\n\n".join(parts) + "\n"


def _notes(outcome: Outcome) -> Iterator[str]:
    yield f"Compared with {inert(outcome.against)}."
    unreadable = [f"Not compared, as it could not be read: {one}" for one in outcome.unreadable]
    for note in (*outcome.notes, *unreadable):
        yield f"> {inert(note)}"


def _event(event: EventRows) -> Iterator[str]:
    comparison = event.judged.comparison
    yield f"### {inert(event.name)} {versions(comparison)}"
    if event.models:
        yield f"Model: {', '.join(map(inert, event.models))}"
    if event.judged.hint:
        sign = "❌" if event.judged.worst == "error" else "⚠️"
        yield f"{sign} {inert(event.judged.hint)}"
    before, after = event.description
    if before != after:
        yield f"Description: {_both(before, after)}"
    if event.sentences:
        yield "\n".join(f"- {inert(sentence)}" for sentence in event.sentences)
    if event.rows:
        head = (
            "| property | column | type | description | what changed |\n|---|---|---|---|---|"
        )
        yield "\n".join([head, *map(_row, event.rows)])
    touched = [
        said(one) for found in event.judged.reached.values() for one in found if one.touches
    ]
    if touched:
        lines = "\n".join(f"- {inert(line)}" for line in dict.fromkeys(touched))
        yield f"Reads what changed:\n\n{lines}"


def _row(row: Row) -> str:
    cells = (
        inert(row.property),
        "<br>".join(map(inert, row.columns)) or "none",
        _both(_type(row.before), _type(row.after)),
        _both(_words(row.before), _words(row.after)),
        "<br>".join(map(inert, row.sentences)) or _alone(row),
    )
    return f"| {' | '.join(cells)} |"


def _alone(row: Row) -> str:
    """Return what changed where no change of the schema is about the column alone."""
    if row.before is None or row.after is None:
        return "new" if row.after else "gone"
    return "description"


def _type(told: Told | None) -> str:
    return told.type if told else ""


def _words(told: Told | None) -> str:
    return told.description if told else ""


def _both(before: str, after: str) -> str:
    """Return what was, struck out, and what is; once if it is the same."""
    if before == after:
        return inert(after)
    was, is_now = (inert(text) for text in (before, after))
    return f"~~{was}~~ {is_now}".strip() if was.strip() else is_now
