"""What is to become of each file: generated, on disk, or once generated. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from reflekt_dbt.write.blob import blob_id, unix
from reflekt_dbt.write.diff import unified
from reflekt_dbt.write.lock import NO_SOURCE, Entry, Lock
from reflekt_dbt.write.pristine import is_pristine
from reflekt_dbt.write.reach import reached, users
from reflekt_dbt.write.scan import FileUse, folder_of, macros_in, scan
from reflekt_dbt.write.survey import Survey

Kind = Literal[
    "create",  # not there yet
    "update",  # as last generated, and to be replaced
    "unchanged",  # as it would be generated, and known to be
    "adopt",  # as it would be generated, whatever the lock says
    "edited",  # edited by hand, and nothing new to bring
    "kept",  # edited by hand, and something new to bring
    "foreign",  # not ours, where a file of ours would go
    "forced",  # kept or foreign, and replaced because that was asked for
    "delete",  # no longer planned
    "kept_stale",  # no longer planned, but edited by hand or still referred to
    "gone",  # no longer planned, and not there
]
WRITES: frozenset[Kind] = frozenset({"create", "update", "forced", "delete"})
HELD_BACK: frozenset[Kind] = frozenset({"kept", "foreign"})


@dataclass(frozen=True, slots=True)
class Generated:
    """A file as it is to be.

    Attributes:
        path: Below the project, with ``/``.
        source: The dbt source it belongs to; ``NO_SOURCE`` if to none.
        text: With LF.
        thing: What it is about, whatever it is called: ``model shop.orders``. The same
            from run to run when a name pattern or a folder changes; ``""`` if unknown.
    """

    path: str
    source: str
    text: str
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of one file.

    Attributes:
        kind: See `Kind`.
        path: Below the project, with ``/``.
        source: The dbt source it belongs to; ``NO_SOURCE`` if to none.
        before: Its text on disk; None if it is not there.
        after: Its text as generated; None if it is no longer planned.
        referred_by: The files that keep a stale one; empty if it was edited by hand.
        thing: What it is about, see `Generated`.
    """

    kind: Kind
    path: str
    source: str
    before: str | None = None
    after: str | None = None
    referred_by: tuple[str, ...] = ()
    thing: str = ""

    @property
    def diff(self) -> str:
        """What leads from the file on disk to the generated one, as git shows it."""
        return unified(self.path, self.before, self.after)


def decide(
    generated: Collection[Generated],
    lock: Lock,
    texts: Mapping[str, str],
    survey: Survey,
    scope: Collection[str],
    *,
    force: bool = False,
) -> tuple[Decision, ...]:
    """Return a decision for every file that is generated or in the lock and in scope.

    Args:
        generated: What this run would write.
        lock: What earlier runs wrote.
        texts: Of the files of either that exist, by path.
        survey: Of the whole project.
        scope: Sources whose every file is in *generated*, so that others of theirs are
            stale; with ``NO_SOURCE`` if that holds for files of no source too.
        force: Whether to replace files that were edited by hand.
    """
    planned = [
        _planned(one, lock.entries.get(one.path), texts.get(one.path)) for one in generated
    ]
    if force:
        planned = [_forced(one) for one in planned]
    stale = _stale({one.path for one in generated}, lock, texts, scope)
    kept = _still_used(stale, planned, texts, survey) if stale else {}
    decisions = [*planned, *(kept.get(one.path, one) for one in stale)]
    return tuple(sorted(decisions, key=lambda one: one.path))


def next_lock(lock: Lock, decisions: Iterable[Decision]) -> Lock:
    """Return what is on record once *decisions* are carried out."""
    entries = dict(lock.entries)
    for one in decisions:
        if one.kind in {"delete", "gone"}:
            entries.pop(one.path, None)
        elif one.after is not None and one.kind not in HELD_BACK:
            entries[one.path] = Entry(one.source, frozenset({blob_id(one.after)}), one.thing)
    return Lock(entries)


def scope_of(
    lock: Lock, planned: Collection[str], configured: Collection[str]
) -> frozenset[str]:
    """Return the scope of a run that plans all of *planned* of the *configured* sources.

    A run of all of them is also in charge of what belongs to no source, and of what is
    left of sources that are configured no more.
    """
    everything = set(configured) <= set(planned)
    others = lock.sources - set(configured) | {NO_SOURCE} if everything else frozenset()
    return frozenset(planned) | others


def _planned(new: Generated, entry: Entry | None, before: str | None) -> Decision:
    decision = partial(
        Decision,
        path=new.path,
        source=new.source,
        before=before,
        after=new.text,
        thing=new.thing,
    )
    current = Entry(new.source, frozenset({blob_id(new.text)}), new.thing)
    if before is None:
        return decision("create")
    if unix(before) == new.text:
        return decision("unchanged" if entry == current else "adopt")
    if entry is None:
        return decision("foreign")
    # A conflict may be with what we would now generate, so that counts as ours too.
    if is_pristine(before, entry.ids | current.ids):
        return decision("update")
    return decision("edited" if entry.ids == current.ids else "kept")


def _forced(one: Decision) -> Decision:
    # An edit in whose way nothing stands is left alone: nobody was told of it.
    if one.kind not in HELD_BACK:
        return one
    return replace(one, kind="forced")


def _stale(
    planned: Collection[str], lock: Lock, texts: Mapping[str, str], scope: Collection[str]
) -> list[Decision]:
    """Return what would become of files that are no longer planned, if nobody used them."""
    found = []
    for path, entry in lock.entries.items():
        if path in planned or entry.source not in scope:
            continue
        text = texts.get(path)
        kind: Kind = "gone"
        if text is not None:
            kind = "delete" if is_pristine(text, entry.ids) else "kept_stale"
        found.append(Decision(kind, path, entry.source, text))
    return found


def _still_used(
    stale: list[Decision],
    planned: list[Decision],
    texts: Mapping[str, str],
    survey: Survey,
) -> dict[str, Decision]:
    """Return decisions to keep those *stale* files that something which stays refers to."""
    files = dict(survey.files)
    files.update(_scanned(planned, texts, survey))
    removable = {one.path for one in stale if one.kind == "delete"}
    certain = files.keys() - removable
    # What another file defines too, such as this one's successor in another folder, is
    # no reason to keep this one; dbt would find it twice.
    elsewhere = frozenset().union(*(files[path].defines for path in certain))
    for path in removable:
        files[path] = replace(files[path], defines=files[path].defines - elsewhere)
    staying = reached(certain, files)
    return {
        one.path: Decision(
            "kept_stale",
            one.path,
            one.source,
            one.before,
            referred_by=users(one.path, files, staying),
        )
        for one in stale
        if one.path in removable & staying
    }


def _scanned(
    planned: list[Decision], texts: Mapping[str, str], survey: Survey
) -> Iterator[tuple[str, FileUse]]:
    """Yield what the files that we know the text of will define and use after the run."""
    after = {one.path: one.after for one in planned if one.kind not in HELD_BACK | {"edited"}}
    macros = survey.macros.union(*map(macros_in, texts.values()))
    for path, text in {**texts, **after}.items():
        # The survey has seen a file that stays, and knows what its folder is for.
        if text is not None and (path in after or path not in survey.files):
            yield path, scan(path, text, folder_of(path, text), macros)
