"""Schema files in, events out; or everything that is wrong with them, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.find import SchemaFile, find_schema_files
from reflekt_dbt.events.flatten import flatten
from reflekt_dbt.events.life import metadata_of
from reflekt_dbt.events.metaschema import load_meta, meta_flaws
from reflekt_dbt.events.model import Event
from reflekt_dbt.events.read import Document, read_document
from reflekt_dbt.events.refs import find_bad_refs
from reflekt_dbt.events.verdict import Checker


def load_events(root: Path) -> tuple[Event, ...]:
    """Return every event in the schemas folder *root*, by folder, then by version.

    Raises:
        SchemaError: No folder, no file in it, or files that are no event schemas: one
            error for all of them.
    """
    found = find_schema_files(root)
    meta = load_meta(root)
    problems = list(found.problems)
    events = tuple(_events(found.files, meta, problems))
    if problems:
        raise SchemaError.of(problems)
    return events


def _events(
    files: Iterable[SchemaFile], meta: Checker, problems: list[SchemaError]
) -> Iterator[Event]:
    """Yield the event of each of *files* that holds one, and add the rest to *problems*."""
    for file in files:
        try:
            yield load_event(file, meta)
        except SchemaError as error:  # noqa: PERF203 - one bad file must not hide the next
            problems += error.problems or [error]


def load_event(file: SchemaFile, meta: Checker) -> Event:
    """Return the event in *file*, which must satisfy *meta*.

    Raises:
        SchemaError: It does not, or is not even JSON.
    """
    document = read_document(file.path)
    flaws = meta_flaws(meta, document)
    if not flaws and '"$ref"' in document.text:
        flaws = list(find_bad_refs(document.data))
    if flaws:
        raise SchemaError.of(document.errors(flaws))
    return event_in(document, file)


def event_in(document: Document, file: SchemaFile) -> Event:
    """Return the event in *document*, against which a meta-schema has nothing.

    Raises:
        SchemaError: Its references multiply without end.
    """
    data = document.data
    try:
        properties = flatten(data)
    except SchemaError as error:
        raise SchemaError(error.problem, where=document.where, hint=error.hint) from error
    description = data.get("description")
    return Event(
        id=file.id,
        name=data["self"]["name"],
        version=file.version,
        file=file.path,
        description=description if isinstance(description, str) else "",
        properties=properties,
        metadata=metadata_of(data),
    )
