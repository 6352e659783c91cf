"""A registry as the rest of the code sees it: values, and what one must be able to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Kind = Literal["create", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Document:
    """A schema file of ours, with or without a disk under it.

    Attributes:
        id: Path below the schemas folder, with ``/`` and without ``.json``:
            ``jaffle_shop/Order_Completed/1-0``.
        data: The schema, as the file would say it.
    """

    id: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a registry cannot express, and so will not tell back.

    Attributes:
        id: Of the document that says it.
        pointer: Where in it, a JSON Pointer; ``""`` for the document as a whole.
        sentence: What is lost, for people; without a full stop.
    """

    id: str
    pointer: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Remote:
    """One version of an event, as a registry holds it.

    Attributes:
        key: The registry's identity of it, unique in its plan: ``TRACK/Order Completed/1``.
            It is what files and registry know each other by; a file's path is not.
        document: What it says in our form; its id is where we would put a new file.
        origin: Its raw form, keys that we do not know included.
    """

    key: str
    document: Document
    origin: Any


@dataclass(frozen=True, slots=True)
class Pulled:
    """All that a registry holds of one plan; never a part of it.

    Attributes:
        remotes: By key.
        notes: What a reader ought to know, a sentence each.
    """

    remotes: tuple[Remote, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expressed:
    """A document of ours, as a registry would hold it.

    Attributes:
        key: The registry's identity of it.
        document: As it is in git.
        wanted: What would come back if it were pushed: mapped there and back.
        losses: What would not come back.
    """

    key: str
    document: Document
    wanted: Document
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to do to a registry.

    Attributes:
        kind: What.
        key: Of the event in the registry.
        expressed: What to put there; None for a delete.
        remote: What is there; None for a create.
    """

    kind: Kind
    key: str
    expressed: Expressed | None
    remote: Remote | None


@dataclass(frozen=True, slots=True)
class Supports:
    """What can be done with a type of registry.

    Attributes:
        push: Whether it takes anything from us.
        delete: Whether it lets us delete an event.
        minors: Whether it tells minor versions apart; else the highest of a major goes there.
        why_no_push: Where it takes nothing: why, and what to do instead; one sentence.
    """

    push: bool
    delete: bool
    minors: bool
    why_no_push: str = ""


class Registry(Protocol):
    """A connection to a registry.

    Attributes:
        name: Of the connection, as config has it.
        type: ``segment``, ``avo`` or ``file``.
        supports: What it can do.
    """

    name: str
    type: str
    supports: Supports

    def check(self) -> str:
        """Authenticate, and return one line that says who we are, and where.

        Raises:
            RegistryError: It cannot be reached, or does not let us in.
        """

    def pull(self, plan: str) -> Pulled:
        """Return all that it holds of *plan*, as the first part of ``--select`` names it.

        Raises:
            NoSuchPlanError: It holds no such plan.
            RegistryError: The plan could not be read to its end.
        """

    def express(
        self, documents: Sequence[Document], remotes: Mapping[str, Remote]
    ) -> tuple[Expressed, ...]:
        """Return *documents* as the registry would hold them. Pure.

        Args:
            documents: All those of one plan that are to go there.
            remotes: By key, what is there: keys of its own that we do not know stay.
        """

    def push(
        self, plan: str, operations: Sequence[Operation], progress: Callable[[str], None]
    ) -> None:
        """Do *operations*; doing them again changes nothing more.

        Creates *plan*, with all of its events, where it is not there.

        Args:
            plan: As for `pull`.
            operations: In order of their keys.
            progress: Takes a line now and then, for people.

        Raises:
            RegistryError: It failed on the way; what was done until then stays done.
        """
