"""JSON Schema types to families of warehouse types."""

from __future__ import annotations

from reflekt_dbt.events.model import Property

# Formats that decide the type of a column.
OF_FORMAT = {"date-time": "timestamp", "date": "date"}
_OF_TYPE = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "object": "json",
    "array": "json",
}


def family(prop: Property) -> str:
    """Return the family of a property: what its column is cast to, where it is cast.

    One of ``string integer number boolean timestamp date json any``; ``any`` is a
    property whose types have no family in common.
    """
    families = {_OF_TYPE.get(name, "any") for name in prop.types}
    if families == {"integer", "number"}:
        return "number"
    if len(families) != 1:
        return "any"
    (only,) = families
    return OF_FORMAT.get(prop.format, only) if only == "string" else only
