"""Changes of two sides that only touch, which git calls a conflict, as one text. Pure.

A new property goes right behind the last one, thus right behind whatever somebody made of
that one's lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines of the base, by number from 0, that one side has others for.

    Attributes:
        first: The first line that goes; where lines come in if none goes.
        last: The line after the last that goes.
        old: What goes.
        new: What comes.
    """

    first: int
    last: int
    old: Lines
    new: Lines

    @property
    def indent(self) -> int:
        """How deep what is below it must not be, lest it be taken for a part of it."""
        return _indent((self.old or self.new)[0])

    @property
    def is_in_place(self) -> bool:
        """Whether it has a line for each line."""
        return len(self.old) == len(self.new)

    @property
    def is_comment(self) -> bool:
        """Whether it only brings comments, which belong to nothing."""
        return not self.old and all(
            line.lstrip()[:2] == "--" or _is_note(line) for line in self.new
        )


def together(ours: Lines, base: Lines, theirs: Lines) -> list[str] | None:
    """Return *base* with the changes of both sides; None if they are in each other's way."""
    both = [*_changes(base, ours), *_changes(base, theirs)]
    # Stable, so that ours come first where both only bring something.
    changes = sorted(both, key=lambda one: (one.first, one.last))
    if not all(_go_together(one, other) for one, other in pairwise(changes)):
        return None
    made: list[str] = []
    at = 0
    for one in changes:
        made.extend((*base[at : one.first], *one.new))
        at = one.last
    return [*made, *base[at:]]


def _changes(base: Lines, side: Lines) -> Iterator[_Change]:
    matcher = SequenceMatcher(None, base, side, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield _Change(i1, i2, base[i1:i2], side[j1:j2])


def _go_together(one: _Change, other: _Change) -> bool:
    if one.last < other.first:
        return True
    if one.last > other.first:
        return False
    if not (one.old or other.old) and not set(one.new).isdisjoint(other.new):
        # Both brought the same, and perhaps more.
        return False
    # Below a column that goes, or in front of a new one, what was said of a column would
    # be said of another.
    return (
        one.is_comment
        or other.is_comment
        or not other.new
        or (one.is_in_place and other.is_in_place)
        or _indent(other.new[0]) <= one.indent
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_note(line: str) -> bool:
    return line.lstrip().startswith("#")
