"""Two texts that came from one, as one text: git's own three-way merge."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reflekt_dbt.git_command import merge_file
from reflekt_dbt.write.blob import unix
from reflekt_dbt.write.conflict import is_marker

OURS, THEIRS = "yours", "generated"

# Lines shown around a conflict.
_AROUND = 3
# Above this git says that it could not merge, not how many conflicts there are.
_CONFLICTS_AT_MOST = 127


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of two texts.

    Attributes:
        text: With LF; with git's markers where it has conflicts.
        is_clean: Whether it has none.
    """

    text: str
    is_clean: bool


def merge(ours: str, base: str, theirs: str) -> Merged:
    """Return *ours* and *theirs*, both made from *base*, as one.

    Raises:
        GitError: There is no git.
    """
    with tempfile.TemporaryDirectory(prefix="reflekt-merge-") as folder:
        for name, text in ((OURS, ours), ("base", base), (THEIRS, theirs)):
            data = unix(text).encode("utf-8", "surrogateescape")
            (Path(folder) / name).write_bytes(data)
        status, output = merge_file(Path(folder), OURS, "base", THEIRS)
    if status > _CONFLICTS_AT_MOST or status < 0:
        # Such as a text with NUL in it, which git takes for no text.
        return Merged(unix(ours), is_clean=False)
    return Merged(output.decode("utf-8", "surrogateescape"), is_clean=status == 0)


def with_line_ends_of(model: str, text: str) -> str:
    """Return *text* with CRLF if most lines of *model* end so."""
    crlf = model.count("\r\n")
    return text.replace("\n", "\r\n") if crlf > model.count("\n") - crlf else text


def conflicts(text: str) -> str:
    """Return the conflicts in *text* as git shows them, each with a few lines around it."""
    lines = unix(text).split("\n")
    shown: list[str] = []
    for first, last in _regions(lines):
        around = lines[max(first - _AROUND, 0) : last + 1 + _AROUND]
        shown.extend((f"@@ line {first + 1} @@", *around))
    # Bytes that are no UTF-8 cannot be shown.
    return "\n".join(shown).encode("utf-8", "replace").decode("utf-8")


def _regions(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the first and the last line of each conflict, from 0."""
    first = None
    for number, line in enumerate(lines):
        if is_marker(line) and line.startswith("<"):
            first = number
        elif is_marker(line) and line.startswith(">") and first is not None:
            yield first, number
            first = None
