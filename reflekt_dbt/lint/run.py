"""Holds schema files to rules: each is read once, and only what rules need is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from reflekt_dbt.events.find import Misnamed, SchemaFile, find_schema_files
from reflekt_dbt.events.metaschema import load_meta
from reflekt_dbt.events.model import Event
from reflekt_dbt.events.read import Document, printable, read_document
from reflekt_dbt.events.select import select_events
from reflekt_dbt.events.verdict import Checker
from reflekt_dbt.garbage import few_collections
from reflekt_dbt.lint.allow import PathIgnores, ignores_in, without_ignored
from reflekt_dbt.lint.choose import Catalogue
from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.ignore import Ignore
from reflekt_dbt.lint.landing import land
from reflekt_dbt.lint.place import with_places
from reflekt_dbt.lint.rule import (
    EventRule,
    FileRule,
    IgnoreRule,
    PathRule,
    ProjectRule,
    Rule,
    VersionsRule,
    WarehouseRule,
)
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


@dataclass(frozen=True, slots=True)
class Job:
    """What a run of lint is about.

    Attributes:
        root: Folder of the schema files.
        prefix: Its path below the project, with ``/``; begins every path of a violation.
        rules: To hold the files to.
        catalogue: All the rules there are, for what schema files say of lint.
        facts: What the rules were made with.
        schemas_path: Of the folder, as people may write it before what they select.
        select: Which files, in the forms of ``--select``; empty is all. The others are
            read too, for rules about several files at once.
        ignore_paths: Glob → rules that do not count there.
        read: Reads a file; something else than the disk where files are yet to be written.
    """

    root: Path
    prefix: str
    rules: Sequence[Rule]
    catalogue: Catalogue
    facts: Facts = field(default_factory=Facts)
    schemas_path: str = "schemas"
    select: Sequence[str] = ()
    ignore_paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read: Callable[[Path], Document] = read_document

    def path_of(self, found: SchemaFile | Misnamed) -> str:
        """Return the path of a file below the project, as violations have it."""
        below = found.path.relative_to(self.root).as_posix()
        return printable(f"{self.prefix}/{below}" if self.prefix else below)


@dataclass(frozen=True, slots=True)
class Linted:
    """What came of a run of lint.

    Attributes:
        files: Path below the project → the file, in the order of the violations.
        violations: By file, then by line and column, then by code.
        rules: That the files were held to, by code.
    """

    files: Mapping[str, Path]
    violations: tuple[Violation, ...]
    rules: tuple[Rule, ...]


def lint(job: Job) -> Linted:
    """Hold the schema files of *job* to its rules.

    Raises:
        SchemaError: There is no folder, or no file in it, or its meta-schema is none.
        SelectError: *job* selects nothing, or names an unknown rule.
    """
    with few_collections():
        return _lint(job)


def _lint(job: Job) -> Linted:
    allowed = PathIgnores(job.ignore_paths, job.catalogue)
    found = find_schema_files(job.root)
    chosen = select_events(found.every, job.select, job.schemas_path)
    misnamed = [one for one in chosen if isinstance(one, Misnamed)]
    run = _Run(job, {job.path_of(one) for one in chosen})
    for rule in job.rules:
        if isinstance(rule, PathRule):
            for one in misnamed:
                run.add(rule.check(one, job.path_of(one)))
    run.read(found.files)
    violations = [one for one in run.finish() if not allowed.covers(one)]
    files = {job.path_of(one): one.path for one in chosen}
    readable = {job.path_of(one): one.path for one in chosen if isinstance(one, SchemaFile)}
    order = {path: index for index, path in enumerate(files)}
    placed = sorted(
        with_places(violations, readable, job.read),
        key=lambda one: (order[one.path], one.line, one.column, one.code, one.problem),
    )
    return Linted(files, tuple(placed), tuple(job.rules))


class _Run:
    """One pass over the files, folder by folder, so that few documents are held at once."""

    def __init__(self, job: Job, selected: set[str]) -> None:
        self._job = job
        self._selected = selected
        self._found: list[Violation] = []
        self._ignores: dict[str, list[Ignore]] = {}
        self._file_rules = [rule for rule in job.rules if isinstance(rule, FileRule)]
        self._event_rules = [rule for rule in job.rules if isinstance(rule, EventRule)]
        self._versions_rules = [rule for rule in job.rules if isinstance(rule, VersionsRule)]
        self._project_rules = [rule for rule in job.rules if isinstance(rule, ProjectRule)]
        self._warehouse_rules = [rule for rule in job.rules if isinstance(rule, WarehouseRule)]
        self._events: list[Event] = []

    def add(self, violations: Iterable[Violation]) -> None:
        """Keep those of *violations* that are in selected files."""
        self._found += [one for one in violations if one.path in self._selected]

    def read(self, files: Sequence[SchemaFile]) -> None:
        """Read *files*, in order, and hold each of them to the rules about one file."""
        meta = load_meta(self._job.root)
        for _, of_one_event in groupby(files, key=lambda file: file.folder):
            versions = [self._read(file, meta) for file in of_one_event]
            for rule in self._versions_rules:
                self.add(rule.check(versions))

    def _read(self, file: SchemaFile, meta: Checker) -> Schema:
        schema = Schema(file, self._job.path_of(file), meta, self._job.read)
        if schema.path in self._selected:
            for rule in self._file_rules:
                self._found += rule.check(schema)
        if schema.data:
            self._hold(schema)
        return schema

    def _hold(self, schema: Schema) -> None:
        if schema.path in self._selected:
            for rule in self._event_rules:
                self._found += rule.check(schema)
            ignores = ignores_in(schema, self._job.catalogue)
            if ignores:
                self._ignores[schema.path] = ignores
        for noting in self._project_rules:
            noting.note(schema)
        if self._warehouse_rules and schema.event:
            self._events.append(schema.event)

    def finish(self) -> list[Violation]:
        """Return all violations, once the files that are read say which to ignore."""
        for rule in self._project_rules:
            self.add(rule.check())
        self._land()
        kept = without_ignored(self._found, self._ignores)
        given = [ignore for ignores in self._ignores.values() for ignore in ignores]
        held = frozenset(rule.code for rule in self._job.rules)
        default = frozenset(rule.code for rule in self._job.catalogue.rules if rule.on)
        for one in self._job.rules:
            if isinstance(one, IgnoreRule):
                kept += one.check(given, held, whole=default <= held)
        return kept

    def _land(self) -> None:
        if not self._warehouse_rules:
            return
        prefix = f"{self._job.prefix}/" if self._job.prefix else ""
        for landed in land(self._events, self._job.facts, prefix):
            for rule in self._warehouse_rules:
                self.add(rule.check(landed))
