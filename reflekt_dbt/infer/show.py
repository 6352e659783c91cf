"""What came of a run of infer, in words."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.events.read import printable
from reflekt_dbt.infer.job import Drafted, File

# Of what is left out; the rest is in the JSON output.
_SHOWN = 20


def lines(drafted: Drafted) -> Iterator[str]:
    """Yield what was written, or would be, and what was left out."""
    yield from drafted.notes
    for file in drafted.files:
        yield _on_one_line(_said(file, wrote=drafted.wrote))
        if not drafted.wrote:
            yield from (f"    {line}" for line in file.diff.splitlines())
    for path in drafted.skipped:
        yield f"{_on_one_line(path)}: not written, because there is a file by now"
    for one in drafted.left_out[:_SHOWN]:
        name = ".".join(filter(None, (one.source, one.table, one.column)))
        yield _on_one_line(f"left out {name}: {one.why}")
    if len(drafted.left_out) > _SHOWN:
        yield f"… and {len(drafted.left_out) - _SHOWN} more left out; see --output json"
    yield _summary(drafted)


def _said(file: File, *, wrote: bool) -> str:
    verb = {"create": "drafted", "update": "added to"}[file.action]
    verb = verb if wrote else f"would be {verb}"
    return f"{verb} {file.path} (from {file.tables}, properties: {file.properties})"


def _summary(drafted: Drafted) -> str:
    if not drafted.files and not drafted.skipped:
        return "nothing to draft: every table and column is planned, or left out"
    properties = sum(file.properties for file in drafted.files)
    counted = (
        f"{len(drafted.files)}, properties: {properties}, left out: {len(drafted.left_out)}"
    )
    return f"{'drafts' if drafted.wrote else 'drafts that would be written'}: {counted}"


def _on_one_line(text: str) -> str:
    return printable(text).replace("\n", "\\n").replace("\t", "\\t")
