"""A push that was decided on: done, read back, compared, and put on record."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.job import Planned, pulled_of
from reflekt_dbt.registries.local import Files
from reflekt_dbt.registries.model import Kind, Operation, Remote
from reflekt_dbt.registries.record import record
from reflekt_dbt.registries.state import Base, State
from reflekt_dbt.registries.sync import Action, Entry

# Seconds to wait before reading back again: some registries tell what they were told later.
WAITS = (0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run needs from outside.

    Attributes:
        progress: Takes what is being done, for people.
        sleep: Waits for so many seconds.
    """

    progress: Callable[[str], None] = lambda _: None
    sleep: Callable[[float], None] = time.sleep


def push(planned: Planned, files: Files, state: State, tools: Tools) -> tuple[Planned, State]:
    """Do what is *planned*; return it as the registry tells it afterwards, and the state.

    Killed or failed on the way, a second push takes up where this one ended.

    Raises:
        RegistryError: It failed on the way.
        WriteError: The state cannot be written.
    """
    place = (planned.registry.name, planned.target.folder)
    if planned.to_do:
        # Before the first write: if we fall, either side of an update is ours.
        state = state.having(*place, dict(_intended(planned)))
        record(files.root, state)
        operations = tuple(_operation(one) for one in planned.to_do)
        planned.registry.push(planned.target.plan, operations, tools.progress)
        planned = _read_back(planned, tools)
    settled = state.having(*place, dict(_settled(planned)))
    record(files.root, settled)
    return planned, settled


def _operation(action: Action) -> Operation:
    entry = action.entry
    expressed = None if action.kind == "delete" else entry.local
    remote = None if action.kind == "create" else entry.remote
    return Operation(cast("Kind", action.kind), entry.key, expressed, remote)


def _intended(planned: Planned) -> Iterator[tuple[str, Base | None]]:
    for one in planned.of("update"):
        entry = one.entry
        yield entry.key, Base(entry.id, frozenset({entry.hash, entry.wanted_hash}))


def _read_back(planned: Planned, tools: Tools) -> Planned:
    """Return *planned*, carried out, with what the registry tells back in its actions.

    Waits for a registry that tells it late; what it tells otherwise is a failure by key.
    """
    failed: Mapping[str, str] = {}
    for wait in (0.0, *WAITS):
        if wait:
            tools.progress("waiting for the registry to tell what it was told")
            tools.sleep(wait)
        pulled, _ = pulled_of(planned.registry, planned.target, "push")
        there = {one.key: one for one in pulled.remotes}
        actions = tuple(_seen_again(one, there) for one in planned.actions)
        failed = dict(_failures(actions))
        if not failed:
            break
    return replace(planned, actions=actions, failed=failed)


def _seen_again(action: Action, there: Mapping[str, Remote]) -> Action:
    return replace(action, entry=replace(action.entry, remote=there.get(action.entry.key)))


def _failures(actions: Sequence[Action]) -> Iterator[tuple[str, str]]:
    for one in actions:
        if one.kind == "delete" and one.entry.remote:
            yield one.entry.key, "the registry still has it"
        elif one.kind in {"create", "update"} and one.entry.standing != "in step":
            yield one.entry.key, "the registry does not tell it back as it was pushed"


def _settled(planned: Planned) -> Iterator[tuple[str, Base | None]]:
    for one in planned.actions:
        if one.kind == "delete" and one.entry.remote is None:
            yield one.entry.key, None
        else:
            yield from settled_base(one.entry)


def settled_base(entry: Entry) -> Iterator[tuple[str, Base | None]]:
    """Yield the key and what is on record of *entry* from now on, if that is settled."""
    if entry.standing == "in step":
        yield entry.key, Base(entry.id, frozenset({entry.hash}))
    elif entry.standing == "gone":
        yield entry.key, None


def check_unchanged(before: Planned, after: Planned) -> None:
    """Refuse to do what was shown if the two sides are not as they were then.

    Raises:
        RegistryError: They are not.
    """
    if _seen(before) != _seen(after):
        raise RegistryError(
            "something changed while you were asked",
            where=before.registry.name,
            hint="nothing was done; run it again, and look at what changed",
        )


def _seen(planned: Planned) -> set[tuple[str, ...]]:
    return {
        (one.kind, one.entry.key, one.entry.hash, one.entry.wanted_hash)
        for one in planned.to_do
    }
