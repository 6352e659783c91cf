"""Two texts of a file as a unified diff. Pure."""

from __future__ import annotations

import difflib

from reflekt_dbt.write.blob import unix


def unified(path: str, before: str | None, after: str | None) -> str:
    """Return what changes in the file *path*, as git shows it; None is no file."""
    lines = difflib.unified_diff(
        _lines(before),
        _lines(after),
        "/dev/null" if before is None else f"a/{path}",
        "/dev/null" if after is None else f"b/{path}",
    )
    # Bytes that are no UTF-8 cannot be shown.
    return "".join(lines).encode("utf-8", "replace").decode("utf-8")


def _lines(text: str | None) -> list[str]:
    *lines, rest = (f"{line}\n" for line in unix(text or "").split("\n"))
    # As git shows it; the text after the last line end is a line only if there is any.
    return [*lines, f"{rest}\\ No newline at end of file\n"] if rest != "\n" else lines
