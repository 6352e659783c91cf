"""One step of a run on disk: taken if it is still to be taken, and nobody is in its way."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from reflekt_dbt.write.bases import BASE
from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.disk import is_empty, read_text, write_text
from reflekt_dbt.write.journal import ABSENT, Step, is_base
from reflekt_dbt.write.lock import LOCK, parse_lock
from reflekt_dbt.write.paths import Places


def take(places: Places, step: Step, staged: Path, skipped: Collection[str]) -> bool:
    """Take *step* if it is still to be taken; return False if someone was in its way."""
    root, place = places.root, places.inside(step.path)
    # What a file was made from is of no use without the file that was made from it.
    if is_base(step.path) and step.path.removeprefix(f"{BASE}/") in skipped:
        return True
    match step.op:
        case "move":
            _move(places.inside(step.origin), place, step)
            return True
        case "delete":
            return _delete(root, place, step)
        case "put" if step.path == LOCK and skipped and staged.exists():
            return _put(staged, place, _settled(root, step, staged, skipped))
        case "put":
            return _put(staged, place, step)


def _move(origin: Path, place: Path, step: Step) -> None:
    if _id(origin) in step.before and _id(place) == ABSENT:
        place.parent.mkdir(parents=True, exist_ok=True)
        origin.replace(place)


def _delete(root: Path, place: Path, step: Step) -> bool:
    present = _id(place)
    if present in step.before:
        place.unlink()
    elif present != ABSENT:
        return False
    _prune(root, place)
    return True


def _put(staged: Path, place: Path, step: Step) -> bool:
    # Gone from here, it was moved there: what stands there now came after us.
    if not staged.exists():
        return True
    present = _id(place)
    if present == step.after:
        return True
    if present not in step.before:
        return False
    if present != ABSENT:
        staged.chmod(stat.S_IMODE(place.stat().st_mode))
    place.parent.mkdir(parents=True, exist_ok=True)
    staged.replace(place)
    return True


def _settled(root: Path, step: Step, staged: Path, skipped: Collection[str]) -> Step:
    """Put into the staged lock what was on record before of files that were left alone.

    Else the next run would take them for edited with nothing new to bring.
    """
    new = parse_lock(read_text(staged) or "")
    text = new.restored(skipped, parse_lock(read_text(root / LOCK) or "")).render()
    part = staged.with_suffix(".part")
    write_text(part, text)
    part.replace(staged)
    return replace(step, after=blob_id(text))


def _id(place: Path) -> str:
    text = read_text(place)
    return ABSENT if text is None else blob_id(text)


def _prune(root: Path, place: Path) -> None:
    """Remove the folders that are empty without *place*, but none at the project's top."""
    top = Path(os.path.realpath(root))
    for folder in place.parents:
        if top in {folder, folder.parent} or not is_empty(folder):
            return
        folder.rmdir()
