"""Rules that a project declares in ``vars.reflekt.lint.custom``, as classes like ours."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reflekt_dbt.config.linting import CustomRule
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.events.flaw import Flaw, Pointer
from reflekt_dbt.events.verdict import Checker
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Severity, Violation


class _Declared(EventRule):
    """What every declared rule does; each is a class of its own below this one."""

    declared: CustomRule
    names: re.Pattern[str]

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield a violation for each event or property that breaks the rule."""
        for name, pointer, content in self._held(schema):
            if not self.names.search(name):
                continue
            for flaw in self._flaws(name, content):
                hint = f"{flaw.problem}; {flaw.hint}".rstrip("; ")
                place = (*pointer, *flaw.pointer)
                problem = f"{name!r}: {self.declared.message}"
                yield self.at(
                    schema, place, problem, hint, at_key=flaw.at_key or not flaw.pointer
                )

    @abstractmethod
    def _held(self, schema: Schema) -> Iterable[tuple[str, Pointer, Mapping[str, Any]]]:
        """Return name, place and content of each thing that is held to the rule."""

    @abstractmethod
    def _flaws(self, name: str, content: Mapping[str, Any]) -> list[Flaw]:
        """Return what the rule has against one of them."""


class _OfEvents(_Declared):
    """Holds the schema of each event to a rule."""

    def _held(self, schema: Schema) -> Iterable[tuple[str, Pointer, Mapping[str, Any]]]:
        pointer: Pointer = ("self", "name") if self.declared.regex and schema.name else ()
        return [(schema.name, pointer, schema.data)]


class _OfProperties(_Declared):
    """Holds each property, at every level, to a rule."""

    def _held(self, schema: Schema) -> Iterable[tuple[str, Pointer, Mapping[str, Any]]]:
        return [(sub.name, sub.pointer, sub.schema) for sub in schema.properties]


def declared_rule(declared: CustomRule, index: int) -> type[EventRule]:
    """Return the rule that *declared*, the entry *index* of the list, describes.

    Raises:
        ConfigError: It says too much or too little, or is no JSON Schema or regex.
    """
    where = f"vars.reflekt.lint.custom.{index}"
    forms = [key for key in ("event", "property", "regex") if getattr(declared, key)]
    if len(forms) != 1:
        hint = "give one of event, property (each a JSON Schema) and regex"
        problem = (
            f"{declared.id!r} must say one thing, and says {' and '.join(forms) or 'none'}"
        )
        raise ConfigError(problem, where=where, hint=hint)
    form = forms[0]
    flaws = (
        _by_regex(_compiled(declared.regex, f"{where}.regex"), declared.regex)
        if form == "regex"
        else _by_schema(getattr(declared, form), f"{where}.{form}")
    )
    of_events = declared.of == "event" if form == "regex" else form == "event"
    body = {
        "__doc__": f"{declared.message}.\n\nDeclared by this project.",
        "code": declared.id,
        "name": declared.name or f"custom-{declared.id.lower()}",
        "severity": _severity(declared),
        "declared": declared,
        "names": _compiled(declared.names, f"{where}.names"),
        "_flaws": flaws,
    }
    return type(f"Declared{declared.id}", (_OfEvents if of_events else _OfProperties,), body)


def _severity(declared: CustomRule) -> Severity:
    return declared.severity


def _compiled(regex: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(regex)
    except (re.error, RecursionError, OverflowError) as error:
        hint = "quote it with '…' in YAML, so that no backslash is lost"
        raise ConfigError(f"{regex!r} is no regex: {error}", where=where, hint=hint) from error


def _by_regex(pattern: re.Pattern[str], regex: str) -> Any:
    def flaws(_: object, name: str, content: object) -> list[Flaw]:  # noqa: ARG001 - as _flaws
        return [] if pattern.search(name) else [Flaw((), f"it does not match {regex!r}")]

    return flaws


def _by_schema(fragment: Mapping[str, Any], where: str) -> Any:
    try:
        checker = Checker(fragment)
    except ValueError as error:
        first = (str(error).splitlines() or ["?"])[0][:200]
        raise ConfigError(f"no JSON Schema (draft-07): {first}", where=where) from error

    def flaws(_: object, name: str, content: Mapping[str, Any]) -> list[Flaw]:  # noqa: ARG001 - as _flaws
        return checker.flaws(content)

    return flaws
