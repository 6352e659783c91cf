"""All files of a run, or none: staged, journaled, then moved one by one.

After a kill at any moment each file is old or new, and `recover` finishes what was begun.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.disk import is_empty, named_errors, read_text, write_text
from reflekt_dbt.write.exclusive import exclusive
from reflekt_dbt.write.journal import Change, Step, parse_journal, render_journal, steps_for
from reflekt_dbt.write.lock import LOCK
from reflekt_dbt.write.moves import take
from reflekt_dbt.write.paths import Places

RUN = ".reflekt/run"
# A run that is finished but for cleaning up; nothing in it matters any more.
DONE = ".reflekt/done"
JOURNAL = "journal.json"

_UNTOUCHED = "nothing was changed; make room or permit it, then run again"
_FINISHED_NEXT = (
    "mend that and run again: what was begun is finished first; "
    f"to give it up instead, delete {RUN}"
)


def commit(
    root: Path, changes: Iterable[Change], pause: Callable[[], None] = lambda: None
) -> tuple[str, ...]:
    """Carry out *changes*; return the paths left alone because someone changed them.

    Args:
        root: The project.
        changes: In any order.
        pause: Called before every change of the disk, so that tests can stop there.

    Raises:
        WriteError: A file cannot be written. If that showed before the first move,
            nothing has changed; else the next run finishes.
    """
    steps = steps_for(changes)
    if not steps:
        return ()
    places = Places(root)
    for step, _ in steps:
        places.check(step.path)
    with named_errors(RUN, _UNTOUCHED):
        pause()
        # Before the try: what is there already is not ours to discard.
        (root / RUN).mkdir(parents=True)
        # So that git has no eye for what is left of a run that was killed.
        write_text(root / RUN / ".gitignore", "*\n")
    try:
        with named_errors(RUN, _UNTOUCHED):
            _stage(root / RUN, steps, pause)
    except WriteError:
        _discard(root, RUN)
        raise
    return _carry_out(root, tuple(step for step, _ in steps), pause)


def recover(root: Path) -> tuple[str, ...]:
    """Finish what a run that was killed has begun in *root*; say so, a sentence each.

    Raises:
        WriteError: Its journal cannot be read, or a file cannot be written.
    """
    if not (root / RUN).exists() and not (root / DONE).exists():
        return ()
    with exclusive(root):
        return _recover(root)


def is_interrupted(root: Path) -> bool:
    """Tell whether a run was killed in *root* after it had begun to change files."""
    return (root / RUN / JOURNAL).exists()


def _recover(root: Path) -> tuple[str, ...]:
    _discard(root, DONE)
    if not (root / RUN).exists():
        return ()
    if not is_interrupted(root):
        _discard(root, RUN)
        return ("an earlier run was interrupted before it had changed anything",)
    steps = _journaled(root)
    if _is_damaged(root, steps):
        _discard(root, RUN)
        return ("gave up an interrupted run, of which the disk has lost a part",)
    skipped = _carry_out(root, steps, lambda: None)
    left = (f"{path} was left alone: it has been changed since" for path in skipped)
    return ("finished what an interrupted run had begun", *left)


def _is_damaged(root: Path, steps: tuple[Step, ...]) -> bool:
    """Tell whether a staged file is not what the journal says, as after a power failure.

    Staged files are not synced one by one, which would cost a thousand files seconds. What
    was moved already is as it would be generated, so that the next run has nothing to mend.
    """
    return any(
        text is not None and blob_id(text) != step.after
        for number, step in enumerate(steps)
        # The lock is written anew where files had to be left alone.
        if step.op == "put" and step.path != LOCK
        for text in [read_text(_staged(root / RUN, number))]
    )


def _journaled(root: Path) -> tuple[Step, ...]:
    where = f"{RUN}/{JOURNAL}"
    with named_errors(where, _FINISHED_NEXT):
        text = read_text(root / where) or ""
    try:
        return parse_journal(text)
    except (ValueError, KeyError, TypeError) as error:
        raise WriteError(
            "the journal of an interrupted run cannot be read",
            where=where,
            hint=f"delete {RUN}, then build again",
        ) from error


def _stage(run: Path, steps: tuple[tuple[Step, str], ...], pause: Callable[[], None]) -> None:
    for number, (step, text) in enumerate(steps):
        if step.op == "put":
            pause()
            write_text(_staged(run, number), text)
    pause()
    write_text(run / "journal.part", render_journal(step for step, _ in steps), sync=True)
    pause()
    (run / "journal.part").replace(run / JOURNAL)
    _sync(run)


def _staged(run: Path, number: int) -> Path:
    return run / f"{number:05d}"


def _sync(folder: Path) -> None:
    # Windows opens no folders, and needs none of this.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _carry_out(
    root: Path, steps: tuple[Step, ...], pause: Callable[[], None]
) -> tuple[str, ...]:
    skipped: list[str] = []
    places = Places(root)
    for number, step in enumerate(steps):
        pause()
        with named_errors(step.path, _FINISHED_NEXT):
            if not take(places, step, _staged(root / RUN, number), skipped):
                skipped.append(step.path)
    pause()
    with named_errors(RUN, "delete it; all files are in place"):
        # Renamed first: with half of it deleted it would look like a run to finish.
        (root / RUN).replace(root / DONE)
        pause()
        _discard(root, DONE)
    return tuple(skipped)


def _discard(root: Path, folder: str) -> None:
    shutil.rmtree(root / folder, ignore_errors=True)
    above = (root / folder).parent
    if is_empty(above):
        above.rmdir()
