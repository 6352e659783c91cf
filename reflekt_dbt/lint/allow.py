"""What schema files say of lint themselves, and what config says of paths. Pure.

A schema, or one of its properties, may hold ``"lint": false``, a list of rules under
``"lint"``, or ``"lint": {"ignore": [...]}``: then nothing at it, or below it, is held to
these rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pathspec import GitIgnoreSpec

from reflekt_dbt.events.flaw import Pointer
from reflekt_dbt.lint.choose import Catalogue
from reflekt_dbt.lint.ignore import Ignore
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation

KEY = "lint"


def ignores_in(schema: Schema, catalogue: Catalogue) -> list[Ignore]:
    """Return what *schema* says of lint, in the order of the document."""
    if not schema.mentions(f'"{KEY}"'):
        return []
    found = [
        ignore
        for sub in schema.subs
        if KEY in sub.schema
        for ignore in _words(sub.schema[KEY], (*sub.pointer, KEY), sub.pointer, schema.path)
    ]
    if KEY in schema.own:
        found.extend(_words(schema.own[KEY], ("self", KEY), (), schema.path))
    for ignore in found:
        ignore.code = catalogue.code_of(ignore.word)
        if ignore.word and not ignore.code:
            ignore.problem = f"no rule is called {ignore.word!r}"
            ignore.hint = catalogue.nearest(ignore.word)
    return found


def _words(value: Any, pointer: Pointer, scope: Pointer, path: str) -> Iterator[Ignore]:
    if value is False:
        yield Ignore(path, pointer, scope, "", "")
    elif isinstance(value, dict) and value.keys() == {"ignore"}:
        yield from _words(value["ignore"], (*pointer, "ignore"), scope, path)
    elif isinstance(value, str):
        yield Ignore(path, pointer, scope, value, "")
    elif isinstance(value, list) and all(isinstance(word, str) for word in value):
        for index, word in enumerate(value):
            yield Ignore(path, (*pointer, index), scope, word, "")
    elif value is not True:
        problem = "'lint' is neither false nor a list of rules"
        hint = 'write "lint": false, or "lint": ["RF203"]'
        yield Ignore(path, pointer, scope, "", "", problem=problem, hint=hint)


def without_ignored(
    violations: Iterable[Violation], ignores: Mapping[str, Iterable[Ignore]]
) -> list[Violation]:
    """Return those of *violations* that no schema file ignores, and note what was used."""
    kept = []
    for violation in violations:
        covering = [one for one in ignores.get(violation.path, ()) if one.covers(violation)]
        for one in covering:
            one.used = True
        if not covering:
            kept.append(violation)
    return kept


class PathIgnores:
    """Which rules do not count for which files, by globs as in ``.gitignore``."""

    def __init__(self, given: Mapping[str, Iterable[str]], catalogue: Catalogue) -> None:
        """Take glob → rules.

        Raises:
            SelectError: A rule is unknown.
        """
        where = "vars.reflekt.lint.ignore_paths"
        self._given = [
            (GitIgnoreSpec.from_lines([glob]), catalogue.codes(words, f"{where}.{glob}"))
            for glob, words in given.items()
        ]
        self._codes: dict[str, frozenset[str]] = {}

    def covers(self, violation: Violation) -> bool:
        """Return whether *violation* does not count where its file is."""
        if not self._given:
            return False
        path = violation.path
        if path not in self._codes:
            matching = [codes for spec, codes in self._given if spec.match_file(path)]
            self._codes[path] = frozenset().union(*matching)
        return violation.code in self._codes[path]
