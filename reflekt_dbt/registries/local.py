"""The schema files of one plan, as documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.dump import formatted
from reflekt_dbt.events.find import SchemaFile, find_schema_files
from reflekt_dbt.events.metaschema import load_meta, meta_flaws
from reflekt_dbt.events.read import Document as Parsed
from reflekt_dbt.events.read import read_document
from reflekt_dbt.events.verdict import Checker
from reflekt_dbt.registries.model import Document


@dataclass(frozen=True, slots=True)
class Files:
    """Where the schema files are.

    Attributes:
        root: The project, or the tracking plan.
        schemas: Folder of the schema files below it, with ``/``.
    """

    root: Path
    schemas: str

    @property
    def folder(self) -> Path:
        """The folder of the schema files."""
        return self.root / self.schemas

    def path_of(self, event: str) -> str:
        """Return the path of the schema file of an id, from the root."""
        return f"{self.schemas}/{event}.json"

    def plans(self) -> list[str]:
        """Return the folders directly below the folder of the schema files."""
        if not self.folder.is_dir():
            return []
        here = (one for one in self.folder.iterdir() if one.is_dir())
        return sorted(one.name for one in here if not one.name.startswith("."))


def documents_of(root: Path, plan: str) -> tuple[Document, ...]:
    """Return the documents of the folder *plan* in the schemas folder *root*, by id.

    Raises:
        SchemaError: Files in it that are no event schemas: one error for all of them.
    """
    folder = root / plan
    if not folder.is_dir() or not any(folder.rglob("*.json")):
        return ()
    found = find_schema_files(root)
    inside = f"{plan}/"
    problems = [
        SchemaError(one.problem, where=str(one.path), hint=one.hint)
        for one in found.misnamed
        if one.id.startswith(inside)
    ]
    files = [one for one in found.files if f"{one.folder}/".startswith(inside)]
    made = tuple(_documents(files, load_meta(root), problems))
    if problems:
        raise SchemaError.of(problems)
    return made


def _documents(
    files: list[SchemaFile], meta: Checker, problems: list[SchemaError]
) -> Iterator[Document]:
    for file in files:
        try:
            yield _document(file, meta)
        except SchemaError as error:  # noqa: PERF203 - one bad file must not hide the next
            problems += error.problems or [error]


def _document(file: SchemaFile, meta: Checker) -> Document:
    document = read_document(file.path)
    check(document, meta)
    return Document(file.id, document.data)


def check(document: Parsed, meta: Checker) -> None:
    """Refuse what is no event schema.

    Raises:
        SchemaError: *document* is none.
    """
    flaws = meta_flaws(meta, document)
    if flaws:
        raise SchemaError.of(document.errors(flaws))


def text_of(data: Mapping[str, Any], where: str) -> str:
    """Return the text of a schema file that says *data*, in our form.

    Raises:
        SchemaError: It holds what no schema file may, such as control characters.
    """
    return formatted(json.dumps(data, ensure_ascii=False), where)
