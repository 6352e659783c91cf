"""What each file is, before any two texts are merged: edited, stale, in the way … Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from reflekt_dbt.write.bases import Wanted
from reflekt_dbt.write.blob import blob_id, unix
from reflekt_dbt.write.conflict import sides
from reflekt_dbt.write.decision import Decision, Generated
from reflekt_dbt.write.lock import Entry, Lock
from reflekt_dbt.write.mine import is_mine
from reflekt_dbt.write.pristine import is_pristine
from reflekt_dbt.write.scan import Thing, folder_of, scan


@dataclass(frozen=True, slots=True)
class Judged:
    """A first decision on each file; those that are ``kept`` may yet be merged.

    Attributes:
        planned: On what is generated. Of a file that moves here with edits, ``before`` is
            still None.
        stale: On what is generated no longer, as if nobody used it.
        edits: Path that is generated, with news → the edited file whose edits it is to
            have: itself, or one that moves there.
    """

    planned: tuple[Decision, ...]
    stale: tuple[Decision, ...]
    edits: Mapping[str, Decision]

    def wanted(self, lock: Lock) -> tuple[Wanted, ...]:
        """Return what must be known of the past to go on; nothing if no edit meets news."""
        return tuple(
            Wanted(old.path, lock.entries[old.path].ids, sides(old.before or "") is not None)
            for old in self.edits.values()
        )


def judge(
    generated: Collection[Generated],
    lock: Lock,
    texts: Mapping[str, str],
    scope: Collection[str],
) -> Judged:
    """Return the first decisions on what is generated, or in the lock and in scope.

    Args:
        generated: What this run would write.
        lock: What earlier runs wrote.
        texts: Of the files of either that exist, by path.
        scope: Sources whose every file is in *generated*, so that others of theirs are
            stale; with ``NO_SOURCE`` if that holds for files of no source too.
    """
    planned = [
        _planned(one, lock.entries.get(one.path), texts.get(one.path)) for one in generated
    ]
    stale = list(_stale({one.path for one in generated}, lock, texts, scope))
    edits = {one.path: one for one in planned if one.kind == "kept"}
    moves = _moves(planned, [one for one in stale if one.kind == "kept_stale"])
    edits.update(moves)
    moved = tuple(
        replace(one, kind="kept", origin=moves[one.path].path) if one.path in moves else one
        for one in planned
    )
    return Judged(moved, tuple(stale), edits)


def _planned(new: Generated, entry: Entry | None, before: str | None) -> Decision:
    one = Decision("create", new.path, new.source, before, new.text, thing=new.thing)
    current = Entry(new.source, frozenset({blob_id(new.text)}), new.thing)
    if before is None:
        return one
    if unix(before) == new.text:
        return replace(one, kind="unchanged" if entry == current else "adopt")
    if is_mine(before):
        return replace(one, kind="mine")
    if entry is None:
        return replace(one, kind="foreign")
    # A conflict may be with what we would now generate, so that counts as ours too.
    if is_pristine(before, entry.ids | current.ids):
        return replace(one, kind="update")
    # No conflict is left as it is: dbt could not read it.
    is_settled = entry.ids == current.ids and sides(before) is None
    return replace(one, kind="edited" if is_settled else "kept")


def _stale(
    planned: Collection[str], lock: Lock, texts: Mapping[str, str], scope: Collection[str]
) -> Iterator[Decision]:
    """Yield what would become of files that are no longer planned, if nobody used them."""
    for path, entry in lock.entries.items():
        if path in planned or entry.source not in scope:
            continue
        text = texts.get(path)
        one = Decision("gone", path, entry.source, text, thing=entry.thing)
        if text is not None and is_mine(text):
            yield replace(one, kind="mine")
        elif text is not None:
            pristine = is_pristine(text, entry.ids)
            yield replace(one, kind="delete" if pristine else "kept_stale")
        else:
            yield one


def _moves(planned: list[Decision], edited: list[Decision]) -> dict[str, Decision]:
    """Return new path → the edited file that is to move there.

    That is the one about the same thing; of a version that did not record that, the one
    that defines the same for dbt.
    """
    places = [one for one in planned if one.kind == "create"] if edited else []
    by_thing = {one.thing: one for one in places if one.thing}
    by_name = {thing: one for one in places for thing in _defined(one.path, one.after)}
    found: dict[str, Decision] = {}
    for old in edited:
        names = sorted(_defined(old.path, old.before))
        new = by_thing.get(old.thing) or next(
            (by_name[name] for name in names if name in by_name), None
        )
        if new is not None:
            found.setdefault(new.path, old)
    return found


def _defined(path: str, text: str | None) -> frozenset[Thing]:
    return scan(path, text or "", folder_of(path, text or "")).defines
