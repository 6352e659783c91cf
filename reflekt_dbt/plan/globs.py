"""Globs of columns: as regular expressions, which the macros can match, and matched here."""

from __future__ import annotations

import re
from collections.abc import Iterable


def regexes(globs: Iterable[str]) -> list[str]:
    """Return each of *globs*, in lower case, as a regular expression of a whole name.

    ``*`` is any text and ``?`` any character; nothing else is special. Every engine of
    regular expressions reads the result alike.
    """
    return [_regex(glob.lower()) for glob in dict.fromkeys(globs)]


def fits(names: Iterable[str], globs: Iterable[str]) -> bool:
    """Return whether one of *globs* fits one of *names*, without regard to case."""
    patterns = [re.compile(pattern) for pattern in regexes(globs)]
    return any(one.fullmatch(name.lower()) for one in patterns for name in names)


def _regex(glob: str) -> str:
    return "".join(_SPECIAL.get(char) or _plain(char) for char in glob)


def _plain(char: str) -> str:
    return char if char.isalnum() or char in "_ " or not char.isascii() else f"\\{char}"


_SPECIAL = {"*": r"[\s\S]*", "?": r"[\s\S]"}
