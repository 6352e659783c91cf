"""Mends what can be mended without a person. Reads files, writes none.

First every file is brought into our form, then rules say what to change, again and again
until they have nothing to add. A change of names that would break another rule is taken
back: that is for a person to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.dump import formatted
from reflekt_dbt.events.find import SchemaFile, find_schema_files
from reflekt_dbt.events.metaschema import load_meta
from reflekt_dbt.events.read import (
    Document,
    bytes_of,
    decoded,
    parse_document,
    printable,
    read_document,
)
from reflekt_dbt.lint.edit import edited, with_sorted_required
from reflekt_dbt.lint.job import Jobs
from reflekt_dbt.lint.rule import Edit, Fixes
from reflekt_dbt.lint.run import Linted, lint
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation
from reflekt_dbt.write.rewrite import Rewrite

Keep = Callable[[Sequence[Violation]], Iterable[Violation]]

# One file may have a misspelt name at each of a few levels; more rounds find nothing new.
_ROUNDS = 5
SAFELY: Fixes = "safely"
UNSAFELY: Fixes = "unsafely"
_NAME = ("self", "name")


@dataclass(frozen=True, slots=True)
class Fixed:
    """What came of mending.

    Attributes:
        rewrites: Files with their new text; those that stay as they are among them.
        mended: How many violations are no longer there.
        left: How many are left.
    """

    rewrites: tuple[Rewrite, ...]
    mended: int
    left: int

    def summary(self, fixed: str, changed: str) -> str:
        """Return in words how many violations are *fixed* and left, and files *changed*."""
        files = sum(rewrite.is_change for rewrite in self.rewrites)
        return f"{fixed}: {self.mended}, left: {self.left}, files {changed}: {files}"


def fix(jobs: Jobs, *, unsafe: bool = False, keep: Keep = tuple) -> Fixed:
    """Return the new texts of the files of *jobs*, and what is left to do in them.

    Args:
        jobs: What lint would look at.
        unsafe: Whether to change names as well.
        keep: Returns those of some violations that count; the others stay as they are.

    Raises:
        SchemaError: There is no schemas folder, or no file in it.
        SelectError: *jobs* select nothing.
    """
    desk = _Desk(jobs, keep)
    before = desk.lint()
    desk.tidy(before.files.values())
    # What nobody could see while a file was unreadable is no less mended.
    tidied = desk.lint()
    after = desk.mend(tidied, SAFELY)
    if unsafe:
        after = desk.mend(after, UNSAFELY)
    first, second, last = (_counts(keep(one.violations)) for one in (before, tidied, after))
    mended = (first - second).total() + (second - last).total()
    return Fixed(desk.rewrites(), mended, last.total())


class _Desk:
    """The files of a job, and their new texts before they are written."""

    def __init__(self, jobs: Jobs, keep: Keep) -> None:
        self._jobs = jobs
        self._job = job = jobs.make(self._read)
        self._keep = keep
        self._meta = load_meta(job.root)
        self._files = {file.path: file for file in find_schema_files(job.root).files}
        self._before: dict[Path, bytes] = {}
        self._texts: dict[Path, str] = {}
        # Files in which rules ask for what cannot be done, or should not.
        self._settled: set[Path] = set()

    def lint(self) -> Linted:
        return lint(self._jobs.make(self._read))

    def _read(self, file: Path) -> Document:
        if file in self._texts:
            return parse_document(self._texts[file], printable(str(file)))
        return read_document(file)

    def tidy(self, files: Iterable[Path]) -> None:
        """Bring *files* into our form, as far as they can be read at all."""
        for file in files:
            if file not in self._files:
                continue
            where = printable(str(file))
            try:
                before = bytes_of(file, where)
                text = formatted(decoded(before, where), where)
            except SchemaError:
                # Lint says what is wrong with it.
                continue
            self._before[file] = before
            self._texts[file] = with_sorted_required(text)

    def mend(self, linted: Linted, fixes: Fixes) -> Linted:
        """Make the edits of the rules that mend in the way *fixes*; return what is left."""
        self._settled.clear()
        for _ in range(_ROUNDS):
            edits = self._edits(linted, fixes)
            if not edits:
                break
            earlier = {file: self._texts[file] for file in edits}
            for file, wanted in edits.items():
                # Other names may come in another order.
                self._texts[file] = with_sorted_required(edited(earlier[file], wanted))
            self._settled |= {file for file in edits if self._texts[file] == earlier[file]}
            after = self.lint()
            # What a file says of itself may bring other things to light; a name must not.
            linted = self._without_worse(linted, earlier, after) if fixes != SAFELY else after
        return linted

    def rewrites(self) -> tuple[Rewrite, ...]:
        """Return the new text of each file that could be read."""
        return tuple(
            Rewrite(file, self._job.path_of(self._files[file]), self._before[file], text)
            for file, text in self._texts.items()
        )

    def _without_worse(
        self, before: Linted, earlier: Mapping[Path, str], after: Linted
    ) -> Linted:
        """Take back the edits of files that now break a rule more often than before."""
        gained = _counts(after.violations) - _counts(before.violations)
        worse = {after.files[path] for path, _ in gained} & earlier.keys()
        self._texts |= {file: earlier[file] for file in worse}
        self._settled |= worse
        return self.lint() if worse else after

    def _edits(self, linted: Linted, fixes: Fixes) -> dict[Path, list[Edit]]:
        rules = {rule.code: rule for rule in linted.rules if rule.fixes == fixes}
        wanted: dict[Path, list[Edit]] = {}
        fixable = (one for one in self._keep(linted.violations) if one.code in rules)
        for path, violations in groupby(fixable, key=lambda one: one.path):
            file = linted.files[path]
            if file not in self._texts or file in self._settled:
                continue
            schema = self._schema(file)
            wanted[file] = [
                edit
                for violation in violations
                for edit in rules[violation.code].edits(schema, violation)
                if self._is_free(edit, schema.file)
            ]
        return {file: edits for file, edits in wanted.items() if edits}

    def _schema(self, file: Path) -> Schema:
        found = self._files[file]
        return Schema(found, self._job.path_of(found), self._meta, self._read)

    def _is_free(self, edit: Edit, file: SchemaFile) -> bool:
        """Tell whether no other event has the name that *edit* would give this one."""
        if edit.pointer != _NAME:
            return True
        return self._names.setdefault(edit.value, file.folder) == file.folder

    @cached_property
    def _names(self) -> dict[str, str]:
        """Name of an event → a folder whose files have it."""
        schemas = (self._schema(file) for file in self._files)
        return {schema.name: schema.file.folder for schema in schemas if schema.name}


def _counts(violations: Iterable[Violation]) -> Counter[tuple[str, str]]:
    return Counter((violation.path, violation.code) for violation in violations)
