"""What a rule has against a schema file, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reflekt_dbt.events.flaw import Pointer

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that a rule has against one schema file.

    Attributes:
        code: Of the rule, such as ``RF203``.
        name: Of the rule, such as ``property-without-description``.
        severity: ``error``, ``warning`` or ``info``.
        path: Of the file, below the project, with ``/`` on every system.
        problem: One sentence without a full stop; values quoted with ``!r``.
        hint: What the author can do; ``""`` if there is nothing to say.
        pointer: Keys and indexes from the document's top to the value meant; ``()`` is
            the whole document.
        at_key: Whether the member's key is what is meant, rather than its value.
        line: From 1; 0 until it is known. Only files with violations are looked at for it.
        column: From 1, in characters; 0 until it is known.
    """

    code: str
    name: str
    severity: Severity
    path: str
    problem: str
    hint: str = ""
    pointer: Pointer = ()
    at_key: bool = False
    line: int = 0
    column: int = 0

    @property
    def json_pointer(self) -> str:
        """The pointer in the form of RFC 6901: ``/properties/order_id``."""
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in self.pointer)
        return "".join(f"/{step}" for step in steps)


def is_failure(severity: Severity, fail_on: Severity) -> bool:
    """Return whether *severity* is as grave as *fail_on*, or graver."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(fail_on)
