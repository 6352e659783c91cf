"""``reflekt.lock``: what was last generated, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.disk import named_errors, read_text
from reflekt_dbt.write.paths import is_safe
from reflekt_dbt.write.rows import Row, read_rows, render_rows

LOCK = "reflekt.lock"

# The source of files that belong to none, such as doc blocks.
NO_SOURCE = "-"

_HEADER = (
    "What reflekt-dbt last generated: git blob id, dbt source, what it is, path. "
    "Commit it; after a merge conflict, just build again."
)
_BLOB_ID = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that was generated.

    Attributes:
        source: The dbt source it belongs to; ``NO_SOURCE`` if to none.
        ids: Blob ids of what was last generated; several after a merge conflict, whose
            sides all count. Never empty.
        thing: What it is about, see `decide.Generated`; ``""`` if unknown.
    """

    source: str
    ids: frozenset[str]
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """Every file that was generated, by path: relative to the project, with ``/``."""

    entries: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def sources(self) -> frozenset[str]:
        """Every source that some file belongs to, ``NO_SOURCE`` included."""
        return frozenset(entry.source for entry in self.entries.values())

    def restored(self, paths: Iterable[str], older: Lock) -> Lock:
        """Return this lock with what *older* says of *paths*, absence included."""
        affected = set(paths)
        kept = {path: one for path, one in self.entries.items() if path not in affected}
        again = {path: one for path, one in older.entries.items() if path in affected}
        return Lock(kept | again)

    def render(self) -> str:
        """Return the file's text: the same for equal locks, always."""
        rows = (
            (blob, entry.source, entry.thing, path)
            for path, entry in sorted(self.entries.items(), key=itemgetter(0))
            for blob in sorted(entry.ids)
        )
        return render_rows(_HEADER, rows)


def read_lock(root: Path) -> Lock:
    """Read the lock of the project in *root*; an empty one if there is none.

    Raises:
        WriteError: A line of it cannot be understood.
    """
    with named_errors(LOCK, "make it a readable file, or delete it and build again"):
        return parse_lock(read_text(root / LOCK) or "")


def parse_lock(text: str) -> Lock:
    """Return the lock that *text* is.

    Raises:
        WriteError: A line of it cannot be understood.
    """
    entries: dict[str, Entry] = {}
    for row in read_rows(text):
        blob, source, thing, path = _checked(row)
        older = entries.get(path)
        entries[path] = Entry(
            source,
            older.ids | {blob} if older else frozenset({blob}),
            thing or (older.thing if older else ""),
        )
    return Lock(entries)


def _checked(row: Row) -> tuple[str, str, str, str]:
    # Rows of the first versions do not say what the file is.
    fields = (*row.fields[:2], "", *row.fields[2:]) if len(row.fields) == 3 else row.fields
    match fields:
        case (blob, source, thing, path) if (
            _BLOB_ID.fullmatch(blob) and source and is_safe(path)
        ):
            return blob, source, thing, path
    raise WriteError(
        "expected a git blob id, a source, what the file is and its path, with tabs between",
        where=f"{LOCK}:{row.number}",
        hint="delete the line and build again; no file is overwritten for want of it",
    )
