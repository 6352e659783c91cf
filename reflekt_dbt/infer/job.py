"""Drafts to files: decided on, checked, and written all or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from reflekt_dbt.config.model import Config
from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.metaschema import load_meta
from reflekt_dbt.events.model import Event, Version
from reflekt_dbt.events.read import decoded, parse_document
from reflekt_dbt.infer.draft import EventDraft
from reflekt_dbt.infer.found import LeftOut
from reflekt_dbt.infer.places import folder_for, free_folder
from reflekt_dbt.infer.text import grown_text, is_draft, new_text
from reflekt_dbt.registries.local import Files, check
from reflekt_dbt.write.diff import unified
from reflekt_dbt.write.disk import read_text
from reflekt_dbt.write.exclusive import exclusive
from reflekt_dbt.write.journal import Change
from reflekt_dbt.write.transaction import commit, recover

CLEAN, FOUND = 0, 1


class File(NamedTuple):
    """One schema file.

    Attributes:
        path: Relative to the tracking plan, which is the project if it has no other.
        event: What the SDK sends.
        action: ``create``, or ``update`` where a draft or a registry's file grew.
        tables: That it was drafted from.
        properties: How many were drafted.
        diff: Unified diff.
    """

    path: str
    event: str
    action: str
    tables: str
    properties: int
    diff: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of a run.

    Attributes:
        files: Those that were written, or would be.
        left_out: Tables and columns of which nothing was drafted.
        notes: What else people should know.
        skipped: Paths that someone else wrote meanwhile.
        wrote: Whether files were written, rather than only thought of.
    """

    files: tuple[File, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    wrote: bool = False

    def having(self, left_out: Iterable[LeftOut]) -> Drafted:
        """Return this with what was *left_out*."""
        return replace(self, left_out=tuple(left_out))

    def exit_code(self) -> int:
        """Return 1 if a file could not be written because another is there, else 0."""
        return FOUND if self.skipped else CLEAN

    def document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "version": 1,
            "command": "infer",
            "exit_code": self.exit_code(),
            "wrote": self.wrote,
            "files": [file._asdict() for file in self.files],
            "left_out": [
                {"source": one.source, "table": one.table, "column": one.column, "why": one.why}
                for one in self.left_out
            ],
            "skipped": list(self.skipped),
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Desk:
    """The tracking plan that drafts go into.

    Attributes:
        files: Where its files are.
        config: Of the project.
        events: Those that there are.
        folder: That was asked for; ``""`` leaves it to us.
    """

    files: Files
    config: Config
    events: Sequence[Event]
    folder: str = ""
    _taken: set[str] = field(default_factory=set)

    def write(self, drafts: Iterable[EventDraft], *, dry_run: bool) -> Drafted:
        """Write *drafts*; with *dry_run* only say what would be written.

        Raises:
            SchemaError: The project's own meta-schema has something against them.
            SelectError: A source selects no folder that they could go to.
            WriteError: Files cannot be written.
        """
        with exclusive(self.files.root):
            notes = () if dry_run else recover(self.files.root)
            changes = [(draft, self._change(draft)) for draft in drafts]
            self._check(change for _, change in changes)
            skipped = () if dry_run else commit(self.files.root, (one for _, one in changes))
        made = tuple(_file(draft, change) for draft, change in changes)
        kept = tuple(one for one in made if one.path not in skipped)
        return Drafted(kept, (), notes, skipped, wrote=not dry_run)

    def _check(self, changes: Iterable[Change]) -> None:
        meta = load_meta(self.files.folder)
        problems: list[SchemaError] = []
        for change in changes:
            try:
                check(parse_document(change.after or "", change.path), meta)
            except SchemaError as error:  # noqa: PERF203 - all of them are wanted at once
                problems += error.problems or [error]
        if problems:
            raise SchemaError.of(problems)

    def _change(self, draft: EventDraft) -> Change:
        conventions = self.config.conventions
        if draft.event:
            return self._grown(draft)
        event = f"{self._new_folder(draft)}/1-0"
        vendor = self.config.vendor or "com.example"
        return Change(
            self.files.path_of(event), None, new_text(draft, event, vendor, conventions)
        )

    def _grown(self, draft: EventDraft) -> Change:
        event = next(one for one in self.events if one.id == draft.event)
        path = self.files.path_of(event.id)
        text = read_text(event.file) or ""
        in_place = is_draft(event.metadata) or not self.config.is_versioned(event.id)
        version = event.version if in_place else self._next_minor(event)
        ours = decoded(text.encode("utf-8", "surrogateescape"), path)
        after = grown_text(draft, ours, path, version, self.config.conventions)
        if in_place:
            return Change(path, text, after)
        folder = event.id.rpartition("/")[0]
        return Change(self.files.path_of(f"{folder}/{version}"), None, after)

    def _next_minor(self, event: Event) -> Version:
        folder, major = event.id.rpartition("/")[0], event.version.major
        minors = (
            one.version.minor
            for one in self.events
            if one.id.rpartition("/")[0] == folder and one.version.major == major
        )
        return Version(major, max(minors) + 1)

    def _new_folder(self, draft: EventDraft) -> str:
        if not self._taken:
            self._taken.update(folder.lower() for folder in self._folders())
        ids = [event.id for event in self.events]
        source = draft.found[0].source
        above = folder_for(source, ids, self.config.schemas_path, self.folder)
        folder = free_folder(above, draft.name, self._taken)
        self._taken.add(folder.lower())
        return folder

    def _folders(self) -> Iterator[str]:
        """Yield every folder below the schemas folder, those of other sources too."""
        yield "."
        if self.files.folder.is_dir():
            for above, folders, _ in os.walk(self.files.folder):
                below = Path(above).relative_to(self.files.folder)
                yield from ((below / folder).as_posix() for folder in folders)


def _file(draft: EventDraft, change: Change) -> File:
    return File(
        change.path,
        draft.name,
        "create" if change.before is None else "update",
        draft.tables,
        len(draft.properties),
        unified(change.path, change.before, change.after),
    )
