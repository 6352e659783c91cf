"""What a rule is: a code, a name, a page in its docstring, and what it has to say.

    Rule
    ├── PathRule       a file or folder whose name says no event or version
    ├── FileRule       one schema file, readable or not
    ├── EventRule      one schema file that holds a JSON object
    ├── VersionsRule   all versions of one event, in one folder
    ├── ProjectRule    all schema files at once
    ├── WarehouseRule  all events of a source, in their tables
    └── IgnoreRule     what schema files say of lint itself

A rule yields violations and knows nothing of selection, ignores, places or printing. A
rule of a project's own derives from one of these and is named by an entry point.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Literal, NamedTuple

from reflekt_dbt.events.find import Misnamed
from reflekt_dbt.events.flaw import Flaw, Pointer
from reflekt_dbt.events.model import Event, Property
from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.ignore import Ignore
from reflekt_dbt.lint.landing import Landed, pointer_to
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Severity, Violation
from reflekt_dbt.lint.walk import Sub

Fixes = Literal["never", "safely", "unsafely"]
Shows = Literal["properties", "schema", "files", "text"]


class Edit(NamedTuple):
    """A change to a schema file that mends a violation.

    Attributes:
        pointer: To the value meant, which need not be there yet.
        value: What to put there; None where only the key changes.
        key: What to call the member instead; ``""`` keeps its key.
    """

    pointer: Pointer
    value: Any = None
    key: str = ""


class Rule(ABC):
    """A rule, made once for a run.

    The docstring is the rule's page: a first sentence that says what was found, why it
    matters, and JSON examples under ``Flagged:`` and ``Fine:``, if need be with settings
    under ``With:``.

    Attributes:
        code: ``RF`` and three digits, or what a project's own rules are called.
        name: What was found, so that "ignore property-without-description" is a sentence.
        severity: Unless config says otherwise.
        on: Whether it is among ``default``, which is what is selected unless config does.
        shows: What the examples are: an event's properties, keys of its schema, files
            (path → keys of the schema), or the very text of a file.
        fixes: Whether ``edits`` can mend it: ``safely`` where whatever depends on the
            schema stays as it was.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: Severity = "error"
    on: ClassVar[bool] = True
    shows: ClassVar[Shows] = "properties"
    fixes: ClassVar[Fixes] = "never"

    def __init__(self, facts: Facts | None = None) -> None:
        self.facts = facts or Facts()

    def at(
        self,
        schema: Schema,
        pointer: Pointer,
        problem: str,
        hint: str = "",
        *,
        at_key: bool = False,
    ) -> Violation:
        """Return a violation at *pointer* in *schema*; its line is looked up later."""
        return Violation(
            self.code, self.name, self.severity, schema.path, problem, hint, pointer, at_key
        )

    def of_path(
        self, path: str, problem: str, hint: str = "", pointer: Pointer = ()
    ) -> Violation:
        """Return a violation in the file at *path*, whose document is gone by now."""
        return Violation(self.code, self.name, self.severity, path, problem, hint, pointer)

    def on_property(self, schema: Schema, prop: Sub, problem: str, hint: str = "") -> Violation:
        """Return a violation at the name of a property."""
        return self.at(schema, prop.pointer, problem, hint, at_key=True)

    def of_flaws(self, schema: Schema, flaws: Iterable[Flaw]) -> Iterator[Violation]:
        """Yield *flaws*, found by something that knows no rules, as violations."""
        for flaw in flaws:
            yield self.at(schema, flaw.pointer, flaw.problem, flaw.hint, at_key=flaw.at_key)

    def edits(self, schema: Schema, violation: Violation) -> Iterable[Edit]:  # noqa: ARG002 - for rules that mend
        """Return what mends *violation*, one of this rule's own in *schema*.

        Nothing where a person has to decide.
        """
        return ()


class PathRule(Rule):
    """Looks at the name of a file or folder that cannot be that of a schema file."""

    @abstractmethod
    def check(self, found: Misnamed, path: str) -> Iterator[Violation]:
        """Yield what is wrong with the name; *path* is as violations have it."""


class FileRule(Rule):
    """Looks at one file, whether it could be read or not."""

    @abstractmethod
    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield what is wrong with the file."""


class EventRule(Rule):
    """Looks at one schema file that holds a JSON object."""

    @abstractmethod
    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield what is wrong with the schema."""


class VersionsRule(Rule):
    """Looks at all versions of one event, the oldest first.

    Those that cannot be read are among them, with no data.
    """

    @abstractmethod
    def check(self, versions: Sequence[Schema]) -> Iterator[Violation]:
        """Yield what is wrong with them together."""


class ProjectRule(Rule):
    """Looks at all readable schema files once they have been read.

    Their documents are gone by then, so that memory stays small; what a rule needs of
    them it keeps in *note*.
    """

    @abstractmethod
    def note(self, schema: Schema) -> None:
        """Keep of *schema* what the rule needs."""

    @abstractmethod
    def check(self) -> Iterator[Violation]:
        """Yield what is wrong with all of them together."""


class WarehouseRule(Rule):
    """Looks at the events of one configured source, and where they land in the warehouse."""

    severity: Severity = "warning"

    @abstractmethod
    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield what is wrong with them."""

    def of_event(self, landed: Landed, event: Event, problem: str, hint: str = "") -> Violation:
        """Return a violation at the name of *event*."""
        return self.of_path(landed.path_of(event), problem, hint, ("self", "name"))

    def of_property(
        self, landed: Landed, event: Event, prop: Property, problem: str, hint: str = ""
    ) -> Violation:
        """Return a violation at *prop* of *event*."""
        found = self.of_path(landed.path_of(event), problem, hint, pointer_to(prop))
        return replace(found, at_key=True)


class IgnoreRule(Rule):
    """Looks at what schema files say of lint, when all else has been said."""

    @abstractmethod
    def check(
        self, ignores: Sequence[Ignore], held: Collection[str], *, whole: bool
    ) -> Iterator[Violation]:
        """Yield what is wrong with *ignores*.

        Args:
            ignores: All of them, with a note of which were used.
            held: Codes of the rules of this run.
            whole: Whether all rules are among them that are on by default.
        """


RULE_KINDS = (
    PathRule, FileRule, EventRule, VersionsRule, ProjectRule, WarehouseRule, IgnoreRule,
)  # fmt: skip
