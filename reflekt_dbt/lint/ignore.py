"""One word of a schema file to lint: which rule does not count, and where."""

from __future__ import annotations

from dataclasses import dataclass

from reflekt_dbt.events.flaw import Pointer
from reflekt_dbt.lint.violation import Violation


@dataclass(slots=True)
class Ignore:
    """One word of a schema file to lint.

    Attributes:
        path: Of the file.
        pointer: To the word itself.
        scope: At which, and below which, it counts.
        word: The rule, as written; ``""`` stands for all of them.
        code: Of the rule; ``""`` for all of them, or if there is no such rule.
        used: Whether it kept a violation from being reported.
        problem: Why it cannot be understood; ``""`` if it can.
        hint: What to write instead.
    """

    path: str
    pointer: Pointer
    scope: Pointer
    word: str
    code: str
    used: bool = False
    problem: str = ""
    hint: str = ""

    def covers(self, violation: Violation) -> bool:
        """Return whether *violation* is of this rule, and at this place or below."""
        if self.problem or self.code not in {"", violation.code}:
            return False
        return violation.pointer[: len(self.scope)] == self.scope
