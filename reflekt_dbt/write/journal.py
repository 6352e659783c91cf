"""The steps of a run, in an order in which dbt can parse the project after each. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from reflekt_dbt.write.bases import BASE
from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.catalog import CATALOG
from reflekt_dbt.write.interim import interim
from reflekt_dbt.write.lock import LOCK
from reflekt_dbt.write.paths import is_safe
from reflekt_dbt.write.scan import Thing, folder_of, scan

VERSION = 1

# The id of a file that is not there.
ABSENT = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One file from one text to another; None is a file that is not there."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One atomic change on disk.

    Attributes:
        op: Put the staged text there, delete the file, or move *origin* there.
        path: Below the project, with ``/``.
        before: Blob ids that the file may have for the step to be taken.
        after: Blob id that it has once the step is taken; ``ABSENT`` if it is deleted.
        origin: Where a file that is moved comes from, else ``""``.
    """

    op: Literal["put", "delete", "move"]
    path: str
    before: tuple[str, ...]
    after: str = ABSENT
    origin: str = ""


def steps_for(changes: Iterable[Change]) -> tuple[tuple[Step, str], ...]:
    """Return the steps of *changes* in order, each with the text it puts there."""
    ordered = sorted(changes, key=lambda change: (_phase(change), change.path))
    moves = tuple(_moves(ordered))
    origins = {move.path: move.after for move in moves}
    puts = [
        (_phase(change), _step(change, origins.get(change.path)), change.after or "")
        for change in ordered
    ]
    return (*((move, "") for move in moves), *_with_interims(ordered, puts, moves))


def _with_interims(
    changes: Iterable[Change], puts: list[tuple[int, Step, str]], moves: Iterable[Step]
) -> Iterator[tuple[Step, str]]:
    """Yield *puts*, with source YAML in between where models leave a table that it loses.

    Until those are all in place it has the tables of before and after.
    """
    old = {change.path: change.before or "" for change in changes}
    old.update({move.path: old[move.origin] for move in moves})
    used = {
        (thing.name, thing.table)
        for phase, step, _ in puts
        if phase == _PUT["model"] and old[step.path]
        for thing in scan(step.path, old[step.path], "model").uses
        if thing.kind == "source"
    }
    last: list[tuple[Step, str]] = []
    for phase, step, text in puts:
        if phase > _PUT["model"]:
            yield from last
            last = []
        is_source = phase == _PUT["source"] and bool(used)
        between = interim(old[step.path], text, used) if is_source else None
        if between is None:
            yield step, text
        else:
            yield replace(step, after=blob_id(between)), between
            last.append((replace(step, before=(blob_id(between),)), text))
    yield from last


def render_journal(steps: Iterable[Step]) -> str:
    """Return *steps* as the text of a journal."""
    return json.dumps({"version": VERSION, "steps": [asdict(step) for step in steps]})


def parse_journal(text: str) -> tuple[Step, ...]:
    """Return the steps of a journal.

    Raises:
        ValueError: *text* is no journal of this version.
    """
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise ValueError(f"not a journal of version {VERSION}")
    return tuple(_parsed(step) for step in document["steps"])


def _parsed(step: dict[str, Any]) -> Step:
    made = Step(**{**step, "before": tuple(step["before"])})
    # Whoever can write the journal must not thereby write anywhere else.
    if not all(is_safe(path) for path in (made.path, made.origin) if path):
        raise ValueError(f"{made.path!r} is not a place inside the project")
    return made


def is_base(path: str) -> bool:
    """Tell whether *path* is where the base of an edited file is kept."""
    return path.startswith(f"{BASE}/")


def _step(change: Change, moved_id: str | None) -> Step:
    before = ABSENT if change.before is None else blob_id(change.before)
    if change.after is None:
        return Step("delete", change.path, (before,))
    ids = (before,) if moved_id is None else (before, moved_id)
    return Step("put", change.path, ids, blob_id(change.after))


def _moves(changes: list[Change]) -> Iterator[Step]:
    """Yield a move for each file that goes to another place, by what it defines.

    Between a deletion and a creation dbt would miss what the file defines, and with both
    there it would find it twice.
    """
    gone = {}
    for change in changes:
        if change.after is None and change.before is not None and not is_base(change.path):
            gone.update(dict.fromkeys(_defined(change.path, change.before), change))
    taken = set()
    for change in changes:
        is_new = change.before is None and not is_base(change.path)
        if gone and is_new and change.after is not None:
            origins = (gone.get(thing) for thing in sorted(_defined(change.path, change.after)))
            old = next((one for one in origins if one and one.path not in taken), None)
            if old and old.before is not None:
                taken.add(old.path)
                blob = blob_id(old.before)
                yield Step("move", change.path, (blob,), blob, old.path)


def _defined(path: str, text: str) -> set[Thing]:
    # Properties without their model are no error, so their files need no such care.
    found = scan(path, text, folder_of(path, text)).defines
    return {thing for thing in found if thing.kind != "properties"}


def _phase(change: Change) -> int:
    """Return when a change is made: what others need before them, what needs others first.

    Docs and macros · properties and models that go · sources · models · their properties ·
    docs and macros that go · what edited files were made from · what is on record.
    """
    if change.path in _ON_RECORD:
        return 10 + _ON_RECORD.index(change.path)
    if is_base(change.path):
        return 9
    removed = change.after is None
    text = (change.before if removed else change.after) or ""
    kind = _kind(change.path, text)
    return _REMOVED[kind] if removed else _PUT[kind]


_ON_RECORD = (CATALOG, LOCK)
_PUT = {"docs": 0, "source": 3, "model": 5, "properties": 6}
_REMOVED = {"properties": 1, "model": 2, "source": 4, "docs": 7}


def _kind(path: str, text: str) -> Literal["docs", "source", "model", "properties"]:
    if path.endswith((".yml", ".yaml")):
        return "source" if text.startswith("sources:") or "\nsources:" in text else "properties"
    return "model" if path.endswith(".py") or folder_of(path, text) == "model" else "docs"
