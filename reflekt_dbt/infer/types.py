"""Types of columns as JSON Schema has them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reflekt_dbt.infer.found import Column

_OF_FAMILY: dict[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "timestamp": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
}
# What is in JSON or in a type that we do not know, only rows could tell.
_ANY = {"type": "any"}
_ARRAYS = ("array", "list")
_OBJECTS = ("struct", "record", "row", "map", "object")


def schema_of(columns: Iterable[Column]) -> dict[str, Any]:
    """Return the schema of a property that lands in *columns*, of several tables perhaps."""
    schemas = [_schema(column) for column in columns]
    if all(schema == schemas[0] for schema in schemas):
        return dict(schemas[0])
    types = {schema["type"] for schema in schemas}
    if types <= {"integer", "number"}:
        return {"type": "number"}
    return {"type": "string"} if types == {"string"} else dict(_ANY)


def _schema(column: Column) -> dict[str, Any]:
    known = _OF_FAMILY.get(column.family)
    if known:
        return known
    type_ = column.type.lower()
    if type_.endswith("]") or type_.startswith(_ARRAYS):
        return {"type": "array", "items": {}}
    if type_.startswith(_OBJECTS):
        return {"type": "object", "additionalProperties": True}
    return _ANY
