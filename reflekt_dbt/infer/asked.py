"""What a run of infer was asked to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from reflekt_dbt.errors import SelectError
from reflekt_dbt.naming import did_you_mean

DAYS = 30

_TEXTS = ("source", "sdk", "folder")
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
        known = {field.name for field in fields(cls)}
        for name in arguments:
            if name not in known:
                hint = did_you_mean(str(name), known)
                raise SelectError(f"unknown argument {name!r}", where="--args", hint=hint)
        given = {name: value for name, value in arguments.items() if value is not None}
        return cls(**{name: _checked(name, value) for name, value in given.items()})

    @property
    def reads_rows(self) -> bool:
        """Whether anything is asked that the catalogue cannot tell."""
        return bool(self.event_names or self.stats or self.sample_values)


def _checked(name: str, value: Any) -> Any:
    if name in _LISTS:
        return _texts(name, value)
    if name in _TEXTS and not isinstance(value, str):
        raise SelectError(f"{name!r} is not text", where="--args")
    if name == "days":
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise SelectError("'days' is not a whole number above 0", where="--args")
    elif name not in _TEXTS and not isinstance(value, bool):
        raise SelectError(f"{name!r} is neither true nor false", where="--args")
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if isinstance(given, list | tuple) and all(isinstance(one, str) for one in given):
        # On the command line several stand in one word, with commas between.
        parts = (part.strip() for one in given for part in one.split(","))
        return tuple(part for part in parts if part)
    raise SelectError(f"{name!r} is neither text nor a list of texts", where="--args")
