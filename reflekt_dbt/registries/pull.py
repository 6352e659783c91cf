"""A pull that was decided on: files written and removed, and what is in step put on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.metaschema import load_meta
from reflekt_dbt.events.read import parse_document
from reflekt_dbt.registries.job import Planned
from reflekt_dbt.registries.local import Files, check, text_of
from reflekt_dbt.registries.push import settled_base
from reflekt_dbt.registries.record import record
from reflekt_dbt.registries.semantics import grafted
from reflekt_dbt.registries.state import Base, State
from reflekt_dbt.registries.sync import Action
from reflekt_dbt.write.disk import read_texts
from reflekt_dbt.write.journal import Change

_MEANWHILE = "someone changed the file meanwhile; run it again"


def pull(planned: Planned, files: Files, state: State) -> tuple[Planned, State]:
    """Do what is *planned*; return it with what could not be done, and the state.

    All files or none, whenever the process is killed: the next run finishes or undoes it.

    Raises:
        WriteError: Files cannot be written.
    """
    place = (planned.registry.name, planned.target.folder)
    failed: dict[str, str] = {}
    changes = _changes(planned, files, failed)
    done = [one for one in planned.to_do if one.entry.key in changes]
    bases = dict(_settled(planned, done))
    settled = state.having(*place, bases)
    skipped = record(files.root, settled, changes.values())
    if skipped:
        # What is on record of a file that was left alone is what was before.
        left = {key for key, one in changes.items() if one.path in skipped}
        failed |= dict.fromkeys(left, _MEANWHILE)
        before = state.of(*place)
        settled = settled.having(*place, {key: before.get(key) for key in left})
        record(files.root, settled)
    return replace(planned, failed=failed), settled


def _settled(planned: Planned, done: list[Action]) -> Iterator[tuple[str, Base | None]]:
    for one in planned.of("none"):
        yield from settled_base(one.entry)
    for one in done:
        is_gone = one.kind == "delete"
        base = None if is_gone else Base(one.entry.id, frozenset({one.entry.hash}))
        yield one.entry.key, base


def _changes(planned: Planned, files: Files, failed: dict[str, str]) -> dict[str, Change]:
    """Return by key the change of each file, and add to *failed* what cannot be one."""
    paths = {one.entry.key: files.path_of(one.entry.id) for one in planned.to_do}
    before = read_texts(files.root, paths.values())
    made = {}
    meta = load_meta(files.folder)
    for one in planned.to_do:
        key, path = one.entry.key, paths[one.entry.key]
        try:
            _check_unchanged(one, before.get(path), path)
            after = _text(one, path)
            if after is not None:
                # Else the next command could not read the project.
                check(parse_document(after, path), meta)
            made[key] = Change(path, before.get(path), after)
        except SchemaError as error:
            failed[key] = (error.problems or (error,))[0].problem
    return made


def _check_unchanged(action: Action, text: str | None, path: str) -> None:
    local = action.entry.local
    says = parse_document(text, path).data if text is not None else None
    if says != (local.document.data if local else None):
        raise SchemaError(_MEANWHILE, where=path)


def _text(action: Action, path: str) -> str | None:
    entry = action.entry
    if entry.remote is None:
        return None
    news = entry.remote.document.data
    if entry.local is None:
        return text_of(_new(entry.id, news), path)
    return text_of(grafted(entry.local.document.data, entry.local.wanted.data, news), path)


def _new(event: str, news: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a new file says: *news*, with the id that the file's place gives it."""
    return {**news, "$id": f"{event}.json"}
