"""What ``vars.reflekt.check`` says, as values; defaults included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class IgnoredFinding:
    """Findings to live with: those that match all that is said.

    Attributes:
        reason: Why they are fine.
        code: Of the findings; ``""`` is any.
        event: Glob of event ids; ``""`` is any.
        property: Glob of properties or columns, in any case; ``""`` is any.
        table: Glob of tables, in any case; ``""`` is any.
    """

    reason: str
    code: str = ""
    event: str = ""
    property: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class CheckConfig:
    """What ``check`` says of findings, and when it fails.

    Attributes:
        fail_on: Least severity that fails; ``none`` for no finding.
        severity: Code → how grave, where that is not as the code says; ``none`` leaves
            its findings out.
        ignore: Findings to live with.
        table: Of the warehouse, to add findings to; None is none.
    """

    fail_on: Literal["error", "warning", "info", "none"] = "warning"
    severity: Mapping[str, Literal["error", "warning", "info", "none"]] = field(
        default_factory=dict
    )
    ignore: tuple[IgnoredFinding, ...] = ()
    table: str | None = None
