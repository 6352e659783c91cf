"""Files of the project as text."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.paths import Places


@contextmanager
def named_errors(where: str, hint: str = "") -> Iterator[None]:
    """Turn what the operating system refuses into a `WriteError`."""
    try:
        yield
    except OSError as error:
        problem = error.strerror or str(error)
        raise WriteError(problem[:1].lower() + problem[1:], where=where, hint=hint) from error


def read_text(file: Path) -> str | None:
    """Return the text of *file*, line endings as they are; None if there is none.

    Bytes that are no UTF-8 become lone surrogates, so that no file is unreadable.
    """
    try:
        return file.read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        return None


def read_texts(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the text of those of *paths* that exist, by path.

    Raises:
        WriteError: One leads out of *root*, cannot be read, or is a folder.
    """
    found = {}
    places = Places(root)
    for path in sorted(set(paths)):
        with named_errors(path, "move it out of the way, or make it readable"):
            text = read_text(places.inside(path))
        if text is not None:
            found[path] = text
    return found


def write_text(file: Path, text: str, *, sync: bool = False) -> None:
    """Write *text* to *file* as it is; with *sync*, see it reach the disk."""
    # Not mkstemp: its files are for their owner only, and stay so after the move.
    with file.open("w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
        stream.write(text)
        if sync:
            stream.flush()
            os.fsync(stream.fileno())


def is_empty(folder: Path) -> bool:
    """Tell whether *folder* is one, and holds nothing."""
    return folder.is_dir() and not any(folder.iterdir())
