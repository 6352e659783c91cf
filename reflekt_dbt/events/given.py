"""Files and folders that people name on the command line, as selectors."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from reflekt_dbt.errors import SelectError
from reflekt_dbt.events.read import printable


def selectors_of(paths: Iterable[Path], root: Path, prefix: str) -> tuple[str, ...]:
    """Return *paths* in the form of ``--select``.

    Args:
        paths: Files or folders, as seen from the current folder.
        root: The schemas folder.
        prefix: How selectors name the schemas folder.

    Raises:
        SelectError: One of *paths* is not there, or not in the schemas folder.
    """
    return tuple(_selector(path, root, prefix) for path in paths)


def _selector(path: Path, root: Path, prefix: str) -> str:
    shown = printable(str(path))
    if not path.exists():
        raise SelectError("no such file or folder", where=shown, hint="is it spelt right?")
    # As it is spelt first: what a link in the schemas folder leads to may be outside.
    for resolve in (os.path.abspath, os.path.realpath):
        below = _below(resolve(path), resolve(root))
        if below is not None:
            return f"{prefix}/{below}" if below else prefix
    raise SelectError(
        f"not in the schemas folder {printable(str(root))!r}",
        where=shown,
        hint="leave it out; in .pre-commit-config.yaml, say with files: which files are meant",
    )


def _below(path: str, root: str) -> str | None:
    if path == root:
        return ""
    inside = path.startswith(root.rstrip(os.sep) + os.sep)
    return Path(os.path.relpath(path, root)).as_posix() if inside else None
