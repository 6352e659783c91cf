"""Text that is not JSON: what its author probably meant, and what to type instead."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

_SPACE = re.compile(r"\s*")


class Explanation(NamedTuple):
    """What is wrong with a text, where, and the cure."""

    offset: int
    problem: str
    hint: str


def explain(text: str, error: json.JSONDecodeError) -> Explanation:
    """Return in one sentence why *text* is not JSON, from the parser's *error*."""
    if not text.strip():
        return Explanation(
            0, "the file is empty", "write the event's schema, or remove the file"
        )
    offset = _SPACE.match(text, error.pos).end()  # type: ignore[union-attr] # always matches
    comma = _comma_before(text, offset)
    if text.startswith(("//", "/*", "#"), offset):
        hint = 'remove the comment, or run: reflekt-dbt fmt, which keeps it as "$comment"'
        return Explanation(offset, "a comment, and JSON has none", hint)
    if comma is not None and text.startswith(("}", "]"), _after(text, comma)):
        if text[:comma].rstrip()[-1:] in {"[", "{", ","}:
            return Explanation(comma, "a comma that follows nothing", "remove the comma")
        problem = "a trailing comma, and JSON has none"
        hint = "remove the comma after the last item, or run: reflekt-dbt fmt"
        return Explanation(comma, problem, hint)
    if offset >= len(text):
        hint = "close every string, bracket and brace; was it saved or merged in full?"
        return Explanation(len(text), "the file ends too early", hint)
    return _other(text, offset, error)


def _other(text: str, offset: int, error: json.JSONDecodeError) -> Explanation:
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>"), offset):
        return Explanation(
            offset, "a conflict marker of git", "finish the merge, then remove it"
        )
    if text.startswith("'", offset):
        hint = "write \"…\" in place of '…'"
        return Explanation(offset, "a string in single quotes, and JSON has none", hint)
    if error.msg.startswith("Unterminated string"):
        hint = 'end the string with "'
        return Explanation(error.pos, "a string that does not end", hint)
    if error.msg.startswith("Invalid control character"):
        hint = r"in a string write \n for a line break and \t for a tab"
        return Explanation(error.pos, "a line break or control character in a string", hint)
    problem = f"not JSON: {error.msg[:1].lower()}{error.msg[1:].removesuffix(' at')}"
    return Explanation(offset, problem, "compare with the lines before and after")


def _comma_before(text: str, offset: int) -> int | None:
    """Return where the comma at or just before *offset* stands, if there is one.

    Python 3.13 points at the comma, older ones at what follows it.
    """
    if text.startswith(",", offset):
        return offset
    before = len(text[:offset].rstrip()) - 1
    return before if before >= 0 and text[before] == "," else None


def _after(text: str, offset: int) -> int:
    return _SPACE.match(text, offset + 1).end()  # type: ignore[union-attr] # always matches
