"""JSON as people write it: with comments and trailing commas, which JSON has not.

Tells where they are and what the text is without them. What else may be wrong with the
text is not its affair.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# A string that does not end stops at its line, and a comment that does not end takes all:
# looking for their ends again and again would take minutes on a large broken file.
_MARK = re.compile(
    r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"?'
    r"|(?P<comment>//[^\n]*|\#[^\n]*|/\*.*?(?:\*/|\Z))"
    r'|[^\s"/\#]',
    re.DOTALL,
)
_NOT_NEWLINE = re.compile(r"[^\n]")
_STAR = re.compile(r"^\s*\*+ ?")


class Comment(NamedTuple):
    """One comment.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last one.
        text: What it says, without its marks; ``""`` if nothing.
    """

    start: int
    end: int
    text: str


class Plain(NamedTuple):
    """A text without what JSON does not have.

    Attributes:
        text: As long as the original, and every token at its offset.
        comments: In the order of the text.
    """

    text: str
    comments: tuple[Comment, ...]


def plain(text: str) -> Plain:
    """Return *text* with blanks in place of comments and of commas before a bracket's end."""
    comments: list[Comment] = []
    commas: list[int] = []
    before, last = "", ("", 0)
    for mark in _MARK.finditer(text):
        if mark["comment"]:
            if _is_whole(mark[0]):
                comments.append(Comment(mark.start(), mark.end(), _said(mark[0])))
            continue
        # A comma that follows nothing is a mistake of another kind.
        if mark[0] in {"}", "]"} and last[0] == "," and before not in {"", ",", "[", "{", ":"}:
            commas.append(last[1])
        before, last = last[0], (mark[0], mark.start())
    if not comments and not commas:
        return Plain(text, ())
    return Plain(_blanked(text, comments, commas), tuple(comments))


def _blanked(text: str, comments: list[Comment], commas: list[int]) -> str:
    spans = sorted([(one.start, one.end) for one in comments] + [(at, at + 1) for at in commas])
    parts, done = [], 0
    for start, end in spans:
        # Newlines stay, so that places are those of the original.
        parts += [text[done:start], _NOT_NEWLINE.sub(" ", text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _is_whole(comment: str) -> bool:
    return not comment.startswith("/*") or (len(comment) > 3 and comment.endswith("*/"))


def _said(comment: str) -> str:
    if comment.startswith("#"):
        return comment[1:].strip()
    if comment.startswith("//"):
        return comment[2:].strip()
    lines = comment[2:-2].strip("*").split("\n")
    down = [line for line in lines[1:] if line.strip()]
    starred = bool(down) and all(_STAR.match(line) for line in down)
    # The stars down the side of a comment are its frame, not its text.
    kept = [_STAR.sub("", line) if starred else line for line in lines]
    return "\n".join(line.strip() for line in kept).strip()
