"""What is to become of each file. Pure, but that git merges texts for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from reflekt_dbt.write.bases import NO_BASES, Bases
from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.decision import HELD_BACK, WRITES, Decision, Kind
from reflekt_dbt.write.judge import Judged
from reflekt_dbt.write.lock import NO_SOURCE, Entry, Lock
from reflekt_dbt.write.reach import reached, users
from reflekt_dbt.write.scan import FileUse, Thing, folder_of, macros_in, scan
from reflekt_dbt.write.settle import settled
from reflekt_dbt.write.survey import Survey

_AS_GENERATED: frozenset[Kind] = frozenset({"unchanged", "adopt"})


def decide(
    judged: Judged,
    lock: Lock,
    texts: Mapping[str, str],
    survey: Survey,
    bases: Bases = NO_BASES,
    *,
    force: bool = False,
) -> tuple[Decision, ...]:
    """Return a decision for every file that was judged, by path.

    Args:
        judged: What each of them is.
        lock: What earlier runs wrote.
        texts: Of the files that exist, by path.
        survey: Of the whole project.
        bases: What the edited ones were made from.
        force: Whether to replace files that were edited by hand.
    """
    if force:
        planned = [_forced(one) for one in judged.planned]
    else:
        planned = [_settled(one, judged, lock, bases) for one in judged.planned]
    planned = _described_once(planned, lock, survey)
    stale = _moved(judged.stale, planned)
    kept = _still_used(stale, planned, texts, survey) if stale else {}
    decisions = [*planned, *(kept.get(one.path, one) for one in stale)]
    return tuple(sorted(decisions, key=lambda one: one.path))


def next_lock(lock: Lock, decisions: Iterable[Decision]) -> Lock:
    """Return what is on record once *decisions* are carried out."""
    entries = dict(lock.entries)
    for one in decisions:
        if one.kind in {"delete", "gone", "mine", "elsewhere"}:
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


def _forced(one: Decision) -> Decision:
    # An edit in whose way nothing stands is left alone: nobody was told of it.
    if one.origin:
        return replace(one, kind="create", origin="")
    return replace(one, kind="forced") if one.kind in HELD_BACK else one


def _settled(one: Decision, judged: Judged, lock: Lock, bases: Bases) -> Decision:
    if one.kind != "kept":
        return one
    old = judged.edits[one.path]
    return settled(one, old, lock.entries[old.path].ids, bases)


def _described_once(planned: list[Decision], lock: Lock, survey: Survey) -> list[Decision]:
    """Return *planned*, without new properties files of models that someone else describes.

    dbt reads no project in which two files describe a model.
    """
    known = {one.path for one in planned} | lock.entries.keys()
    others = {
        thing
        for path, use in survey.files.items()
        if path not in known
        for thing in use.defines
        if thing.kind == "properties"
    }
    return [
        replace(one, kind="elsewhere") if others and _is_within(one, others) else one
        for one in planned
    ]


def _is_within(one: Decision, others: Collection[Thing]) -> bool:
    if one.kind != "create" or not one.path.endswith((".yml", ".yaml")):
        return False
    defined = scan(one.path, one.after or "", "other").defines
    return bool(defined) and defined <= set(others)


def _moved(stale: Iterable[Decision], planned: Iterable[Decision]) -> list[Decision]:
    """Return *stale*, of which goes what has moved, and stays what could not."""
    moves = {one.origin: one for one in planned if one.origin}
    held = {one.thing for one in moves.values() if one.kind in HELD_BACK and one.thing}
    found = []
    for one in stale:
        new = moves.get(one.path)
        if new is not None and new.kind == "merged":
            found.append(replace(one, kind="delete"))
        elif one.kind == "delete" and one.thing in held:
            found.append(replace(one, kind="kept_stale"))
        else:
            found.append(one)
    return found


def _still_used(
    stale: list[Decision],
    planned: Iterable[Decision],
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
        one.path: replace(one, kind="kept_stale", referred_by=users(one.path, files, staying))
        for one in stale
        if one.path in removable & staying
    }


def _scanned(
    planned: Iterable[Decision], texts: Mapping[str, str], survey: Survey
) -> Iterator[tuple[str, FileUse]]:
    """Yield what the files that we know the text of will define and use after the run."""
    after = {one.path: one.result for one in planned if one.kind in WRITES | _AS_GENERATED}
    macros = survey.macros.union(*map(macros_in, texts.values()))
    for path, text in {**texts, **after}.items():
        # The survey has seen a file that stays, and knows what its folder is for.
        if text is not None and (path in after or path not in survey.files):
            yield path, scan(path, text, folder_of(path, text), macros)
