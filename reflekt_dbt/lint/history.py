"""What git has committed of schema files that have changed since; two questions for all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from reflekt_dbt.errors import GitError, SchemaError
from reflekt_dbt.events.read import decoded, parse_document
from reflekt_dbt.git import Repository
from reflekt_dbt.write.blob import blob_id


class History:
    """The schema files of a folder as HEAD has them; of no repository, nothing."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def committed(self, file: Path) -> Mapping[str, Any] | None:
        """Return the JSON object in *file* as committed.

        None where it was never committed, or was no JSON object, or is the same but for
        line endings.
        """
        known = self._blobs.get(file.relative_to(self._root).as_posix())
        if known is None or known == blob_id(_text(file)):
            return None
        return self._parsed(known, file)

    @cached_property
    def _repository(self) -> Repository | None:
        try:
            return Repository.at(self._root)
        except GitError:
            return None  # most folders that have no repository need none

    @cached_property
    def _blobs(self) -> Mapping[str, str]:
        if self._repository is None:
            return {}
        try:
            return {blob.path: blob.id for blob in self._repository.blobs("HEAD")}
        except GitError:
            return {}  # nothing was committed yet

    def _parsed(self, known: str, file: Path) -> Mapping[str, Any] | None:
        if self._repository is None:
            return None
        where = str(file)
        try:
            content = self._repository.read([known])[known]
            data = parse_document(decoded(content, where), where).data
        except (GitError, SchemaError):
            return None  # what was unreadable then is compared with nothing now
        return data if isinstance(data, dict) else None


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "surrogateescape")
