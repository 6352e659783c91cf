"""New texts for files that people wrote: each replaced in one move, and only as it was read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.diff import unified
from reflekt_dbt.write.disk import named_errors


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file, and what it is to say.

    Attributes:
        file: Where it is.
        path: How messages name it.
        before: Its content when it was read.
        after: Its new text, UTF-8 with LF.
    """

    file: Path
    path: str
    before: bytes
    after: str

    @property
    def is_change(self) -> bool:
        """Whether the file is not as it is to be, byte for byte."""
        return self.before != self.after.encode()

    @property
    def diff(self) -> str:
        """The change of the text; ``""`` if only line endings change."""
        return unified(self.path, self.before.decode("utf-8", "replace"), self.after)


def carry_out(rewrites: Iterable[Rewrite]) -> tuple[Rewrite, ...]:
    """Write those of *rewrites* that change their file; return them.

    After a kill at any moment each file is old or new, never half.

    Raises:
        WriteError: A file has been changed since it was read, or cannot be written. Those
            before it are written, it and those behind it are not.
    """
    changes = tuple(one for one in rewrites if one.is_change)
    for change in changes:
        with named_errors(change.path, "check the permissions of the file and its folder"):
            _replace(change)
    return changes


def _replace(change: Rewrite) -> None:
    # What a link leads to is what is meant; the link itself stays.
    place = Path(os.path.realpath(change.file))
    # Same folder, so that replace() stays on one file system and is atomic.
    staged = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        staged.write_bytes(change.after.encode())
        shutil.copymode(place, staged)
        if place.read_bytes() != change.before:
            hint = "run it again"
            raise WriteError("it was changed in the meantime", where=change.path, hint=hint)
        staged.replace(place)
    finally:
        # Gone from here, it is where it belongs.
        with suppress(FileNotFoundError):
            staged.unlink()
