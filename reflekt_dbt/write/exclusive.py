"""One run at a time in a project."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.disk import named_errors


def lock_file(root: Path) -> Path:
    """Return the file that says that a run is at work in *root*.

    Outside of the project: it is of no interest to git, nor to whoever reads along.
    """
    digest = hashlib.sha256(os.path.realpath(root).encode("utf-8", "surrogateescape"))
    return Path(tempfile.gettempdir()) / f"reflekt-{digest.hexdigest()[:16]}.lock"


@contextmanager
def exclusive(root: Path, wait: float = 10.0) -> Iterator[None]:
    """Keep other runs out of *root*; in one process it may be nested.

    Args:
        root: The project.
        wait: Seconds to wait for another run to end.

    Raises:
        WriteError: Another run was still at work after *wait*.
    """
    file = lock_file(root)
    lock = FileLock(file, is_singleton=True)
    with named_errors(str(file), "delete it; it may belong to another user"):
        try:
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise WriteError(
                f"another run of reflekt-dbt is at work in this project ({file})",
                where=str(root),
                hint="wait for it to end, then run again",
            ) from error
    try:
        yield
    finally:
        lock.release()
