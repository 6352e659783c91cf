"""What a schema file says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple


class Version(NamedTuple):
    """``MAJOR-MINOR``; orders by number, so that 1-10 comes after 1-9."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}-{self.minor}"


@dataclass(frozen=True, slots=True)
class Property:
    """One leaf property of an event.

    Attributes:
        path: Names from the top of the event's ``properties`` down to this one, as
            the file spells them; ``("cart", "total")`` for a nested one. Never empty.
        types: JSON Schema type names, sorted, without ``"null"``. Empty if untyped.
            An object that cannot be flattened keeps ``"object"`` here.
        nullable: Whether ``"null"`` was among the types, here or at a level above.
        required: Whether it is required, and so is every level above it.
        description: As written in the file; ``""`` if absent.
        format: JSON Schema ``format``, such as ``"date-time"``; ``""`` if absent.
        enum: Allowed values in the file's order, without null. Empty if unbounded.
        pii: Whether it is, or holds, personal data; or which kind, in the author's word.
        pii_at: Path of what bears that mark: its own, or of an object around it.
        renamed_from: Paths that it had before, as *path*, the latest first.
    """

    path: tuple[str, ...]
    types: tuple[str, ...] = ()
    nullable: bool = False
    required: bool = False
    description: str = ""
    format: str = ""
    enum: tuple[Any, ...] = ()
    pii: bool | str = False
    pii_at: tuple[str, ...] = ()
    renamed_from: tuple[tuple[str, ...], ...] = ()

    @property
    def dotted(self) -> str:
        """The path as people say it: ``cart.total``."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Event:
    """One version of one event.

    Attributes:
        id: Path of its file below the schemas folder, with ``/`` on every system and
            without ``.json``: ``jaffle_shop/Order_Completed/1-0``.
        name: What the SDK sends, such as ``Order Completed``.
        version: From the file's name.
        file: Where it was read from.
        description: As written in the file; ``""`` if absent.
        properties: Leaf properties in the file's order.
        metadata: What the team keeps with the event (owners …), in the file's order.
    """

    id: str
    name: str
    version: Version
    file: Path
    description: str = ""
    properties: tuple[Property, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
