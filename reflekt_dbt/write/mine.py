"""The mark by which a person takes a generated file over. Pure."""

from __future__ import annotations

import re

_MARK = re.compile(r"\ufeff?\s*(?:--|#|\{#-?|<!--)\s*reflekt:\s*mine\b")
_COMMENTS = {".md": "<!-- reflekt: mine -->", ".sql": "-- reflekt: mine"}


def is_mine(text: str) -> bool:
    """Tell whether the first line of *text* says that it is a person's."""
    return _MARK.match(text.partition("\n")[0]) is not None


def as_mine(path: str, text: str) -> str:
    """Return *text* with the mark above it, in a comment as *path* has them."""
    end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    suffix = path[path.rfind(".") :]
    return f"{_COMMENTS.get(suffix, '# reflekt: mine')}{end}{text}"
