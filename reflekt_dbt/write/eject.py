"""Handing generated files over to a person, for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from reflekt_dbt.write.bases import beside, read_beside
from reflekt_dbt.write.disk import read_text, read_texts
from reflekt_dbt.write.exclusive import exclusive
from reflekt_dbt.write.journal import Change
from reflekt_dbt.write.lock import LOCK, Lock, read_lock
from reflekt_dbt.write.mine import as_mine, is_mine
from reflekt_dbt.write.targets import named_files
from reflekt_dbt.write.transaction import commit, recover


def eject(root: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Mark the files that *names* name as a person's; return their paths.

    With a model goes its properties file, unless other models share that.

    Args:
        root: The project.
        names: Paths of generated files, or names of generated models.

    Raises:
        SelectError: A name is that of no generated file.
        WriteError: Nothing could be written without risk; nothing was.
    """
    with exclusive(root):
        recover(root)
        lock = read_lock(root)
        paths = _with_properties(named_files(root, names, lock.entries), lock)
        texts, kept = read_texts(root, paths), read_beside(root)
        after = Lock({path: one for path, one in lock.entries.items() if path not in paths})
        changes = [
            *_marked(texts),
            *(Change(beside(path), kept[path], None) for path in paths if path in kept),
            Change(LOCK, read_text(root / LOCK), after.render()),
        ]
        skipped = commit(root, changes)
    return tuple(path for path in paths if path in texts and path not in skipped)


def _marked(texts: dict[str, str]) -> Iterator[Change]:
    for path, text in texts.items():
        if not is_mine(text):
            yield Change(path, text, as_mine(path, text))


def _with_properties(paths: tuple[str, ...], lock: Lock) -> tuple[str, ...]:
    things = {entry.thing: path for path, entry in lock.entries.items() if entry.thing}
    found = []
    for path in paths:
        kind, _, key = lock.entries[path].thing.partition(" ")
        properties = things.get(f"docs {key}") if kind == "model" else None
        found.extend([path, properties] if properties else [path])
    return tuple(dict.fromkeys(found))
