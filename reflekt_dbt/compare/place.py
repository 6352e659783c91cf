"""Where in the text of a schema file a change stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reflekt_dbt.compare.model import ITEMS, OTHERS
from reflekt_dbt.events.flaw import Pointer
from reflekt_dbt.events.places import find_places, line_and_column
from reflekt_dbt.events.read import Document

_KEYS = {ITEMS: "items", OTHERS: "additionalProperties"}
_MOST_REFS = 60


def place_of(document: Document, path: tuple[str, ...]) -> tuple[int, int]:
    """Return line and column of what *path* leads to in *document*, or of what is nearest."""
    pointer = _pointer(document.data, path)
    places = find_places(document.text)
    while pointer and pointer not in places.keys:
        pointer = pointer[:-1]
    line, _, column = line_and_column(document.text, places.keys.get(pointer, 0)).partition(":")
    return int(line), int(column)


def _pointer(document: Any, path: tuple[str, ...]) -> Pointer:
    """Return the pointer to what *path* leads to, as far as nothing but ``$ref`` is between."""
    pointer: Pointer = ()
    for step in path:
        pointer = _followed(document, pointer)
        key = _KEYS.get(step)
        further: Pointer = (*pointer, key) if key else (*pointer, "properties", step)
        if _at(document, further) is None:
            named = (*pointer, "properties")
            return named if _at(document, named) is not None else pointer
        pointer = further
    return pointer


def _followed(document: Any, pointer: Pointer) -> Pointer:
    for _ in range(_MOST_REFS):
        schema = _at(document, pointer)
        ref = schema.get("$ref") if isinstance(schema, Mapping) else None
        if not isinstance(ref, str) or not ref.startswith("#/"):
            break
        pointer = tuple(ref[2:].split("/"))
    return pointer


def _at(document: Any, pointer: Pointer) -> Any:
    for step in pointer:
        document = document.get(step) if isinstance(document, Mapping) else None
    return document
