"""Edited files with news: merged if the two go together, else left alone with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from reflekt_dbt.write.bases import Bases
from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.conflict import sides
from reflekt_dbt.write.decision import Decision
from reflekt_dbt.write.merge import Merged, conflicts, merge, with_line_ends_of
from reflekt_dbt.write.sound import unsound

_KEPT = "edited by hand, and there is news for it: left alone (--force takes the news); "
_CONFLICT = (
    "edited by hand where there is news: left alone (settle it by hand, then reflekt-dbt adopt "
    "it; or --force takes the news)"
)
_MARKERS = "it has git's conflict markers: left alone (settle them, then build again)"
_UNSOUND = (
    "edited by hand, and with the news it would be broken, {}: left alone (settle it by hand, "
    "then reflekt-dbt adopt it; or --force takes the news)"
)


def settled(new: Decision, old: Decision, ids: frozenset[str], bases: Bases) -> Decision:
    """Return what becomes of the edits in *old* and the text of *new*.

    Args:
        new: Where they are to stand; the same file as *old*, unless it moves.
        old: The edited file.
        ids: Blob ids of what it may have been made from.
        bases: What is known of those.
    """
    edited, theirs = old.before or "", new.after or ""
    both = sides(edited)
    if both is None:
        found = _merged(edited, theirs, ids, bases)
    else:
        ours, other = (
            _merged(side, theirs, bases.own(old.path, number, ids), bases)
            for number, side in enumerate(both)
        )
        found = _of_both(ours, other, theirs if bases.sides else None)
    if found is None:
        return replace(new, kind="kept", why=f"{_KEPT}{bases.why_not}")
    if not found.is_clean and both is not None:
        return replace(new, kind="conflict", why=_MARKERS, shown=conflicts(edited))
    if not found.is_clean:
        return replace(new, kind="conflict", why=_CONFLICT, shown=conflicts(found.text))
    return _clean(new, old, found.text)


def _clean(new: Decision, old: Decision, text: str) -> Decision:
    if problem := unsound(new.path, text):
        return replace(new, kind="conflict", why=_UNSOUND.format(problem))
    result = with_line_ends_of(old.before or "", text)
    if result == new.before:
        return replace(new, kind="edited")
    return replace(new, kind="merged", merged=result)


def _of_both(ours: Merged | None, theirs: Merged | None, new: str | None) -> Merged | None:
    """Return what both sides of a conflict become: equal, or one of them without an edit.

    Where *new* is None, it is not known which side was made from what: only equal will do.
    """
    if ours is None or theirs is None:
        return None
    if ours.is_clean and theirs.is_clean:
        if theirs.text in {ours.text, new}:
            return ours
        if ours.text == new:
            return theirs
    return Merged(ours.text, is_clean=False)


def _merged(edited: str, new: str, ids: Collection[str], bases: Bases) -> Merged | None:
    """Return *edited* with what is *new*; None if nothing is known of where it came from."""
    if blob_id(edited) in {blob_id(new), *ids}:
        return Merged(new, is_clean=True)
    known = sorted({bases.texts[one] for one in ids if one in bases.texts})
    # Of several, what is nearest is what it was made from; the others are of other branches.
    known.sort(key=lambda base: _distance(base, edited))
    found = [merge(edited, base, new) for base in known]
    return next((one for one in found if one.is_clean), found[0]) if found else None


def _distance(one: str, other: str) -> int:
    lines, others = Counter(one.split("\n")), Counter(other.split("\n"))
    return ((lines - others) + (others - lines)).total()
