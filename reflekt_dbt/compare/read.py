"""The schema files of a folder, of a commit, or just one: read, not yet parsed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reflekt_dbt.compare.versions import Revision, Side
from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.find import SchemaFile, find_schema_files, schema_file
from reflekt_dbt.events.model import Version
from reflekt_dbt.events.read import bytes_of, printable
from reflekt_dbt.git import Blob, Repository


def side_of_folder(root: Path, shown: str) -> Side:
    """Return the schema files below *root*; *shown* is how messages call that folder.

    Raises:
        SchemaError: There is no such folder, or a file cannot be read.
    """
    made: dict[str, dict[Version, Revision]] = {}
    for file in find_schema_files(root).files:
        path = f"{shown}/{file.id}.json"
        content = bytes_of(file.path, printable(str(file.path)))
        revision = Revision(file.folder, file.version, content, path, path)
        made.setdefault(file.folder, {})[file.version] = revision
    return made


def side_of_commit(repository: Repository, commit: str, shown: str, name: str) -> Side:
    """Return the schema files in *commit* of the folder that *repository* is seen from.

    Args:
        repository: Seen from the schemas folder.
        commit: Its id.
        shown: How messages call that folder.
        name: How messages call the commit.

    Raises:
        GitError: Git cannot read them.
        SchemaError: A link is among them, which only a working tree can follow.
    """
    found = repository.blobs(commit)
    _refuse_links(found, name)
    blobs = list(_schema_blobs(found))
    contents = repository.read(blob.id for _, blob in blobs)
    made: dict[str, dict[Version, Revision]] = {}
    for file, blob in blobs:
        path = f"{shown}/{file.id}.json"
        if blob.is_link:
            hint = f"compare with a folder instead: git worktree add ../before {name}"
            raise SchemaError(
                "a link, which is not followed in a commit", where=path, hint=hint
            )
        revision = Revision(
            file.folder, file.version, contents[blob.id], path, f"{name}:{path}"
        )
        made.setdefault(file.folder, {})[file.version] = revision
    return made


def _refuse_links(blobs: Iterable[Blob], name: str) -> None:
    """Refuse a link to what may be a schema file or a folder of them: it would be missed."""
    for blob in blobs:
        if blob.is_link and Path(blob.path).suffix in {"", ".json"}:
            raise SchemaError(
                "a link, which cannot be followed in a commit",
                where=printable(f"{name}:{blob.path}"),
                hint=f"compare with a folder instead: git worktree add ../before {name}",
            )


def _schema_blobs(blobs: Iterable[Blob]) -> Iterable[tuple[SchemaFile, Blob]]:
    for blob in blobs:
        folder, _, name = blob.path.rpartition("/")
        hidden = any(part.startswith(".") for part in blob.path.split("/"))
        file = schema_file(Path(), folder, name)
        if isinstance(file, SchemaFile) and not hidden:
            yield file, blob


def revision_of(path: str, content: bytes, where: str) -> Revision | None:
    """Return the version in the file *path* below the schemas folder; None if it is none."""
    folder, _, name = path.rpartition("/")
    file = schema_file(Path(), folder, name)
    if isinstance(file, SchemaFile):
        return Revision(folder, file.version, content, path, f"{where}:{path}")
    return None


def side_of_file(file: Path, folder: str) -> Side:
    """Return *file* alone, as a version of the event *folder*.

    A file whose name is no version takes the one that it says of itself, or else 0-0.

    Raises:
        SchemaError: It cannot be read.
    """
    where = printable(str(file))
    found = schema_file(file.parent, folder, file.name)
    revision = Revision(folder, Version(0, 0), bytes_of(file, where), where, where)
    version = found.version if isinstance(found, SchemaFile) else _own_version(revision)
    return {folder: {version: Revision(folder, version, revision.content, where, where)}}


def _own_version(revision: Revision) -> Version:
    own = revision.data.get("self")
    said = own.get("version") if isinstance(own, dict) else None
    found = schema_file(Path(), revision.folder, f"{said}.json")
    return found.version if isinstance(found, SchemaFile) else revision.version
