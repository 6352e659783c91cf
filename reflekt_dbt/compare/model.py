"""What changed between two versions of an event, as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Bump = Literal["major", "minor", "none"]

_WEIGHT: dict[Bump, int] = {"none": 0, "minor": 1, "major": 2}

# Step of a change's path that means every item of an array, and every property that
# "additionalProperties" describes.
ITEMS = "[]"
OTHERS = "*"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions of an event.

    Attributes:
        code: Name of its kind in ``kinds.KINDS``.
        bump: The bump that it needs by itself.
        path: Names from the top of the event's ``properties`` down to what changed, with
            ``ITEMS`` for the items of an array. Empty if it is the event itself.
        before: What the old version says there, as a JSON value; None if nothing.
        after: What the new version says there, as a JSON value; None if nothing.
        sentence: What happened and why it matters, without a full stop.
    """

    code: str
    bump: Bump
    path: tuple[str, ...]
    before: Any
    after: Any
    sentence: str

    @property
    def dotted(self) -> str:
        """The path as people say it: ``products[].price``; ``""`` for the event itself."""
        return dotted(self.path)


def dotted(path: Iterable[str]) -> str:
    """Return *path* as people say it: ``products[].price``."""
    return ".".join(path).replace(f".{ITEMS}", ITEMS)


def required_bump(changes: Iterable[Change]) -> Bump:
    """Return the bump that all of *changes* need together."""
    return max((change.bump for change in changes), key=_WEIGHT.__getitem__, default="none")


def is_enough(made: Bump, needed: Bump) -> bool:
    """Tell whether the bump that was *made* covers the one that is *needed*."""
    return _WEIGHT[made] >= _WEIGHT[needed]
