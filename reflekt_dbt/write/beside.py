"""Which bases are kept beside the project's files after a run. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from reflekt_dbt.write.bases import beside
from reflekt_dbt.write.blob import unix
from reflekt_dbt.write.decision import Decision
from reflekt_dbt.write.journal import Change
from reflekt_dbt.write.lock import Lock

# Of these the base is left as it is: it is what they will be merged by.
_OPEN = frozenset({"conflict", "kept", "kept_stale"})


def base_changes(
    decisions: Collection[Decision], kept: Mapping[str, str], lock: Lock
) -> Iterator[Change]:
    """Yield what changes of the bases that are *kept*.

    Args:
        decisions: Of the run.
        kept: Path of a file → its base; see `bases.read_beside`.
        lock: What is on record after the run.
    """
    after = {path: None if path not in lock.entries else text for path, text in kept.items()}
    for one in decisions:
        if one.kind not in _OPEN:
            after[one.path] = _base_of(one)
    for path, text in sorted(after.items()):
        before = kept.get(path)
        if text != (None if before is None else unix(before)):
            yield Change(beside(path), before, text)


def _base_of(one: Decision) -> str | None:
    # Of every edit: history may be cut off, or squashed, by the time that there is news.
    return one.after if one.kind in {"merged", "adopted", "edited"} else None
