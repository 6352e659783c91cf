"""Drafts as the text of schema files: new ones, and what is added to one. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from reflekt_dbt.config.model import Conventions
from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.dump import canonical, formatted
from reflekt_dbt.events.jsonc import plain
from reflekt_dbt.events.model import Version
from reflekt_dbt.events.tree import Node, Object, node_of, read_tree, rendered
from reflekt_dbt.infer.draft import EventDraft, excuses, property_schema

_DRAFT_07 = "http://json-schema.org/draft-07/schema#"


def new_text(draft: EventDraft, event: str, vendor: str, conventions: Conventions) -> str:
    """Return the schema file of a new event.

    Args:
        draft: The event.
        event: Id that the file's place gives it.
        vendor: Whose event it is.
        conventions: What lint holds names to.
    """
    own: dict[str, Any] = {
        "vendor": vendor, "name": draft.name, "format": "jsonschema",
        "version": event.rpartition("/")[2], "metadata": {"draft": True},
    }  # fmt: skip
    excused = excuses(draft.name, conventions.event, ("RF301", "RF302", "RF303"))
    if excused:
        own["lint"] = excused
    schema = {
        "$schema": _DRAFT_07,
        "$id": f"{event}.json",
        "description": f"Drafted from the table {draft.tables}; say when it is sent.",
        "self": own,
        "type": "object",
        "properties": _properties(draft, conventions),
        "required": _required(draft),
        "additionalProperties": False,
    }
    return rendered(canonical(node_of(schema)))


def grown_text(
    draft: EventDraft, text: str, where: str, version: Version, conventions: Conventions
) -> str:
    """Return a schema file with the new properties in it, and all else as it was.

    Args:
        draft: What is new.
        text: Of the file.
        where: How messages name it.
        version: Of what it becomes.
        conventions: What lint holds names to.

    Raises:
        SchemaError: It holds a comment that could not be kept.
    """
    ours = formatted(text, where)
    data = json.loads(ours)
    root = read_tree(plain(ours))
    if not isinstance(root, Object):
        raise SchemaError("it is no event schema", where=where)
    _inside(root, "properties", where).update(
        {name: node_of(one) for name, one in _properties(draft, conventions).items()}
    )
    required = _required(draft)
    if required:
        there = data.get("required", [])
        root.members["required"] = node_of(sorted({*there, *required}))
    own = _inside(root, "self", where)
    if data["self"].get("version") != str(version):
        folder = str(data.get("$id", "")).rpartition("/")[0]
        if folder:
            root.members["$id"] = node_of(f"{folder}/{version}.json")
        own["version"] = node_of(str(version))
    _inside(root.members["self"], "metadata", where)["draft"] = node_of(value=True)
    return rendered(canonical(root))


def _inside(node: Node, key: str, where: str) -> dict[str, Node]:
    """Return the members of the object *key* in *node*, made if it is not there.

    Raises:
        SchemaError: There is something else.
    """
    inner = node.members.setdefault(key, Object()) if isinstance(node, Object) else None
    if not isinstance(inner, Object):
        raise SchemaError(f"{key!r} is no object", where=where)
    return inner.members


def is_draft(metadata: Mapping[str, Any]) -> bool:
    """Tell whether an event still is as it was drafted, by what it says of itself."""
    return metadata.get("draft") is True


def _properties(draft: EventDraft, conventions: Conventions) -> dict[str, Any]:
    made = draft.properties.values()
    return {one.name: property_schema(one, conventions) for one in made}


def _required(draft: EventDraft) -> list[str]:
    return sorted(one.name for one in draft.properties.values() if one.is_required)
