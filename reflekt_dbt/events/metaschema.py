"""The meta-schema: what a schema file must hold, ours or the project's own."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.flaw import Flaw
from reflekt_dbt.events.read import Document, read_document
from reflekt_dbt.events.verdict import Checker

SHIPPED = Path(__file__).with_name("meta") / "1-0.json"
# Below the schemas folder.
OVERRIDE = Path(".reflekt", "meta", "1-0.json")


def load_meta(root: Path) -> Checker:
    """Return the meta-schema of the project whose schemas folder is *root*.

    Raises:
        SchemaError: The project has one of its own that is no JSON Schema.
    """
    file = root / OVERRIDE
    # A broken link is there to be complained about.
    return _own(file) if file.exists() or file.is_symlink() else _shipped()


def meta_flaws(meta: Checker, document: Document) -> list[Flaw]:
    """Return what *meta* and we ourselves have against *document*."""
    if not isinstance(document.data, dict):
        return [Flaw((), "an event's schema must be an object", "begin the file with {")]
    data = document.data
    if '"any"' in document.text:
        # Reflekt's config allows the type "any", and its meta-schema does not.
        data = _without_any(data)
    return meta.flaws(data) or _nameless(data)


@functools.cache
def _shipped() -> Checker:
    return Checker(json.loads(SHIPPED.read_text(encoding="utf-8")))


def _own(file: Path) -> Checker:
    document = read_document(file)
    hint = "mend it, or remove it to use ours"
    if not isinstance(document.data, dict):
        raise SchemaError("a meta-schema must be an object", where=document.where, hint=hint)
    try:
        return Checker(document.data)
    except ValueError as error:
        problem = f"not a JSON Schema (draft-07): {_first_line(error)}"
        raise SchemaError(problem, where=document.where, hint=hint) from error


def _first_line(error: ValueError) -> str:
    return (str(error).splitlines() or [""])[0][:200]


def _nameless(data: Mapping[str, Any]) -> list[Flaw]:
    """Return the flaw of a schema that has no name, should its meta-schema not mind."""
    own = data.get("self")
    name = own.get("name") if isinstance(own, dict) else None
    if isinstance(name, str) and name.strip():
        return []
    pointer = ("self",) if isinstance(own, dict) else ()
    hint = 'add "self": {"name": "Order Completed"}, as the SDK sends it'
    return [Flaw(pointer, "the event has no name", hint)]


def _without_any(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_any(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _without_any(value)
        for key, value in schema.items()
        if not (key == "type" and _allows_any(value))
    }


def _allows_any(types: Any) -> bool:
    return types == "any" or (isinstance(types, list) and "any" in types)
