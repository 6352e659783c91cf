"""What can become of a file, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reflekt_dbt.write.diff import unified

Kind = Literal[
    "create",  # not there yet
    "update",  # as last generated, and to be replaced
    "unchanged",  # as it would be generated, and known to be
    "adopt",  # as it would be generated, whatever the lock says
    "edited",  # edited by hand, and nothing new to bring
    "merged",  # edited by hand, and what is new goes together with it
    "conflict",  # edited by hand, and what is new is in its way
    "kept",  # edited by hand, something new to bring, and no base to merge the two by
    "adopted",  # edited by hand, and as an edit of what is new it is to count
    "elsewhere",  # properties of models that a file of someone's own describes
    "mine",  # handed over to a person for good
    "foreign",  # not ours, where a file of ours would go
    "forced",  # edited or foreign, and replaced because that was asked for
    "delete",  # no longer planned
    "kept_stale",  # no longer planned, but edited by hand or still referred to
    "gone",  # no longer planned, and not there
]
WRITES: frozenset[Kind] = frozenset({"create", "update", "merged", "forced", "delete"})
# Besides those that are held back.
_AS_IT_WAS: frozenset[Kind] = frozenset(
    {"edited", "adopted", "elsewhere", "mine", "kept_stale"}
)
HELD_BACK: frozenset[Kind] = frozenset({"conflict", "kept", "foreign"})


@dataclass(frozen=True, slots=True)
class Generated:
    """A file as it is to be.

    Attributes:
        path: Below the project, with ``/``.
        source: The dbt source it belongs to; ``NO_SOURCE`` if to none.
        text: With LF.
        thing: What it is about, whatever it is called: ``model shop.orders``. The same
            from run to run when a name pattern or a folder changes; ``""`` if unknown.
    """

    path: str
    source: str
    text: str
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of one file.

    Attributes:
        kind: See `Kind`.
        path: Below the project, with ``/``.
        source: The dbt source it belongs to; ``NO_SOURCE`` if to none.
        before: Its text on disk; None if it is not there.
        after: Its text as generated; None if it is no longer planned.
        referred_by: The files that keep a stale one; empty if it was edited by hand.
        thing: What it is about, see `Generated`.
        merged: Text of its edits and what is new, if those go together; line ends as on disk.
        origin: Where the edited file stands that is to move here; ``""`` if it does not move.
        why: Why it is left alone, in words; ``""`` if it is not.
        shown: The conflict, as git shows it; ``""`` if there is none.
    """

    kind: Kind
    path: str
    source: str
    before: str | None = None
    after: str | None = None
    referred_by: tuple[str, ...] = ()
    thing: str = ""
    merged: str | None = None
    origin: str = ""
    why: str = ""
    shown: str = ""

    @property
    def result(self) -> str | None:
        """Its text once the decision is carried out; None if it is not there then."""
        if self.kind == "merged":
            return self.merged
        stays = self.kind in HELD_BACK or self.kind in _AS_IT_WAS
        return self.before if stays else self.after

    @property
    def diff(self) -> str:
        """What leads from the file on disk to the one it is to be, or what is in the way."""
        after = self.merged if self.kind == "merged" else self.after
        return self.shown or unified(self.path, self.before, after)
