"""``reflekt.registries``: what was last in step with a registry, event by event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.disk import named_errors, read_text
from reflekt_dbt.write.rows import Row, read_rows, render_rows

STATE = "reflekt.registries"

_HEADER = (
    "What was last in step with a registry: its name, its key of the event, id of the file, "
    "hash of what both say. Commit it; after a merge conflict, keep the lines of both sides."
)
_HASH = re.compile(r"[0-9a-f]{16}")


class Held(NamedTuple):
    """An event in a plan of a registry.

    Attributes:
        registry: Name of the connection.
        plan: The folder directly below the schemas folder.
        key: The registry's identity of the event.
    """

    registry: str
    plan: str
    key: str


@dataclass(frozen=True, slots=True)
class Base:
    """What git and registry last said both.

    Attributes:
        id: Of the schema file.
        hashes: Of what it said, see `semantics.fingerprint`. Several after a merge conflict,
            or while a push is under way, whose sides all count. Never empty.
    """

    id: str
    hashes: frozenset[str]


@dataclass(frozen=True, slots=True)
class State:
    """Everything that was in step, with whichever registry."""

    bases: Mapping[Held, Base] = field(default_factory=dict)

    def of(self, registry: str, plan: str) -> dict[str, Base]:
        """Return by key what was in step with one plan of a registry."""
        return {
            held.key: base
            for held, base in self.bases.items()
            if (held.registry, held.plan) == (registry, plan)
        }

    def having(self, registry: str, plan: str, bases: Mapping[str, Base | None]) -> State:
        """Return this state with *bases* of one plan, by key; None forgets."""
        made = dict(self.bases)
        for key, base in bases.items():
            made.pop(Held(registry, plan, key), None)
            if base is not None:
                made[Held(registry, plan, key)] = base
        return State(made)

    def render(self) -> str:
        """Return the file's text: the same for equal states, always."""
        rows = (
            (held.registry, held.key, base.id, one)
            for held, base in sorted(self.bases.items(), key=itemgetter(0))
            for one in sorted(base.hashes)
        )
        return render_rows(_HEADER, rows)


def read_state(root: Path) -> State:
    """Read the state of the tracking plan in *root*; an empty one if there is none.

    Raises:
        WriteError: A line of it cannot be understood.
    """
    with named_errors(STATE, "make it a readable file"):
        return parse_state(read_text(root / STATE) or "")


def parse_state(text: str) -> State:
    """Return the state that *text* is.

    Raises:
        WriteError: A line of it cannot be understood.
    """
    bases: dict[Held, Base] = {}
    for row in read_rows(text):
        registry, key, event, digest = _checked(row)
        held = Held(registry, event.partition("/")[0], key)
        older = bases.get(held)
        bases[held] = Base(event, older.hashes | {digest} if older else frozenset({digest}))
    return State(bases)


def _checked(row: Row) -> tuple[str, str, str, str]:
    match row.fields:
        case (registry, key, event, digest) if (
            _HASH.fullmatch(digest) and registry and key and "/" in event
        ):
            return registry, key, event, digest
        case _:
            raise WriteError(
                "expected a registry, a key, an id and a hash, with tabs between",
                where=f"{STATE}:{row.number}",
                hint="delete the line: nothing is lost, but the next push and pull cannot tell "
                "on which side that event was changed",
            )
