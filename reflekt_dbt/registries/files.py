"""The file registry: a plain folder, or a bucket that is mounted as one.

A plan is a folder directly below it, with the layout of a schemas folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from reflekt_dbt.errors import NoSuchPlanError, RegistryError, WriteError
from reflekt_dbt.events.find import find_schema_files
from reflekt_dbt.events.read import bytes_of, decoded, parse_document
from reflekt_dbt.registries.connection import Connection, local_path
from reflekt_dbt.registries.local import text_of
from reflekt_dbt.registries.model import (
    Document,
    Expressed,
    Operation,
    Pulled,
    Remote,
    Supports,
)
from reflekt_dbt.registries.names import plan_named, slug
from reflekt_dbt.write.disk import is_empty, named_errors
from reflekt_dbt.write.paths import Places


class FileRegistry:
    """A folder as a registry; keeps every version, minors too, and loses nothing.

    Attributes:
        name: Of the connection.
        type: ``file``.
        supports: Everything.
    """

    type = "file"
    supports = Supports(push=True, delete=True, minors=True)

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder

    def check(self) -> str:
        """Return the folder, which must be there.

        Raises:
            RegistryError: It is not, or cannot be read.
        """
        plans = self._plans()
        return f"{self._folder}, plans: {len(plans)}"

    def pull(self, plan: str) -> Pulled:
        """Return all versions in the folder of *plan*; see `Registry.pull`."""
        folder = plan_named(plan, self._plans())
        if folder is None:
            hint = f"it has: {', '.join(self._plans()) or 'none'}"
            raise NoSuchPlanError(f"no plan {plan!r}", where=str(self._folder), hint=hint)
        root = self._folder / folder
        if not any(root.rglob("*.json")):
            return Pulled(())
        found = find_schema_files(root)
        notes = tuple(f"{one.path}: {one.problem}; left alone" for one in found.misnamed)
        return Pulled(tuple(_remote(folder, one.id, one.path) for one in found.files), notes)

    def express(
        self,
        documents: Sequence[Document],
        remotes: Mapping[str, Remote],  # noqa: ARG002 - nothing but the document is kept
    ) -> tuple[Expressed, ...]:
        """Return *documents*, each as it is; see `Registry.express`."""
        return tuple(Expressed(one.id.partition("/")[2], one, one) for one in documents)

    def push(
        self, plan: str, operations: Sequence[Operation], progress: Callable[[str], None]
    ) -> None:
        """Write and delete files, one after the other; see `Registry.push`."""
        folder = plan_named(plan, self._plans()) or _folder(plan)
        places = Places(self._folder)
        for number, one in enumerate(operations, start=1):
            progress(f"{one.kind} {one.key} ({number} of {len(operations)})")
            path = f"{folder}/{one.key}.json"
            try:
                with named_errors(path, "check the permissions of the file and its folder"):
                    _carry_out(places.inside(path), one, self._folder)
            except WriteError as error:
                raise RegistryError(
                    error.problem, where=error.where, hint=error.hint
                ) from error

    def _plans(self) -> list[str]:
        try:
            folders = [one.name for one in self._folder.iterdir() if one.is_dir()]
        except OSError as error:
            problem = f"this folder cannot be read: {error.strerror or error}"
            hint = "check the path of the registry; make the folder if it is a new one"
            raise RegistryError(problem, where=str(self._folder), hint=hint) from error
        return sorted(name for name in folders if not name.startswith("."))


def connect(connection: Connection) -> FileRegistry:
    """Return the registry of *connection*.

    Raises:
        RegistryError: Neither path nor URL says where it is.
    """
    given = connection.config.url or connection.config.path
    if not given:
        raise RegistryError(
            "nothing says which folder it is",
            where=f"registries.{connection.name}",
            hint="add path, as in path: ../registry; or say --registry ./folder",
        )
    return FileRegistry(connection.name, connection.root / local_path(given))


def _folder(plan: str) -> str:
    """Return the folder of a new plan: its name, spaces and all, where that is safe."""
    safe = slug(plan)
    return plan if safe == plan.replace(" ", "_") else safe


def _remote(plan: str, key: str, path: Path) -> Remote:
    where = str(path)
    text = decoded(bytes_of(path, where), where)
    data = parse_document(text, where).data
    if not isinstance(data, dict):
        raise RegistryError("an event's schema must be an object", where=where)
    return Remote(key, Document(f"{plan}/{key}", data), text)


def _carry_out(place: Path, operation: Operation, root: Path) -> None:
    """Do *operation* to the file *place*, unless it is done already.

    Raises:
        RegistryError: Someone else changed the file after it was read.
    """
    expressed = operation.expressed
    wanted = text_of(expressed.document.data, str(place)) if expressed else None
    present = decoded(place.read_bytes(), str(place)) if place.exists() else None
    if present == wanted:
        return
    if present != (operation.remote.origin if operation.remote else None):
        hint = "run it again, and look at what changed"
        raise RegistryError("it was changed in the meantime", where=str(place), hint=hint)
    if wanted is None:
        place.unlink()
        _prune(place.parent, root)
    else:
        _replace(place, wanted)


def _replace(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    # Same folder, so that replace() stays on one file system and is atomic.
    staged = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        staged.write_bytes(text.encode())
        staged.replace(place)
    finally:
        # Gone from here, it is where it belongs.
        with suppress(FileNotFoundError):
            staged.unlink()


def _prune(folder: Path, root: Path) -> None:
    """Remove *folder* and those above it as far as they are empty, but no plan's own."""
    top = Path(os.path.realpath(root))
    while top not in {folder, folder.parent} and is_empty(folder):
        folder.rmdir()
        folder = folder.parent
