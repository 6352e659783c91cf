"""What came of a run, as one value: what people are shown, and what tools read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reflekt_dbt import __version__
from reflekt_dbt.plan.findings import BY_NAME, SEVERITIES, Finding, Severity, sentence

CLEAN, FOUND, UNABLE = 0, 1, 2


class FileChange(NamedTuple):
    """What became, or would become, of one file.

    Attributes:
        path: Relative to the project.
        action: ``create``, ``update``, ``unchanged``, ``delete``, ``kept`` …
        why: Why it was left alone, in words; ``""`` if it was not.
        diff: Unified diff of what the run would bring; ``""`` where there is none.
    """

    path: str
    action: str
    why: str = ""
    diff: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run.

    Attributes:
        command: ``build`` or ``check``.
        tables: One a table of the plan that was selected; see the macro table_counts.
        findings: As the macros found them.
        files: As they were decided on; empty for ``check``.
        notes: What else people should know, such as a write that was finished.
        wrote: Whether files were written, rather than only looked at.
        files_need_you: Whether something about the files is for a person to settle.
        fail_on: Least severity of a finding that is a failure, ``none`` for no finding.
        statistics: What rows tell, see `Survey.document`; empty if they were not asked.
        severities: Code → how grave, where the project says otherwise than the code.
        ignored: How many findings the project lives with; they are not in *findings*.
        failure: What could not be done after all was found; ``""`` if nothing.
    """

    command: str
    tables: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]
    files: tuple[FileChange, ...] = ()
    notes: tuple[str, ...] = ()
    wrote: bool = False
    files_need_you: bool = False
    fail_on: str = "none"
    statistics: Mapping[str, Any] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    ignored: int = 0
    failure: str = ""

    def severity_of(self, code: str) -> Severity:
        """Return how grave the findings of *code* are."""
        return self.severities.get(code, BY_NAME[code].severity)

    @property
    def left_alone(self) -> tuple[FileChange, ...]:
        """Files that had news, and were not ours to change."""
        return tuple(file for file in self.files if file.why)

    @property
    def changes(self) -> tuple[FileChange, ...]:
        """Files that differ from what they were, or would."""
        return tuple(file for file in self.files if file.action in _CHANGES)

    def counts(self) -> dict[str, int]:
        """Return how many findings there are by code, most first."""
        return dict(Counter(found[0] for found in self.findings).most_common())

    def exit_code(self) -> int:
        """Return 2 for a failure, 1 if there is something that needs a person, else 0."""
        if self.failure:
            return UNABLE
        worst = SEVERITIES.index(self.fail_on) if self.fail_on in SEVERITIES else -1
        failing = any(
            SEVERITIES.index(self.severity_of(found[0])) <= worst for found in self.findings
        )
        return FOUND if failing or self.files_need_you else CLEAN

    def document(self) -> dict[str, Any]:
        """Return the report as JSON values: ``--output json`` and the results file."""
        return {
            "version": 1,
            "reflekt_dbt": __version__,
            "command": self.command,
            "exit_code": self.exit_code(),
            "tables": list(self.tables),
            "findings": [self._finding(found) for found in self.findings],
            "ignored": self.ignored,
            "files": [file._asdict() for file in self.files],
            "notes": list(self.notes),
            **({"statistics": self.statistics} if self.statistics else {}),
            "failure": self.failure,
        }

    def _finding(self, found: Finding) -> dict[str, Any]:
        code, event, prop, arguments = found
        return {
            "code": code,
            "severity": self.severity_of(code),
            "event": event,
            "property": prop,
            "text": sentence(found),
            "arguments": dict(arguments),
        }

    def json(self) -> str:
        """Return the document as text, with a newline at the end."""
        return json.dumps(self.document(), indent=2, ensure_ascii=False) + "\n"


_CHANGES = frozenset(["create", "update", "merged", "delete", "forced"])
