"""What a run was asked to do, from macro arguments or from the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from reflekt_dbt.errors import SelectError
from reflekt_dbt.naming import did_you_mean
from reflekt_dbt.plan.findings import SEVERITIES

FAIL_ON = (*SEVERITIES, "none")


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of ``reflekt_build`` and ``reflekt_check``.

    Attributes:
        select: Event ids, prefixes and globs; empty selects all.
        source: A configured source, or its place in the warehouse; ``""`` is all of them.
        sdk: Only with a *source* that is not configured.
        check: Write nothing; something that would change is a failure.
        dry_run: Write nothing; show what would change.
        offline: Use ``reflekt.catalog`` alone.
        live: Ask the warehouse even for *check*.
        refresh_catalog: Forget what was seen before.
        force: Overwrite edited files too.
        adopt: Paths or models of the user's that are to count as edits of ours; if there are
            any, nothing else is written.
        merge: Whether those get at once what they have not.
        strict: A warning is a failure of a build.
        fail_on: Least severity of a finding that fails a check.
    """

    select: tuple[str, ...] = ()
    source: str = ""
    sdk: str = ""
    check: bool = False
    dry_run: bool = False
    offline: bool = False
    live: bool = False
    refresh_catalog: bool = False
    force: bool = False
    adopt: tuple[str, ...] = ()
    merge: bool = False
    strict: bool = False
    fail_on: str = "warning"

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
        given |= {name: texts(name, given.get(name, ())) for name in ("select", "adopt")}
        for name in ("source", "sdk", "fail_on"):
            if not isinstance(given.get(name, ""), str):
                raise SelectError(f"{name!r} is not text", where="--args")
        for name in known - {"select", "source", "sdk", "adopt", "fail_on"}:
            if not isinstance(given.get(name, False), bool):
                raise SelectError(f"{name!r} is neither true nor false", where="--args")
        if given.get("fail_on", "none") not in FAIL_ON:
            hint = did_you_mean(given["fail_on"], FAIL_ON)
            raise SelectError(
                f"unknown severity {given['fail_on']!r}", where="fail_on", hint=hint
            )
        asked = cls(**given)
        asked._check_agreement()
        return asked

    def _check_agreement(self) -> None:
        """Refuse what cannot both be meant."""
        if self.offline and (self.live or self.refresh_catalog):
            other = "live" if self.live else "refresh_catalog"
            raise SelectError(f"'offline' and {other!r} exclude each other", where="--args")
        if self.check and self.refresh_catalog and not self.live:
            raise SelectError(
                "'check' asks no warehouse, so that 'refresh_catalog' has nothing to go by",
                where="--args",
                hint="add live",
            )

    @property
    def asks_warehouse(self) -> bool:
        """Whether the live catalogue is wanted."""
        return not self.offline and (self.live or not self.check)


def texts(name: str, value: Any) -> tuple[str, ...]:
    """Return the argument *name*, a text or a list of texts, as a tuple.

    Raises:
        SelectError: It is neither.
    """
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise SelectError(f"{name!r} is neither text nor a list of texts", where="--args")
