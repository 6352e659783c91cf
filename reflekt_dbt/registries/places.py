"""Where a pull puts new files: safe on every system, one event a folder. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.names import slug
from reflekt_dbt.registries.sync import Entry

_VERSION = re.compile(r"(0|[1-9][0-9]{0,8})-(0|[1-9][0-9]{0,8})")
_Event = tuple[str, str]  # folder below the plan, as the registry has it; name


def placed(entries: Iterable[Entry], plan: str) -> tuple[Entry, ...]:
    """Return *entries*, each remote document with the id that its file has or gets.

    An event that is here already stays where it is, and its new versions go there too. Where
    two events would be one folder, on any system, the later one by key gets a number.

    Args:
        entries: Those of one plan, by key.
        plan: Its folder directly below the schemas folder.

    Raises:
        RegistryError: A version is none.
    """
    entries = tuple(entries)
    local = {one.id for one in entries if one.local}
    settled = {one.key for one in entries if one.local or (one.base and one.id not in local)}
    places = _Places(plan)
    for entry in entries:
        if entry.key in settled:
            places.learn(entry)
    return tuple(
        _moved(one, one.id if one.key in settled else places.new_id(one)) if one.remote else one
        for one in entries
    )


def _moved(entry: Entry, event: str) -> Entry:
    remote = entry.remote and replace(
        entry.remote, document=replace(entry.remote.document, id=event)
    )
    # Its old file may be another event's by now.
    base = entry.base and replace(entry.base, id=event)
    return replace(entry, remote=remote, base=base)


class _Places:
    """Which event has which folder."""

    def __init__(self, plan: str) -> None:
        self._plan = plan
        self._folders: dict[_Event, str] = {}
        self._taken: set[str] = set()
        self._ids: set[str] = set()

    def learn(self, entry: Entry) -> None:
        """Take note of where *entry* is."""
        folder = entry.id.rpartition("/")[0]
        event = _event(entry)
        self._folders.setdefault(event, folder)
        self._ids.add(_folded(entry.id))
        self._taken.add(_folded(folder))

    def new_id(self, entry: Entry) -> str:
        """Return the id that the file of *entry* gets."""
        event, version = _event(entry), _version(entry)
        folder = self._folders.get(event)
        # Two kinds of calls may have one name.
        if folder is None or _folded(f"{folder}/{version}") in self._ids:
            folder = self._free(event)
        self._folders[event] = folder
        self._taken.add(_folded(folder))
        self._ids.add(_folded(f"{folder}/{version}"))
        return f"{folder}/{version}"

    def _free(self, event: _Event) -> str:
        inner = "/".join(slug(part) for part in event[0].split("/"))
        wish = f"{self._plan}/{inner}"
        return next(one for one in _numbered(wish) if _folded(one) not in self._taken)


def _numbered(folder: str) -> Iterator[str]:
    yield folder
    yield from (f"{folder}_{number}" for number in count(2))


def _event(entry: Entry) -> _Event:
    """Return what tells the event of *entry* from others, whatever its version."""
    event = entry.remote.document.id if entry.remote else entry.id
    return event.partition("/")[2].rpartition("/")[0], entry.name


def _version(entry: Entry) -> str:
    version = entry.remote.document.id.rpartition("/")[2] if entry.remote else ""
    if not _VERSION.fullmatch(version):
        raise RegistryError(
            f"{version!r} is no version",
            where=entry.key,
            hint="expected MAJOR-MINOR, as in 1-0",
        )
    return version


def _folded(folder: str) -> str:
    return unicodedata.normalize("NFC", folder).casefold()
