"""Where the schema files are. Reads folders, never a file."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.model import Version
from reflekt_dbt.events.read import printable

# No leading zeros: 1-0 and 01-0 would be one version in two files.
_FILE_NAME = re.compile(r"(0|[1-9][0-9]{0,8})-(0|[1-9][0-9]{0,8})\.json")
_ODD_FOLDER = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\\\\]")
_INIT = "run: reflekt-dbt init"


class SchemaFile(NamedTuple):
    """A file that should hold one version of one event; sorts by folder, then version.

    Attributes:
        folder: Path of its folder below the schemas folder, with ``/``.
        version: From the file's name.
        path: Where it is.
    """

    folder: str
    version: Version
    path: Path

    @property
    def id(self) -> str:
        """The id of the event in it."""
        return f"{self.folder}/{self.version}"


class Misnamed(NamedTuple):
    """A file or folder whose name says no event or version.

    Attributes:
        id: Path below the schemas folder, with ``/``, without ``.json``.
        path: Where it is.
        problem: One sentence without a full stop.
        hint: What the user can do.
    """

    id: str
    path: Path
    problem: str
    hint: str


class Found(NamedTuple):
    """The schema files of a project, and what is wrong with the names of others."""

    files: tuple[SchemaFile, ...]
    misnamed: tuple[Misnamed, ...]

    @property
    def every(self) -> tuple[SchemaFile | Misnamed, ...]:
        """All of them, the schema files first."""
        return (*self.files, *self.misnamed)

    @property
    def problems(self) -> tuple[SchemaError, ...]:
        """What is wrong with names, as errors."""
        return tuple(
            SchemaError(one.problem, where=printable(str(one.path)), hint=one.hint)
            for one in self.misnamed
        )


def find_schema_files(root: Path) -> Found:
    """Return the schema files below *root*, sorted, whatever order the file system has.

    Raises:
        SchemaError: There is no such folder, or not one JSON file in it.
    """
    where = printable(str(root))
    if not root.is_dir():
        problem = "this is a file, not a folder" if root.exists() else "no such folder"
        raise SchemaError(problem, where=where, hint=_INIT)
    names = sorted(_json_files(root))
    if not names:
        raise SchemaError("no schema file in this folder", where=where, hint=_INIT)

    files = [schema_file(root, folder, name) for folder, name in names]
    good = sorted(file for file in files if isinstance(file, SchemaFile))
    misnamed = [file for file in files if isinstance(file, Misnamed)]
    misnamed += _same_but_for_case({file.folder for file in good}, root)
    return Found(tuple(good), tuple(misnamed))


def _json_files(root: Path) -> Iterator[tuple[str, str]]:
    """Yield folder and name of each JSON file below *root* that is not hidden.

    Every folder is entered once, so that links in a circle come to an end; folders before
    links to folders, so that a link never takes the place of what it points to.
    """
    entered: set[tuple[int, int]] = set()
    folders, links = [""], list[str]()
    while folders or links:
        folder = folders.pop() if folders else links.pop(0)
        if _entered_before(root / folder, entered):
            continue
        for entry in _entries(root / folder):
            here = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir():
                (links if entry.is_symlink() else folders).append(here)
            elif entry.name.lower().endswith(".json"):
                yield folder, entry.name
        links.sort()


def _entered_before(folder: Path, entered: set[tuple[int, int]]) -> bool:
    """Return whether *folder* is among *entered*, and see that it is from now on."""
    found = folder.stat()
    identity = (found.st_dev, found.st_ino)
    if identity in entered:
        return True
    entered.add(identity)
    return False


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        raise SchemaError(
            f"this folder cannot be read: {error.strerror or error}",
            where=printable(str(folder)),
            hint="check its permissions",
        ) from error


def schema_file(root: Path, folder: str, name: str) -> SchemaFile | Misnamed:
    """Return the schema file of that name, or what is wrong with its path."""
    path = root / folder / name
    version = _FILE_NAME.fullmatch(name)
    if not folder:
        hint = "move it to a folder with the event's name, as in Order_Completed/1-0.json"
        problem = "a schema file outside of any event's folder"
    elif _ODD_FOLDER.search(folder):
        hint = "rename the folder; letters, digits and _ work everywhere"
        problem = "a folder's name holds a backslash or a character that is no text"
    elif version is None:
        hint = "call the file MAJOR-MINOR.json, as in 1-0.json"
        problem = f"{name!r} is no version"
    else:
        return SchemaFile(folder, Version(int(version[1]), int(version[2])), path)
    stem = name[: -len(".json")]
    return Misnamed(f"{folder}/{stem}" if folder else stem, path, problem, hint)


def _same_but_for_case(folders: Iterable[str], root: Path) -> Iterator[Misnamed]:
    """Yield one for each pair of folders that Windows and macOS cannot tell apart."""
    spelt: dict[str, str] = {}
    every = {"/".join(f.split("/")[: n + 1]) for f in folders for n in range(f.count("/") + 1)}
    for folder in sorted(every):
        other = spelt.setdefault(unicodedata.normalize("NFC", folder).casefold(), folder)
        if other != folder and _parent(folder) == _parent(other):
            problem = f"this folder's name differs from {other!r} only by case"
            hint = "rename one of the two: Windows and macOS cannot hold both"
            yield Misnamed(folder, root / folder, problem, hint)


def _parent(folder: str) -> str:
    return folder.rpartition("/")[0]
