"""Which plans, and which events of them, a user means. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reflekt_dbt.errors import SelectError
from reflekt_dbt.events.select import select_events
from reflekt_dbt.naming import did_you_mean
from reflekt_dbt.registries.names import is_alike, slug
from reflekt_dbt.registries.sync import Entry

_WHERE = "--select"


@dataclass(frozen=True, slots=True)
class Target:
    """A plan, on both sides, and what of it is meant.

    Attributes:
        plan: As the registry is asked for it.
        folder: Directly below the schemas folder.
        parts: Events or versions of it, as given; empty means all.
    """

    plan: str
    folder: str
    parts: tuple[str, ...] = ()


def targets_of(
    select: Sequence[str], plans: Mapping[str, str], folders: Sequence[str], schemas: str
) -> tuple[Target, ...]:
    """Return what *select* means, each plan once.

    A plan is named by its folder or as the registry calls it; behind it may follow, after a
    ``/``, an event by folder or name, and a version. Nothing selected means every plan that
    is configured.

    Args:
        select: As given.
        plans: Folder → plan, as configured.
        folders: Those directly below the schemas folder.
        schemas: The schemas folder, which may stand before.

    Raises:
        SelectError: Nothing is selected and no plan is configured, or two plans are one folder.
    """
    if not select and not plans:
        raise SelectError(
            "nothing is selected",
            where=_WHERE,
            hint="name a plan, as in --select jaffle_shop; or configure plans of the registry",
        )
    found = [Target(plan, folder) for folder, plan in sorted(plans.items())]
    if select:
        found = [_target(one.strip(), plans, folders, schemas) for one in select]
    return _merged(found)


def _merged(found: Sequence[Target]) -> tuple[Target, ...]:
    """Return each folder of *found* once, with all that is meant of it."""
    plans: dict[str, str] = {}
    parts: dict[str, list[str]] = {}
    for one in found:
        plan = plans.setdefault(one.folder, one.plan)
        if not is_alike(plan, one.plan):
            raise SelectError(
                f"{plan!r} and {one.plan!r} are both the folder {one.folder!r}",
                where=_WHERE,
                hint="give each a folder, in the configuration under plans of the registry",
            )
        parts.setdefault(one.folder, []).extend(one.parts or [""])
    return tuple(
        Target(plan, folder, () if "" in parts[folder] else tuple(parts[folder]))
        for folder, plan in plans.items()
    )


def _target(
    given: str, plans: Mapping[str, str], folders: Sequence[str], schemas: str
) -> Target:
    path = given.removeprefix("./").removeprefix(f"{schemas}/").removesuffix(".json")
    for folder, plan in plans.items():
        # The registry's own name may hold a slash.
        for name in (plan, folder):
            if path == name or path.startswith(f"{name}/"):
                return Target(plan, folder, _parts(path[len(name) + 1 :]))
    first, _, rest = path.partition("/")
    if not first.strip():
        raise SelectError("an empty selector names nothing", where=_WHERE)
    return Target(first, _folder(first, folders), _parts(rest))


def _parts(rest: str) -> tuple[str, ...]:
    rest = rest.strip("/")
    return (rest,) if rest else ()


def _folder(name: str, folders: Sequence[str]) -> str:
    """Return the folder of a plan: the one of its name, or like it, or else a new one."""
    if name in folders:
        return name
    alike = [one for one in folders if is_alike(one, name)]
    if len(alike) > 1:
        raise SelectError(
            f"several folders are called like {name!r}: {', '.join(alike)}",
            where=_WHERE,
            hint="say which in the configuration, under plans of the registry",
        )
    return alike[0] if alike else slug(name)


def chosen(entries: Iterable[Entry], target: Target) -> tuple[Entry, ...]:
    """Return those of *entries* that *target* means.

    Raises:
        SelectError: A part of it names nothing.
    """
    entries = tuple(entries)
    if not target.parts:
        return entries
    keys = {key for part in target.parts for key in _keys(part, entries, target.folder)}
    return tuple(one for one in entries if one.key in keys)


def _keys(part: str, entries: Sequence[Entry], folder: str) -> set[str]:
    found = {one.key for one in entries if part in _names(one)}
    if found:
        return found
    try:
        return {one.key for one in select_events(entries, [f"{folder}/{part}"])}
    except SelectError as error:
        known = {name for one in entries for name in _names(one)}
        raise SelectError(
            f"no event {part!r} in the plan {folder!r}",
            where=_WHERE,
            hint=did_you_mean(part, known) if len(known) < _MOST else error.hint,
        ) from error


_MOST = 2000


def _names(entry: Entry) -> set[str]:
    """Return what people call *entry*: by name, with its version, with its major alone."""
    version = entry.id.rpartition("/")[2]
    major = version.partition("-")[0]
    return {entry.key, entry.name, f"{entry.name}/{version}", f"{entry.name}/{major}"}
