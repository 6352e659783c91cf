"""Which events a user means. Pure: events and words in, events out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Protocol, TypeVar

from reflekt_dbt.errors import SelectError


class HasId(Protocol):
    """An event, or a file that should hold one."""

    @property
    def id(self) -> str:
        """Its path below the schemas folder, without ``.json``."""


Selected = TypeVar("Selected", bound=HasId)

_GLOB = re.compile(r"[*?\[]")
_GROUPS_SHOWN = 8


def select_events(
    events: Sequence[Selected], selectors: Sequence[str], schemas_path: str = "schemas"
) -> tuple[Selected, ...]:
    """Return those of *events* that *selectors* name, in the order of *events*.

    A selector is an id or the beginning of one up to a ``/``, with or without
    *schemas_path* before and ``.json`` behind, or a glob (``**`` crosses folders). Several
    may stand in one string, with spaces between. No selector at all means every event.

    Raises:
        SelectError: A selector names nothing.
    """
    if not selectors:
        return tuple(events)
    known = [event.id for event in events]
    chosen = {one for selector in selectors for one in _matches(selector, known, schemas_path)}
    return tuple(event for event in events if event.id in chosen)


def _matches(selector: str, known: Sequence[str], schemas_path: str) -> set[str]:
    """Return the ids that *selector* names: as one path, or else word by word."""
    found = _match_one(selector, known, schemas_path)
    words = selector.split()
    if found or len(words) == 1:
        return found or _refuse(selector, known, schemas_path)
    if not words:
        raise SelectError(
            "an empty selector names nothing",
            hint="leave --select out for every event, or give a folder, as in "
            f"--select {_groups(known)[0] if known else 'jaffle_shop'}",
        )
    each = [_match_one(word, known, schemas_path) for word in words]
    # None of the words means anything: it was one name with spaces, so speak of that.
    if not any(each):
        return _refuse(selector, known, schemas_path)
    for word, ids in zip(words, each, strict=True):
        if not ids:
            _refuse(word, known, schemas_path)
    return set().union(*each)


def _match_one(selector: str, known: Sequence[str], schemas_path: str) -> set[str]:
    for path in _readings(selector, schemas_path):
        found = {one for one in known if not path or one == path or one.startswith(f"{path}/")}
        if not found and _GLOB.search(path):
            pattern = path.split("/")
            found = {one for one in known if _fits(pattern, one.split("/"))}
        if found:
            return found
    return set()


def _readings(selector: str, schemas_path: str) -> Iterator[str]:
    """Yield what *selector* may mean as an id: first without the schemas folder before it."""
    if not selector.strip():
        return
    path = _clean(selector).removesuffix(".json")
    prefix = _clean(schemas_path)
    if path == prefix or (prefix and path.startswith(f"{prefix}/")):
        yield path[len(prefix) + 1 :]
    # An empty path is the whole project: `.` where the schemas folder is what is meant.
    yield path


def _clean(path: str) -> str:
    parts = path.strip().replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in {"", "."})


def _fits(pattern: Sequence[str], parts: Sequence[str]) -> bool:
    """Return whether a glob fits an id, both in parts; a folder stands for all in it."""
    if not pattern:
        return True
    first, *rest = pattern
    if first == "**":
        return any(_fits(rest, parts[skipped:]) for skipped in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], first) and _fits(rest, parts[1:])


def _refuse(selector: str, known: Sequence[str], schemas_path: str) -> set[str]:
    near = _nearest(_clean(selector).removesuffix(".json"), known, _clean(schemas_path))
    groups = _groups(known)
    shown = ", ".join(groups[:_GROUPS_SHOWN]) + (" …" if len(groups) > _GROUPS_SHOWN else "")
    hint = f"did you mean {near!r}?" if near else f"known: {shown}" if groups else ""
    raise SelectError(f"no schema file under {selector!r}", where="--select", hint=hint)


def _nearest(path: str, known: Sequence[str], prefix: str) -> str:
    """Return the id, folder or event folder that looks most like *path*; or ``""``."""
    path = path.removeprefix(f"{prefix}/")
    names: dict[str, str] = {}
    for whole in sorted(_prefixes(known)):
        names.setdefault(_alike(whole), whole)
        # People give an event's name where its path is wanted.
        names.setdefault(_alike(whole.rpartition("/")[2]), whole)
    near = get_close_matches(_alike(path), names, n=1, cutoff=0.6)
    return names[near[0]] if near else ""


def _alike(name: str) -> str:
    return name.lower().replace(" ", "_")


def _prefixes(known: Sequence[str]) -> set[str]:
    return {
        "/".join(parts[: end + 1])
        for parts in (one.split("/") for one in known)
        for end in range(len(parts))
    }


def _groups(known: Sequence[str]) -> list[str]:
    return sorted({one.partition("/")[0] for one in known})
