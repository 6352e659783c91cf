"""Writing steps to disk: everything is staged before the first file takes its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from reflekt_dbt.errors import WriteError
from reflekt_dbt.start.step import Step
from reflekt_dbt.write.disk import named_errors
from reflekt_dbt.write.paths import inside


def put(root: Path, steps: Iterable[Step]) -> None:
    """Do *steps*, in their order.

    Raises:
        WriteError: One of them cannot be done; then nothing has changed.
    """
    steps = list(steps)
    files = {path: data for step in steps for path, data in step.files.items()}
    places = {path: _place(root, path) for path in files}
    stale = {path: _place(root, path) for step in steps for path in step.stale}
    staged = _stage(places, files)
    for path, temporary in staged.items():
        with named_errors(path):
            temporary.replace(places[path])
    for path, place in stale.items():
        with named_errors(path):
            place.unlink(missing_ok=True)


def _place(root: Path, path: str) -> Path:
    """Return where *path* really is, if a file can be there."""
    try:
        place = inside(root, path)
    except WriteError as error:
        hint = "replace the link by what it leads to"
        raise WriteError(error.problem, where=error.where, hint=hint) from error
    with named_errors(path):
        is_folder = place.is_dir()
        above = next(folder for folder in place.parents if folder.exists())
    if is_folder:
        raise WriteError("there is a folder where a file goes", where=path, hint=_AWAY)
    if not above.is_dir():
        where = above.relative_to(os.path.realpath(root)).as_posix()
        raise WriteError("there is a file where a folder goes", where=where, hint=_AWAY)
    return place


def _stage(places: Mapping[str, Path], files: Mapping[str, bytes]) -> dict[str, Path]:
    """Write *files* beside their places; return where they wait."""
    staged: dict[str, Path] = {}
    made: list[Path] = []
    try:
        for path, place in places.items():
            # Same folder, so that replace() stays on one file system and is atomic.
            staged[path] = place.with_name(f".{place.name}.{os.getpid()}.tmp")
            with named_errors(path, "check the permissions of its folder"):
                _make_folders(place.parent, made)
                _write_like(place, staged[path], files[path])
    except BaseException:  # an interrupt, too
        _undo(staged.values(), made)
        raise
    return staged


def _undo(files: Iterable[Path], folders: list[Path]) -> None:
    """Remove *files* and then *folders*, as far as they are there and can be removed."""
    # What could not be written is what the user has to hear of, not what could not be removed.
    for file in files:
        with suppress(OSError):
            file.unlink()
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make *folder* and those above it; add each to *made* as soon as it is there."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
        made.append(one)


def _write_like(place: Path, temporary: Path, content: bytes) -> None:
    """Write *content* to *temporary*, with the permissions of *place* if it is there."""
    temporary.write_bytes(content)
    if place.exists():
        shutil.copymode(place, temporary)


_AWAY = "move it out of the way"
