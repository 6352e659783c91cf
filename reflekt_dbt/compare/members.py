"""Changes in which properties an object has, and which it must have. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reflekt_dbt.compare.kinds import change
from reflekt_dbt.compare.model import OTHERS, Change, dotted
from reflekt_dbt.compare.plain import FORMER, essence
from reflekt_dbt.compare.values import Path, subject
from reflekt_dbt.compare.view import View
from reflekt_dbt.events.marks import former_paths

Deeper = Callable[[View, View, Path], Iterator[Change]]
_Members = Mapping[str, tuple[Any, ...]]


def properties(old: View, new: View, path: Path, deeper: Deeper) -> Iterator[Change]:
    """Yield what changed among the properties of an object, at every level below."""
    before, after = old.members, new.members
    removed = [name for name in before if name not in after]
    added = [name for name in after if name not in before]
    said = _said_renamed(after, removed, added, path)
    for name, old_name in said.items():
        yield from _renamed_from(new, path, old_name, name)
        yield from deeper(View(before[old_name]), View(after[name]), (*path, name))
    removed = [name for name in removed if name not in said.values()]
    added = [name for name in added if name not in said]
    yield from (_removed(old, path, name) for name in removed)
    yield from (_added(new, path, name) for name in added)
    yield from _renamed({n: before[n] for n in removed}, {n: after[n] for n in added}, path)
    for name in before:
        if name in after:
            yield from _kept(old, new, (*path, name))
            # Most properties are as they were, and this is soon seen.
            if _shape(before[name]) != _shape(after[name]):
                yield from deeper(View(before[name]), View(after[name]), (*path, name))


def other_properties(old: View, new: View, path: Path, deeper: Deeper) -> Iterator[Change]:
    """Yield what changed for properties that nobody described."""
    before, after = _others(old), _others(new)
    was, is_now = _openness(before), _openness(after)
    both = {"before": _json(before), "after": _json(after)}
    if was == is_now:
        if before and after:
            yield from deeper(View(before), View(after), (*path, OTHERS))
    elif is_now > was:
        sentence = f"{subject(path)} now takes more properties than those described"
        yield change("other-properties-allowed", path, sentence, **both)
    else:
        sentence = f"{subject(path)} no longer takes every property that is not described"
        yield change("other-properties-refused", path, sentence, **both)


def forbidden(old: View, new: View, path: Path) -> Iterator[Change]:
    """Yield a change for each property that is refused by name, and nobody described before."""
    if _others(old) is None:
        return
    for name in sorted(new.forbidden - old.forbidden - old.members.keys()):
        sentence = f"{dotted((*path, name))!r} is refused now, and old events may have it"
        yield change("other-properties-refused", (*path, name), sentence, after=False)


def _kept(old: View, new: View, path: Path) -> Iterator[Change]:
    name = path[-1]
    was, is_now = name in old.required, name in new.required
    both = {"before": was, "after": is_now}
    if is_now and not was:
        sentence = f"{subject(path)} is required now, and old events may lack it"
        yield change("property-made-required", path, sentence, **both)
    elif was and not is_now:
        sentence = f"{subject(path)} is optional now"
        yield change("property-made-optional", path, sentence, **both)


def _said_renamed(
    after: _Members, removed: Sequence[str], added: Sequence[str], path: Path
) -> dict[str, str]:
    """Return new → old name of each property whose schema says that it went by that."""
    said: dict[str, str] = {}
    for name in added:
        names = [old for listed in View(after[name]).said(FORMER) for old in listed]
        for former in former_paths(path, (), name, names):
            old = former[-1]
            is_free = old in removed and old not in said.values()
            if name not in said and former[:-1] == path and is_free:
                said[name] = old
    return said


def _renamed_from(new: View, path: Path, old: str, name: str) -> Iterator[Change]:
    here = (*path, name)
    was = dotted((*path, old))
    sentence = f"{was!r} is called {dotted(here)!r} now; its alias stays for this major"
    yield change("property-renamed-from", here, sentence, before=old, after=name)
    if name in new.required:
        yield _added(new, path, name)


def _added(new: View, path: Path, name: str) -> Change:
    here = (*path, name)
    if name in new.required:
        sentence = f"{subject(here)} is new and required, and old events lack it"
        return change("required-property-added", here, sentence, after=_shown(new, name))
    sentence = f"{subject(here)} is new and optional"
    return change("optional-property-added", here, sentence, after=_shown(new, name))


def _removed(old: View, path: Path, name: str) -> Change:
    here = (*path, name)
    if name in old.required:
        sentence = f"{subject(here)} is gone, and was required: every old event had it"
        return change("required-property-removed", here, sentence, before=_shown(old, name))
    sentence = f"{subject(here)} is gone, and was optional"
    return change("optional-property-removed", here, sentence, before=_shown(old, name))


def _renamed(removed: _Members, added: _Members, path: Path) -> Iterator[Change]:
    """Yield a note for each property that went where just one of its very shape came."""
    went, came = _by_shape(removed), _by_shape(added)
    for shape, names in went.items():
        new_names = came.get(shape, [])
        if len(names) == len(new_names) == 1:
            before, after = names[0], new_names[0]
            new_path = (*path, after)
            was = dotted((*path, before))
            sentence = f"{was!r} was perhaps renamed to {dotted(new_path)!r}: one shape"
            yield change("property-renamed", new_path, sentence, before=before, after=after)


def _by_shape(members: _Members) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, schemas in members.items():
        found[_shape(schemas)].append(name)
    return found


def _shape(schemas: tuple[Any, ...]) -> str:
    return essence(sorted(map(essence, schemas)))


def _shown(view: View, name: str) -> list[str] | None:
    """Return the types of a property, null last; None if anything goes."""
    return View(view.members[name]).type_names


def _others(view: View) -> tuple[Any, ...] | None:
    """Return the schemas of properties that are not described; None if these are refused."""
    found = view.said("additionalProperties")
    if False in found:
        return None
    return tuple(one for one in found if one is not True and one != {})


def _openness(others: tuple[Any, ...] | None) -> int:
    """Return how much is let in: 0 for nothing, 1 for what is described, 2 for anything."""
    return 0 if others is None else 1 if others else 2


def _json(others: Iterable[Any] | None) -> Any:
    if others is None:
        return False
    return list(others) or True
