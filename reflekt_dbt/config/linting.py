"""What ``vars.reflekt.lint`` says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class LintRules:
    """Which rules schemas are held to.

    Attributes:
        select: Codes, beginnings of codes or names; ``default`` and ``all`` are words for many.
        ignore: Those of them that are not held after all.
        severity: The same words → how grave, where that is not as the rule says.
    """

    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Literal["error", "warning", "info"]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CustomRule:
    """A rule that a project declares for itself.

    Attributes:
        id: Its code; none of ours begins like it.
        message: What to say of what breaks it.
        name: What was found; ``""`` makes one of the code.
        severity: How grave it is.
        event: JSON Schema that the schema of every event must satisfy; None if absent.
        property: JSON Schema that the schema of every property must satisfy; None if absent.
        regex: That names must match somewhere; ``""`` if absent.
        of: Whose names *regex* is about.
        names: Only what is so named is held to the rule; ``""`` holds all to it.
    """

    id: str
    message: str
    name: str = ""
    severity: Literal["error", "warning", "info"] = "error"
    event: Mapping[str, Any] | None = None
    property: Mapping[str, Any] | None = None
    regex: str = ""
    of: Literal["event", "property"] = "property"
    names: str = ""


@dataclass(frozen=True, slots=True)
class LintConfig:
    """What lint holds schemas to, and where.

    Attributes:
        rules: Which rules.
        ignore_paths: Glob as in ``.gitignore``, below the project → rules that do not
            count there.
        fail_on: Least severity of a violation that makes lint fail.
        baseline: File of violations to live with, below the project; None is none.
        keywords: Keywords of the project's own, which schemas may have.
        warehouses: Whose limits count.
        custom: Rules of the project's own.
    """

    rules: LintRules = LintRules()
    ignore_paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fail_on: Literal["error", "warning", "info"] = "warning"
    baseline: str | None = None
    keywords: tuple[str, ...] = ()
    warehouses: tuple[str, ...] = ("postgres", "redshift", "snowflake", "bigquery")
    custom: tuple[CustomRule, ...] = ()
