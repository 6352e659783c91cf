"""A push or a pull from end to end: looked at, shown, confirmed, done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from reflekt_dbt.registries.job import Direction, Planned, plan_run
from reflekt_dbt.registries.local import Files
from reflekt_dbt.registries.model import Registry
from reflekt_dbt.registries.pull import pull
from reflekt_dbt.registries.push import Tools, check_unchanged, push
from reflekt_dbt.registries.select import Target
from reflekt_dbt.registries.state import State, read_state
from reflekt_dbt.registries.sync import NO_CHOICE, Choice
from reflekt_dbt.write.exclusive import exclusive
from reflekt_dbt.write.transaction import is_interrupted, recover

CLEAN, FOUND = 0, 1


class Person(Protocol):
    """Who is shown what is planned, and asked."""

    def note(self, sentence: str) -> None:
        """Take a sentence of no particular plan."""

    def show(self, planned: Sequence[Planned]) -> None:
        """Take what is planned, before it is done."""

    def confirm(self, planned: Sequence[Planned]) -> bool:
        """Return whether to do it.

        Raises:
            ReflektError: There is nobody to ask.
        """


@dataclass(frozen=True, slots=True)
class Request:
    """What a user wants.

    Attributes:
        direction: Which side is brought to the other.
        targets: Which plans.
        choice: What is permitted.
        dry_run: Whether to change nothing.
        yes: Whether to ask nobody.
    """

    direction: Direction
    targets: tuple[Target, ...]
    choice: Choice = NO_CHOICE
    dry_run: bool = False
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request.

    Attributes:
        planned: One for each plan, as it was shown, and what of it failed.
        done: Whether it was done.
    """

    planned: tuple[Planned, ...]
    done: bool

    @property
    def exit_code(self) -> int:
        """0 where both sides are in step or brought there, 1 where something is left."""
        left = any(one.conflicts or one.failed for one in self.planned)
        undone = not self.done and any(one.to_do for one in self.planned)
        return FOUND if left or undone else CLEAN


def run(
    request: Request, registry: Registry, files: Files, person: Person, tools: Tools
) -> Outcome:
    """Do what *request* says.

    Raises:
        RegistryError: The registry failed; a second run takes up where this one ended.
        SchemaError: Schema files are none.
        SelectError: A target names nothing.
        WriteError: Files cannot be written.
    """
    with exclusive(files.root):
        for sentence in _before(request, files):
            person.note(sentence)
        state = read_state(files.root)
        tools.progress(f"reading {registry.name}")
        planned = _planned(request, registry, files, state)
        person.show(planned)
        if request.dry_run:
            return Outcome(planned, done=False)
        if not request.yes and any(_asks(one) for one in planned):
            if not person.confirm(planned):
                return Outcome(planned, done=False)
            again = _planned(request, registry, files, state)
            for before, after in zip(planned, again, strict=True):
                check_unchanged(before, after)
            planned = again
        return Outcome(_done(planned, files, state, tools), done=True)


def _before(request: Request, files: Files) -> tuple[str, ...]:
    """Finish what an interrupted run has begun, or say that it is still to be finished."""
    if not request.dry_run:
        return recover(files.root)
    is_half = is_interrupted(files.root)
    return ("an interrupted run is still to be finished: run it without --dry-run",) * is_half


def _planned(
    request: Request, registry: Registry, files: Files, state: State
) -> tuple[Planned, ...]:
    return tuple(
        plan_run(request.direction, registry, files, target, state, request.choice)
        for target in request.targets
    )


def _asks(planned: Planned) -> bool:
    """Tell whether to ask before: files are in git's care, a registry is in nobody's."""
    return bool(planned.to_do) if planned.direction == "push" else planned.is_risky


def _done(
    planned: Sequence[Planned], files: Files, state: State, tools: Tools
) -> tuple[Planned, ...]:
    shown = []
    for one in planned:
        if one.direction == "push":
            after, state = push(one, files, state, tools)
        else:
            after, state = pull(one, files, state)
        shown.append(replace(one, failed=after.failed))
    return tuple(shown)
