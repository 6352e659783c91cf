"""What is to be done to a file, or to a folder that is ours as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Step:
    """One line of what is said in the end.

    Attributes:
        path: A file or folder, below the project, with ``/``.
        verb: What happens to it.
        note: A few words on why or how; ``""`` if there is nothing to say.
        files: Path → all of its new content; empty if *path* is kept.
        stale: Paths to remove.
    """

    path: str
    verb: Literal["created", "changed", "kept"]
    note: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    stale: tuple[str, ...] = ()
