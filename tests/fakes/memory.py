"""A registry in memory: what others do without their transport, failing when told to."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reflekt_dbt.errors import NoSuchPlanError, RegistryError
from reflekt_dbt.registries.model import (
    Document,
    Expressed,
    Loss,
    Operation,
    Pulled,
    Remote,
    Supports,
)

# A keyword that this registry does not keep.
DROPPED = "$comment"


class MemoryRegistry:
    """Keeps one version of a major, drops ``$comment``, and knows events by name.

    Attributes:
        plans: Plan → key → what it holds; tests change it as someone else would.
        fails_at: Number of the call that fails, from 1; 0 for none. A push counts one call
            before each of its operations and one after the last.
        late: How many pulls after a push still tell what was before.
        writes: Every operation that was done, as (kind, key).
    """

    name = "memory"
    type = "file"

    def __init__(self, *, minors: bool = False) -> None:
        self.supports = Supports(push=True, delete=True, minors=minors)
        self.plans: dict[str, dict[str, dict[str, Any]]] = {}
        self.fails_at = 0
        self.late = 0
        self.writes: list[tuple[str, str]] = []
        self.before_push: Callable[[], None] = lambda: None
        self._calls = 0
        self._old: dict[str, dict[str, dict[str, Any]]] = {}

    def check(self) -> str:
        return self.name

    def pull(self, plan: str) -> Pulled:
        self._call()
        plans = self.plans
        if self.late:
            self.late -= 1
            plans = self._old
        if plan not in plans:
            raise NoSuchPlanError(f"no plan {plan!r}")
        return Pulled(tuple(_remote(plan, *one) for one in sorted(plans[plan].items())))

    def express(
        self,
        documents: Sequence[Document],
        remotes: Mapping[str, Remote],  # noqa: ARG002 - it keeps nothing of its own
    ) -> tuple[Expressed, ...]:
        return tuple(self._expressed(one) for one in documents)

    def push(
        self, plan: str, operations: Sequence[Operation], progress: Callable[[str], None]
    ) -> None:
        self.before_push()
        self._old = copy.deepcopy(self.plans)
        held = self.plans.setdefault(plan, {})
        for one in operations:
            self._call()
            progress(one.key)
            if one.expressed is None:
                held.pop(one.key, None)
            else:
                held[one.key] = dict(one.expressed.wanted.data)
            self.writes.append((one.kind, one.key))
        self._call()

    def _expressed(self, document: Document) -> Expressed:
        version = document.id.rpartition("/")[2]
        major = version.partition("-")[0]
        told = version if self.supports.minors else f"{major}-0"
        key = f"{document.data['self']['name']}/{told}"
        data = {name: value for name, value in document.data.items() if name != DROPPED}
        data["self"] = {**data["self"], "version": told}
        losses = (
            (Loss(document.id, f"/{DROPPED}", "comments are not kept"),)
            if DROPPED in document.data
            else ()
        )
        return Expressed(key, document, Document(document.id, data), losses)

    def _call(self) -> None:
        self._calls += 1
        if self._calls == self.fails_at:
            raise RegistryError("a bad day of the network", where=self.name)


def _remote(plan: str, key: str, data: dict[str, Any]) -> Remote:
    name, _, version = key.rpartition("/")
    return Remote(key, Document(f"{plan}/{name}/{version}", data), copy.deepcopy(data))
