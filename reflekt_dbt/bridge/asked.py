"""What a run was asked to do, from macro arguments or from the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.arguments import checked
from reflekt_dbt.errors import SelectError
from reflekt_dbt.naming import did_you_mean
from reflekt_dbt.plan.findings import SEVERITIES
from reflekt_dbt.stats.questions import DAYS

FAIL_ON = (*SEVERITIES, "none")
_TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_$-]*(\.[A-Za-z_][A-Za-z0-9_$-]*){0,2}")


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
        fail_on: Least severity of a finding that fails a check; ``""`` leaves it to config.
        stats: Whether a check reads rows, for statistics.
        days: How many days back a row counts there.
        write_catalog: Bring ``reflekt.catalog`` up to date in a check.
        table: Of the warehouse, to add a check's findings to; ``""`` leaves it to config.
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
    fail_on: str = ""
    stats: bool = False
    days: int = DAYS
    write_catalog: bool = False
    table: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Asked:
        """Return *arguments* checked; none and absent mean the default.

        Raises:
            SelectError: An argument is unknown, or of the wrong shape.
        """
        given = checked(cls, arguments)
        if (given.get("fail_on") or "none") not in FAIL_ON:
            hint = did_you_mean(given["fail_on"], FAIL_ON)
            raise SelectError(
                f"unknown severity {given['fail_on']!r}", where="fail_on", hint=hint
            )
        asked = cls(**given)
        asked._check_agreement()
        return asked

    def _check_agreement(self) -> None:
        """Refuse what cannot both be meant."""
        online = ("live", "refresh_catalog", "stats")
        other = next((name for name in online if getattr(self, name)), "")
        if self.offline and other:
            raise SelectError(f"'offline' and {other!r} exclude each other", where="--args")
        if self.offline and (self.write_catalog or self.table):
            other = "write_catalog" if self.write_catalog else "table"
            raise SelectError(
                f"{other!r} is about the warehouse, which 'offline' does not ask",
                where="--args",
                hint="leave one of them out",
            )
        if self.table and not _TABLE.fullmatch(self.table):
            raise SelectError(
                f"no table can be called {self.table!r}",
                where="table",
                hint="give plain names, as in analytics.reflekt_findings",
            )
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
