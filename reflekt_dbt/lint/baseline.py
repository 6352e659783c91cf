"""What a project has decided to live with: the violations that were there before lint was.

A violation is known by its file, its rule and the JSON pointer to its place, so that moving
lines, or rewording a rule, makes none of them new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from reflekt_dbt.errors import ConfigError, WriteError
from reflekt_dbt.lint.violation import Violation

VERSION = 1
_Key = tuple[str, str, str]


class Baseline:
    """Violations that do not count, and how often each of them may be there."""

    def __init__(self, known: Iterable[_Key] = ()) -> None:
        self._known = Counter(known)

    @classmethod
    def read(cls, file: Path) -> Baseline:
        """Return what *file* holds.

        Raises:
            ConfigError: It is missing, or none that we wrote.
        """
        where = str(file)
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            known = [_key_of(entry) for entry in found["violations"]]
            version = found["version"]
        except FileNotFoundError as error:
            hint = f"run: reflekt-dbt lint --write-baseline {file.name}"
            raise ConfigError("no such baseline", where=where, hint=hint) from error
        except OSError as error:
            problem = f"this file cannot be read: {error.strerror or error}"
            raise ConfigError(problem, where=where, hint="check its permissions") from error
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            hint = "write it anew with --write-baseline"
            raise ConfigError("this is no baseline of lint", where=where, hint=hint) from error
        if version != VERSION:
            hint = "upgrade reflekt-dbt, or write it anew with --write-baseline"
            raise ConfigError(f"unknown version {version!r}", where=where, hint=hint)
        return cls(known)

    def split(self, violations: Iterable[Violation]) -> tuple[list[Violation], int, int]:
        """Return the violations that are new, how many are known, and how many have gone."""
        left = Counter(self._known)
        new = []
        for violation in violations:
            key = _key(violation)
            if left[key] > 0:
                left[key] -= 1
            else:
                new.append(violation)
        gone = left.total()
        return new, self._known.total() - gone, gone


def baseline_text(violations: Sequence[Violation]) -> str:
    """Return the file that makes *violations* known: sorted, one line each."""
    keys = sorted(map(_key, violations))
    lines = ",\n".join(
        "    " + json.dumps(dict(zip(_FIELDS, key, strict=True)), ensure_ascii=False)
        for key in keys
    )
    inner = f"\n{lines}\n  " if lines else ""
    return f'{{\n  "version": {VERSION},\n  "violations": [{inner}]\n}}\n'


def write_baseline(file: Path, violations: Sequence[Violation]) -> None:
    """Write the file that makes *violations* known.

    Raises:
        WriteError: It cannot be written, or is something else than a baseline.
    """
    if file.is_file() and not _is_ours(file):
        hint = "give it another name, or remove the file"
        raise WriteError("this file is no baseline to write anew", where=str(file), hint=hint)
    try:
        file.write_text(baseline_text(violations), encoding="utf-8", newline="\n")
    except OSError as error:
        problem = f"this file cannot be written: {error.strerror or error}"
        raise WriteError(
            problem, where=str(file), hint="give --write-baseline a file"
        ) from error


def _is_ours(file: Path) -> bool:
    """Return whether *file* is a baseline, of whatever version."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.keys() == {"version", "violations"}


_FIELDS = ("path", "rule", "pointer")


def _key(violation: Violation) -> _Key:
    return violation.path, violation.code, violation.json_pointer


def _key_of(entry: object) -> _Key:
    if not isinstance(entry, dict) or entry.keys() != set(_FIELDS):
        raise TypeError(entry)
    path, rule, pointer = (str(entry[field]) for field in _FIELDS)
    return path, rule, pointer
