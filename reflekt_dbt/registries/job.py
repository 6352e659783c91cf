"""What a push or a pull of one plan would do: both sides looked at, nothing changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reflekt_dbt.errors import NoSuchPlanError, RegistryError, SchemaError
from reflekt_dbt.registries.local import Files, documents_of
from reflekt_dbt.registries.model import Document, Expressed, Pulled, Registry, Remote
from reflekt_dbt.registries.places import placed
from reflekt_dbt.registries.select import Target, chosen
from reflekt_dbt.registries.state import State
from reflekt_dbt.registries.sync import (
    Action,
    Choice,
    Kind,
    entries_of,
    highest_minors,
    pull_action,
    push_action,
)

Direction = Literal["push", "pull"]


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run would do about one plan, or did.

    Attributes:
        direction: Which side is brought to the other.
        registry: Where to.
        target: Which plan.
        actions: One for each event version that was asked for, by key.
        notes: What else people should know, a sentence each.
        failed: Why something was not done after all, by key.
    """

    direction: Direction
    registry: Registry
    target: Target
    actions: tuple[Action, ...]
    notes: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)

    def of(self, *kinds: Kind) -> tuple[Action, ...]:
        """Return the actions of these *kinds*."""
        return tuple(one for one in self.actions if one.kind in kinds)

    @property
    def to_do(self) -> tuple[Action, ...]:
        """What is to be done, or was."""
        return self.of("create", "update", "delete")

    @property
    def conflicts(self) -> tuple[Action, ...]:
        """What a person must look at first."""
        return self.of("conflict")

    @property
    def is_risky(self) -> bool:
        """Whether something goes, or is replaced that someone else may want."""
        return bool(self.of("delete")) or any(one.why for one in self.of("update"))

    @property
    def counts(self) -> Counter[Kind]:
        """How many actions there are of each kind."""
        return Counter(one.kind for one in self.actions)


def plan_run(
    direction: Direction,
    registry: Registry,
    files: Files,
    target: Target,
    state: State,
    choice: Choice,
) -> Planned:
    """Look at both sides of *target*, and return what a push or a pull would do.

    Raises:
        RegistryError: The registry could not be read, or does not support what is asked.
        SchemaError: Schema files are none.
        SelectError: *target* names nothing.
    """
    _check_support(direction, registry, choice)
    pulled, is_there = pulled_of(registry, target, direction)
    documents = documents_of(files.folder, target.folder)
    bases = state.of(registry.name, target.folder)
    if not documents and not bases and direction == "push":
        where = files.path_of(target.folder).removesuffix(".json")
        hint = f"known: {', '.join(files.plans())}" if files.plans() else "pull it first"
        raise SchemaError("no schema file in this plan", where=where, hint=hint)
    going, notes = _going(registry, documents)
    expressed = _expressed(registry, going, pulled)
    entries = placed(entries_of(expressed, pulled.remotes, bases), target.folder)
    act = push_action if direction == "push" else pull_action
    actions = tuple(act(one, choice) for one in chosen(entries, target))
    created = () if is_there else (f"the registry has no plan {target.plan!r}: it is made",)
    return Planned(direction, registry, target, actions, (*created, *pulled.notes, *notes))


def _check_support(direction: Direction, registry: Registry, choice: Choice) -> None:
    supports = registry.supports
    if direction == "push" and not supports.push:
        raise RegistryError(
            "this registry takes nothing from us",
            where=registry.name,
            hint=supports.why_no_push,
        )
    if direction == "push" and not supports.delete and (choice.delete or choice.prune):
        hint = "leave out --delete and --prune, and delete it there by hand"
        raise RegistryError(
            "this registry lets us delete nothing", where=registry.name, hint=hint
        )


def pulled_of(registry: Registry, target: Target, direction: Direction) -> tuple[Pulled, bool]:
    """Return what *registry* holds of *target*, and whether there is such a plan at all.

    Raises:
        NoSuchPlanError: There is none, and it is to be pulled.
        RegistryError: It could not be read, or names two events by one key.
    """
    try:
        pulled = registry.pull(target.plan)
    except NoSuchPlanError:
        if direction == "pull":
            raise
        return Pulled(()), False
    _check_distinct_remotes(pulled.remotes)
    return pulled, True


def _check_distinct_remotes(remotes: Sequence[Remote]) -> None:
    twice = [key for key, count in Counter(one.key for one in remotes).items() if count > 1]
    if twice:
        raise RegistryError(
            "the registry names two events by one key",
            where=min(twice),
            hint="nothing was changed; delete one of the two in the registry",
        )


def _going(
    registry: Registry, documents: Sequence[Document]
) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    """Return the documents that have a place in the registry, and what to say of the rest."""
    if registry.supports.minors:
        return tuple(documents), ()
    highest = highest_minors([one.id for one in documents])
    left = len(documents) - len(highest)
    notes = (
        (f"{left} older minor versions stay in git: this registry keeps one of a major",)
        if left
        else ()
    )
    return tuple(one for one in documents if one.id in highest), notes


def _expressed(
    registry: Registry, documents: Sequence[Document], pulled: Pulled
) -> tuple[Expressed, ...]:
    found = registry.express(documents, {one.key: one for one in pulled.remotes})
    by_key: dict[str, str] = {}
    problems = []
    for one in found:
        other = by_key.setdefault(one.key, one.document.id)
        if other != one.document.id:
            problem = f"to the registry, it is the same event as {other!r}: {one.key!r}"
            hint = "give one of the two another name or version"
            problems.append(SchemaError(problem, where=one.document.id, hint=hint))
    if problems:
        raise SchemaError.of(problems)
    return tuple(found)
