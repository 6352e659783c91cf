"""Which bases are kept beside the project's files after a run. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from reflekt_dbt.write.bases import Bases, beside
from reflekt_dbt.write.blob import blob_id, unix
from reflekt_dbt.write.decision import Decision
from reflekt_dbt.write.journal import Change
from reflekt_dbt.write.lock import Lock

# Of these the base is left as it is: it is what they will be merged by.
_OPEN = frozenset({"conflict", "kept", "kept_stale"})


def base_changes(
    decisions: Collection[Decision], kept: Mapping[str, str], bases: Bases, lock: Lock
) -> Iterator[Change]:
    """Yield what changes of the bases that are *kept*.

    Args:
        decisions: Of the run.
        kept: Path of a file → its base; see `bases.read_beside`.
        bases: What was found of those that were looked for.
        lock: What is on record after the run.
    """
    after = {path: None if path not in lock.entries else text for path, text in kept.items()}
    for one in decisions:
        if one.kind not in _OPEN:
            after[one.path] = _base_of(one, kept, bases)
    for path, text in sorted(after.items()):
        before = kept.get(path)
        if text != (None if before is None else unix(before)):
            yield Change(beside(path), before, text)


def _base_of(one: Decision, kept: Mapping[str, str], bases: Bases) -> str | None:
    if one.kind in {"merged", "adopted"}:
        return one.after
    if one.kind != "edited" or one.after is None:
        return None
    # In a shallow clone no one can tell whether it is in history; if so, it need not be here.
    is_lost = bases.is_whole and blob_id(one.after) not in bases.lasting
    return one.after if one.path in kept or is_lost else None
