"""Git × registry × what was last in step → what a push or a pull does. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from reflekt_dbt.registries.model import Expressed, Remote
from reflekt_dbt.registries.semantics import Difference, differences, fingerprint, is_same
from reflekt_dbt.registries.state import Base

Standing = Literal[
    "in step",
    "only here",
    "only there",
    "changed here",
    "changed there",
    "changed on both sides",
    "never in step",  # on both sides, different, and nobody knows which is newer
    "gone here",
    "gone there",
    "gone",
]
Kind = Literal["create", "update", "delete", "conflict", "kept", "none"]


@dataclass(frozen=True)
class Entry:
    """One version of an event, on both sides.

    Attributes:
        key: The registry's identity of it.
        local: What git has; None if it is not there.
        remote: What the registry has; None if it is not there.
        base: What was last in step; None if it never was.
    """

    key: str
    local: Expressed | None
    remote: Remote | None
    base: Base | None

    @property
    def id(self) -> str:
        """The id of the schema file: the one that is there, or was, or would be."""
        if self.local:
            return self.local.document.id
        if self.base:
            return self.base.id
        return self.remote.document.id if self.remote else ""

    @property
    def name(self) -> str:
        """What the SDK sends; ``""`` if neither side says it."""
        sides = (self.local and self.local.document, self.remote and self.remote.document)
        own = next((one.data.get("self") for one in sides if one), None)
        name = own.get("name") if isinstance(own, Mapping) else None
        return name if isinstance(name, str) else ""

    @cached_property
    def hash(self) -> str:
        """Of what the registry says."""
        return fingerprint(self.remote.document.data) if self.remote else ""

    @cached_property
    def wanted_hash(self) -> str:
        """Of what git says, as the registry would hold it."""
        return fingerprint(self.local.wanted.data) if self.local else ""

    @property
    def is_edited_here(self) -> bool:
        """Whether git says something else than when it was last in step."""
        return self.base is None or self.wanted_hash not in self.base.hashes

    @property
    def is_edited_there(self) -> bool:
        """Whether the registry says something else than when it was last in step."""
        return self.base is None or self.hash not in self.base.hashes

    @cached_property
    def standing(self) -> Standing:
        """How the two sides stand to each other."""
        if self.local and self.remote:
            return self._of_both(self.local, self.remote)
        if self.local:
            return "gone there" if self.base else "only here"
        if self.remote:
            return "gone here" if self.base else "only there"
        return "gone"

    def _of_both(self, local: Expressed, remote: Remote) -> Standing:
        if is_same(local.wanted.data, remote.document.data):
            return "in step"
        if self.base is None:
            return "never in step"
        if not self.is_edited_there:
            return "changed here"
        return "changed on both sides" if self.is_edited_here else "changed there"


@dataclass(frozen=True, slots=True)
class Action:
    """What to do about one entry.

    Attributes:
        kind: ``none`` where there is nothing to do, ``kept`` where something is left as it is
            on purpose, ``conflict`` where a person must say which side counts.
        entry: What it is about.
        why: For people; ``""`` where the kind says it all.
    """

    kind: Kind
    entry: Entry
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a user permits.

    Attributes:
        prune: To delete on the other side what is gone from this one.
        delete: To delete in the registry what is selected, whether it is in git or not.
        overwrite: To take what is brought, git's in a push and the registry's in a pull, where
            the other side was changed too.
    """

    prune: bool = False
    delete: bool = False
    overwrite: bool = False


NO_CHOICE = Choice()


def entries_of(
    expressed: Sequence[Expressed], remotes: Sequence[Remote], bases: Mapping[str, Base]
) -> tuple[Entry, ...]:
    """Return both sides of every event version that either side has or had, by key."""
    here = {one.key: one for one in expressed}
    there = {one.key: one for one in remotes}
    keys = sorted({*here, *there, *bases})
    return tuple(Entry(key, here.get(key), there.get(key), bases.get(key)) for key in keys)


class _Way(NamedTuple):
    """What to do about a standing.

    Attributes:
        kind: What.
        why: For people.
        otherwise: What instead, unless the user lets one side win; None if that is no matter.
    """

    kind: Kind
    why: str = ""
    otherwise: Kind | None = None

    def action(self, entry: Entry, choice: Choice) -> Action:
        """Return it for *entry*."""
        kind = self.kind if choice.overwrite or not self.otherwise else self.otherwise
        return Action(kind, entry, self.why)


_NOTHING = _Way("none")
_PUSH: Mapping[Standing, _Way] = {
    "only here": _Way("create"),
    "gone there": _Way("create", "it was deleted in the registry"),
    "changed here": _Way("update"),
    "never in step": _Way("update", "what the registry says is replaced"),
    "changed there": _Way("update", "changed in the registry, and not here", "conflict"),
    "changed on both sides": _Way("update", "changed in the registry, and here", "conflict"),
    "only there": _Way("kept", "only the registry has it"),
}
_PULL: Mapping[Standing, _Way] = {
    "only there": _Way("create"),
    "only here": _Way("kept", "only git has it"),
    "changed there": _Way("update"),
    "changed here": _Way("update", "changed here, and not in the registry", "kept"),
    "changed on both sides": _Way("update", "changed here, and in the registry", "conflict"),
    "never in step": _Way("update", "differs, and was never in step", "conflict"),
}


def push_action(entry: Entry, choice: Choice) -> Action:
    """Return what a push does about *entry*."""
    if choice.delete:
        return _deleted(entry).action(entry, choice)
    if entry.standing == "gone here":
        return _gone_here(entry, choice).action(entry, choice)
    return _PUSH.get(entry.standing, _NOTHING).action(entry, choice)


def _deleted(entry: Entry) -> _Way:
    if entry.remote is None:
        return _NOTHING
    if entry.base and entry.is_edited_there:
        return _Way("delete", "changed in the registry meanwhile", "conflict")
    return _Way("delete")


def _gone_here(entry: Entry, choice: Choice) -> _Way:
    if not choice.prune:
        return _Way("kept", "gone from git; --prune deletes it in the registry")
    if entry.is_edited_there:
        return _Way("delete", "gone from git, and changed in the registry", "conflict")
    return _Way("delete", "gone from git")


def pull_action(entry: Entry, choice: Choice) -> Action:
    """Return what a pull does about *entry*."""
    match entry.standing:
        case "gone there":
            way = _gone_there(entry, choice)
        case "gone here" if entry.is_edited_there:
            way = _Way("create", "gone from git, and changed in the registry", "conflict")
        case "gone here":
            way = _Way("create", "gone from git", "kept")
        case standing:
            way = _PULL.get(standing, _NOTHING)
    return way.action(entry, choice)


def _gone_there(entry: Entry, choice: Choice) -> _Way:
    if not choice.prune:
        return _Way("kept", "gone from the registry; --prune removes the file")
    if entry.is_edited_here:
        return _Way("delete", "gone from the registry, and changed here", "conflict")
    return _Way("delete", "gone from the registry")


def changes_of(action: Action, direction: Literal["push", "pull"]) -> tuple[Difference, ...]:
    """Return what *action* would change on the side that it is about, property by property."""
    local, remote = action.entry.local, action.entry.remote
    if not local or not remote or action.kind not in {"update", "conflict", "kept"}:
        return ()
    sides = (remote.document.data, local.wanted.data)
    return differences(*(sides if direction == "push" else sides[::-1]))


def highest_minors(ids: Collection[str]) -> frozenset[str]:
    """Return those of *ids* that no higher minor of the same major stands beside."""
    highest: dict[tuple[str, str], str] = {}
    for one in sorted(ids, key=_minor):
        folder, _, version = one.rpartition("/")
        highest[folder, version.partition("-")[0]] = one
    return frozenset(highest.values())


def _minor(event: str) -> int:
    return int(event.rpartition("-")[2])
