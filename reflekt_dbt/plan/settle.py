"""What counts of the findings, and how much, by the settings of a project. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from reflekt_dbt.config.check import CheckConfig, IgnoredFinding
from reflekt_dbt.plan.findings import BY_NAME, Finding, Severity, finding


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings by a project's settings.

    Attributes:
        findings: Those that count, in their order.
        severities: Code → how grave, where that is not as the code says.
        ignored: How many there are that the project lives with.
    """

    findings: tuple[Finding, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    ignored: int = 0

    def severity_of(self, code: str) -> Severity:
        """Return how grave the findings of *code* are."""
        return self.severities.get(code, BY_NAME[code].severity)


def settle(
    findings: Sequence[Finding], settings: CheckConfig, *, is_whole: bool = False
) -> Settled:
    """Return *findings* as *settings* see them.

    Args:
        findings: All that were made.
        settings: Severities, and what to live with.
        is_whole: Whether *findings* are about all there is, so that an entry of ``ignore``
            which matches none of them is one too many.
    """
    used: set[int] = set()
    counting = [one for one in findings if not _is_ignored(one, settings.ignore, used)]
    ignored = len(findings) - len(counting)
    if is_whole:
        counting.extend(_unused(settings.ignore, used))
    severities = {code: grave for code, grave in settings.severity.items() if grave != "none"}
    kept = (one for one in counting if settings.severity.get(one[0]) != "none")
    return Settled(tuple(kept), severities, ignored)


def _is_ignored(found: Finding, entries: Iterable[IgnoredFinding], used: set[int]) -> bool:
    """Tell whether one of *entries* matches; note all that do as *used*."""
    matching = {number for number, entry in enumerate(entries) if _matches(entry, found)}
    used |= matching
    return bool(matching)


def _matches(entry: IgnoredFinding, found: Finding) -> bool:
    code, event, prop, arguments = found
    # An event's ids have a case, names in a warehouse are spelled as it likes.
    names = ((entry.property, prop), (entry.table, str(arguments.get("table") or "")))
    return (
        entry.code in {"", code}
        and (not entry.event or fnmatchcase(event, entry.event))
        and all(
            not glob or fnmatchcase(name.casefold(), glob.casefold()) for glob, name in names
        )
    )


def _unused(entries: Iterable[IgnoredFinding], used: set[int]) -> Iterator[Finding]:
    for number, entry in enumerate(entries):
        if number not in used:
            parts = ("code", "event", "property", "table")
            said = ((part, getattr(entry, part)) for part in parts)
            yield finding(
                "ignore_without_finding",
                "",
                where=f"check.ignore.{number}",
                entry=", ".join(f"{part}: {text}" for part, text in said if text),
            )
