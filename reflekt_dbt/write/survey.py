"""One look at a dbt project's files: what they are called, define and use.

On disk and not through dbt, because it must work when dbt cannot parse the project.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from reflekt_dbt.write.disk import named_errors
from reflekt_dbt.write.scan import FileUse, Folder, Kind, macros_in, scan

_OF_INTEREST = (".sql", ".py", ".md", ".yml", ".yaml", ".csv")
# Only at the top: a folder of models may well be called target.
_NOT_THE_PROJECT = frozenset({"target", "dbt_packages", "dbt_modules"})


@dataclass(frozen=True, slots=True)
class ProjectPaths:
    """Folders of a dbt project, as ``dbt_project.yml`` has them; dbt's own defaults."""

    models: tuple[str, ...] = ("models",)
    seeds: tuple[str, ...] = ("seeds",)
    snapshots: tuple[str, ...] = ("snapshots",)
    tests: tuple[str, ...] = ("tests",)
    macros: tuple[str, ...] = ("macros",)
    analyses: tuple[str, ...] = ("analyses",)
    docs: tuple[str, ...] = ()

    def folders(self) -> Iterator[tuple[str, Folder]]:
        """Yield each folder and what dbt takes its files for."""
        other = (*self.tests, *self.macros, *self.analyses, *self.docs)
        kinds: tuple[tuple[Folder, tuple[str, ...]], ...] = (
            ("model", self.models),
            ("seed", self.seeds),
            ("snapshot", self.snapshots),
            ("other", other),
        )
        for kind, paths in kinds:
            yield from ((path, kind) for path in paths)


@dataclass(frozen=True, slots=True)
class Survey:
    """The files of a project.

    Attributes:
        files: What each file defines and uses, by path: relative, with ``/``.
        macros: Names of all macros and generic tests that the project defines.
        notes: What was odd, a sentence each.
    """

    files: Mapping[str, FileUse] = field(default_factory=dict)
    macros: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()

    @property
    def nodes(self) -> dict[str, tuple[str, ...]]:
        """Name of each model, seed and snapshot → the files that bear it."""
        found = self._definers("node")
        return {name: paths for (name, _), paths in found.items()}

    @property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Name that some file gives a node's relation → the files that do."""
        return {name: paths for (name, _), paths in self._definers("alias").items()}

    @property
    def sources(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(source, table) → the YAML files that define it."""
        return self._definers("source")

    def _definers(self, kind: Kind) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for path, use in sorted(self.files.items(), key=lambda item: item[0]):
            for thing in use.defines:
                if thing.kind == kind:
                    key = (thing.name, thing.table)
                    found[key] = (*found.get(key, ()), path)
        return found


def survey(root: Path, paths: ProjectPaths) -> Survey:
    """Read every file of the project in *root* once.

    Raises:
        WriteError: A file cannot be read at all; broken SQL or YAML is only noted.
    """
    texts = {
        path: (_text(root, path), folder)
        for path, folder in _files(root, paths)
        if path.endswith(_OF_INTEREST)
    }
    macros = frozenset().union(
        *(macros_in(text) for path, (text, _) in texts.items() if path.endswith(".sql"))
    )
    files = {path: scan(path, text, folder, macros) for path, (text, folder) in texts.items()}
    notes = tuple(sorted(use.note for use in files.values() if use.note))
    return Survey(files, macros, notes)


def _files(root: Path, paths: ProjectPaths) -> Iterator[tuple[str, Folder]]:
    seen: set[str] = set()
    walked: set[str] = set()
    for folder, kind in paths.folders():
        for path in _below(root, PurePosixPath(folder).as_posix(), walked):
            if path not in seen:
                seen.add(path)
                yield path, kind


def _below(root: Path, folder: str, walked: set[str]) -> Iterator[str]:
    real = os.path.realpath(root / folder)
    # dbt follows links, also those that lead back up.
    if real in walked or not (root / folder).is_dir():
        return
    walked.add(real)
    with os.scandir(root / folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = entry.name if folder == "." else f"{folder}/{entry.name}"
        if entry.is_file():
            yield path
        elif entry.is_dir() and not entry.name.startswith(".") and path not in _NOT_THE_PROJECT:
            yield from _below(root, path, walked)


def _text(root: Path, path: str) -> str:
    # A seed's rows say nothing of the project, and may be many.
    if path.endswith(".csv"):
        return ""
    with named_errors(path, "make it readable: it may use what we are about to change"):
        return (root / path).read_bytes().decode("utf-8", "replace")
