"""Two texts that came from one, as one text: git's own three-way merge, and a little more."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reflekt_dbt.git_command import merge_file
from reflekt_dbt.write.adjacent import together
from reflekt_dbt.write.blob import unix
from reflekt_dbt.write.conflict import is_marker

OURS, THEIRS = "yours", "generated"

# Lines shown around a conflict.
_AROUND = 3
# Above this git says that it could not merge, not how many conflicts there are.
_CONFLICTS_AT_MOST = 127

# Longer than any that a text may have for its own reasons.
_MARKER = 63
_MARKS = tuple(mark * _MARKER for mark in "<|=>")


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
        if status:
            _, shown = merge_file(Path(folder), OURS, "base", THEIRS, marker=_MARKER)
            if (clean := _without_conflicts(_decoded(shown))) is not None:
                return Merged(clean, is_clean=True)
    return Merged(_decoded(output), is_clean=status == 0)


def _decoded(output: bytes) -> str:
    return output.decode("utf-8", "surrogateescape")


def _without_conflicts(text: str) -> str | None:
    """Return *text*, that of a merge with bases in it, settled; None if it cannot be."""
    made: list[str] = []
    parts: list[list[str]] = [made]
    for line in text.split("\n"):
        if not line.startswith(_MARKS):
            parts[-1].append(line)
        elif not line.startswith(_MARKS[-1]):
            parts.append([])
        else:
            settled = together(*parts[1:])
            if settled is None:
                return None
            made.extend(settled)
            parts = [made]
    return "\n".join(made)


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
