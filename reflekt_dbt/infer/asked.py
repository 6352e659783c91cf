"""What a run of infer was asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.arguments import checked

DAYS = 30

_LISTS = ("select", "sample_values")


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of ``reflekt_infer``.

    Attributes:
        source: A configured source, or its place in the warehouse; ``""`` is all of them.
        sdk: Only with a *source* that is not configured.
        select: Tables, by name or glob, and ids of events; empty selects all.
        folder: Below the schemas folder, where new events go; ``""`` leaves it to us.
        dry_run: Write nothing; show what would be written.
        event_names: Ask rows what events were called when they were sent.
        stats: Ask rows which columns always have a value, and which have few of them.
        sample_values: Columns, ``column`` or ``table.column``, whose values may go to files.
        days: How far back a row counts.
    """

    source: str = ""
    sdk: str = ""
    select: tuple[str, ...] = ()
    folder: str = ""
    dry_run: bool = False
    event_names: bool = False
    stats: bool = False
    sample_values: tuple[str, ...] = ()
    days: int = DAYS

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Asked:
        """Return *arguments* checked; none and absent mean the default.

        Raises:
            SelectError: An argument is unknown, or of the wrong shape.
        """
        given = checked(cls, arguments)
        return cls(**given | {name: _parted(given[name]) for name in _LISTS if name in given})

    @property
    def reads_rows(self) -> bool:
        """Whether anything is asked that the catalogue cannot tell."""
        return bool(self.event_names or self.stats or self.sample_values)


def _parted(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return *given* one by one: on the command line several stand in one, with commas."""
    parts = (part.strip() for one in given for part in one.split(","))
    return tuple(part for part in parts if part)
