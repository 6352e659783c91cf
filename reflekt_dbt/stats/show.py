"""Statistics in words: the most frequent events, and the emptiest properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reflekt_dbt.events.read import printable

# Of each; all of them are in the JSON output.
_SHOWN = 20


def lines(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what `Survey.document` says; nothing of an empty one."""
    if not document:
        return
    events, properties = document["events"], document["properties"]
    yield f"events seen in the last {document['days']} days: {len(events)}"
    for one in events[:_SHOWN]:
        planned = "" if one["planned"] else ", not planned"
        when = f"from {one['first']} to {one['last']}"
        yield _on_one_line(f"  {one['name']}: {one['times']} times {when}{planned}")
    yield from _more(len(events))
    empty = [one for one in properties if one["null_share"]]
    yield f"properties that are null now and then: {len(empty)} of {len(properties)}"
    for one in sorted(empty, key=lambda one: -one["null_share"])[:_SHOWN]:
        # Rounded down, so that 100 % means all.
        share = int(one["null_share"] * 1000) / 10
        yield _on_one_line(f"  {one['event']}: {one['name']}: {share} % of {one['table']}")
    yield from _more(len(empty))


def _more(count: int) -> Iterator[str]:
    if count > _SHOWN:
        yield f"  … and {count - _SHOWN} more"


def _on_one_line(text: str) -> str:
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")
