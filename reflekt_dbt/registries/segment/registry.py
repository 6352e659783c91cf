"""Segment's tracking plans as a registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reflekt_dbt.errors import NoSuchPlanError, RegistryError
from reflekt_dbt.naming import did_you_mean
from reflekt_dbt.registries.model import (
    Document,
    Expressed,
    Operation,
    Pulled,
    Remote,
    Supports,
)
from reflekt_dbt.registries.names import plan_named
from reflekt_dbt.registries.segment.api import Api, Plan
from reflekt_dbt.registries.segment.drift import is_same_rule, unsaid
from reflekt_dbt.registries.segment.mapping import Mapper
from reflekt_dbt.registries.segment.rule import identity_of_rule
from reflekt_dbt.registries.terms import AnswerError

_ID = "tp_"
_Rule = Mapping[str, Any]


class Segment:
    """A connection to one workspace.

    Attributes:
        name: Of the connection.
        type: ``segment``.
        supports: What it can do.
    """

    type = "segment"
    supports = Supports(push=True, delete=True, minors=False)

    def __init__(self, name: str, api: Api, mapper: Mapper, where: str) -> None:
        self.name = name
        self._api = api
        self._mapper = mapper
        self._where = where

    def check(self) -> str:
        """Authenticate, and return one line that says who we are, and where.

        Raises:
            RegistryError: It cannot be reached, or does not let us in.
        """
        return f"Segment workspace {self._api.workspace()!r} at {self._where}"

    def pull(self, plan: str) -> Pulled:
        """Return every rule of *plan*: its name, something like its name, or its id.

        Raises:
            NoSuchPlanError: There is no such plan.
            RegistryError: Several have the name, or it could not be read to its end.
        """
        found = self._plan(plan)
        rules = self._read(found)
        remotes = []
        notes = []
        for key, rule in rules.items():
            remote = self._mapper.remote(found.name, rule)
            if remote is None:
                notes.append(f"{key} is left alone: no event of a type that we know")
                continue
            remotes.append(remote)
            notes += filter(None, [unsaid(remote)])
        return Pulled(tuple(remotes), tuple(notes))

    def express(
        self, documents: Sequence[Document], remotes: Mapping[str, Remote]
    ) -> tuple[Expressed, ...]:
        """Return *documents* as Segment would hold them; of a major, its highest minor."""
        return self._mapper.express(documents, remotes)

    def push(
        self, plan: str, operations: Sequence[Operation], progress: Callable[[str], None]
    ) -> None:
        """Do *operations*; creates *plan* where it is not there.

        Reads the plan first, and changes nothing if somebody else has changed what we are
        about to.

        Raises:
            RegistryError: It failed on the way; doing it again does the rest.
        """
        try:
            found = self._plan(plan)
        except NoSuchPlanError:
            found = self._api.create_plan(plan)
            progress(f"created the tracking plan {plan!r} ({found.id})")
        now = self._read(found)
        self._refuse_conflicts(found, operations, now)
        puts = [
            target
            for target in map(self._target, operations)
            if target and not _is_there(target, now)
        ]
        gone = [now[one.key] for one in operations if one.kind == "delete" and one.key in now]
        try:
            self._put(found, puts, progress)
            self._delete(found, gone, progress)
        except RegistryError as error:
            raise RegistryError(
                f"the tracking plan {found.name!r} is not complete: {error.problem}",
                where=error.where,
                hint=f"run it again: what is done stays done. {error.hint}".rstrip(),
            ) from error

    def _refuse_conflicts(
        self, plan: Plan, operations: Sequence[Operation], now: Mapping[str, _Rule]
    ) -> None:
        conflicts = [
            one.key for one in operations if not self._may_be_done(one, now.get(one.key))
        ]
        if conflicts:
            raise RegistryError(
                f"changed in Segment since it was read: {', '.join(conflicts[:5])}",
                where=f"plan {plan.name!r}",
                hint="pull first; nothing was written",
            )

    def _may_be_done(self, operation: Operation, current: _Rule | None) -> bool:
        """Tell whether a rule is as it was read, or as it is to become."""
        if current is None:
            return operation.kind != "update"
        target = self._target(operation)
        if target and is_same_rule(current, target):
            return True
        before = operation.remote
        return before is not None and is_same_rule(current, before.origin)

    def _target(self, operation: Operation) -> dict[str, Any] | None:
        if operation.expressed is None:
            return None
        origin = operation.remote.origin if operation.remote else None
        return self._mapper.rule(operation.expressed.document, origin, [])

    def _put(self, plan: Plan, rules: Sequence[_Rule], progress: Callable[[str], None]) -> None:
        self._api.upsert(plan.id, rules, _counting("pushed", len(rules), progress))

    def _delete(
        self, plan: Plan, rules: Sequence[_Rule], progress: Callable[[str], None]
    ) -> None:
        named = [
            {key: rule[key] for key in ("type", "key", "version") if rule.get(key) is not None}
            for rule in rules
        ]
        self._api.delete(plan.id, named, _counting("deleted", len(named), progress))

    def _read(self, plan: Plan) -> dict[str, _Rule]:
        """Return the rules of *plan* by key."""
        found: dict[str, _Rule] = {}
        for rule in self._api.rules(plan.id):
            identity = identity_of_rule(rule)
            key = str(identity) if identity else _unknown_key(rule)
            other = found.setdefault(key, rule)
            if other is not rule and not is_same_rule(other, rule):
                raise RegistryError(
                    f"two rules are {key}, and they differ",
                    where=f"plan {plan.name!r}",
                    hint="remove one of them in Segment",
                )
        return found

    def _plan(self, given: str) -> Plan:
        if given.startswith(_ID):
            return self._plan_of_id(given)
        plans = self._api.plans()
        name = plan_named(given, [plan.name for plan in plans])
        found = [plan for plan in plans if plan.name == name]
        if len(found) > 1:
            ids = ", ".join(plan.id for plan in found)
            raise RegistryError(
                f"several tracking plans are called {name!r}: {ids}",
                where=self._where,
                hint="give the id of the one you mean",
            )
        if not found:
            hint = did_you_mean(given, {plan.name for plan in plans})
            raise NoSuchPlanError(
                f"no tracking plan {given!r} in the workspace", where=self._where, hint=hint
            )
        return found[0]

    def _plan_of_id(self, plan_id: str) -> Plan:
        try:
            return self._api.plan(plan_id)
        except AnswerError as error:
            if error.status != 404:
                raise
            # No NoSuchPlanError: a plan cannot be created with an id.
            raise RegistryError(
                f"no tracking plan has the id {plan_id!r}",
                where=self._where,
                hint="give its name, or the id in its address in Segment",
            ) from None


def _counting(done: str, total: int, progress: Callable[[str], None]) -> Callable[[int], None]:
    count = 0

    def note(number: int) -> None:
        nonlocal count
        count += number
        progress(f"{done} {count} of {total} events")

    return note


def _is_there(target: _Rule, now: Mapping[str, _Rule]) -> bool:
    current = now.get(str(identity_of_rule(target)))
    return current is not None and is_same_rule(current, target)


def _unknown_key(rule: _Rule) -> str:
    return f"{rule.get('type')}/{rule.get('key') or ''}/{rule.get('version')}"
