"""The JSON Schema of ``vars.reflekt``, which checks it, documents it and helps editors."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("config.schema.json")


@functools.cache
def config_schema() -> Mapping[str, Any]:
    """Return the schema as shipped."""
    schema: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return schema


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return *schema*, its reference to our definitions replaced by what is defined there."""
    name = str(schema.get("$ref", "")).removeprefix("#/definitions/")
    return {**config_schema()["definitions"][name], **schema} if name else schema


def in_one_form(value: Any, schema: Mapping[str, Any]) -> Any:
    """Return *value*, already checked, with every list that *schema* knows as a tuple.

    Where *schema* takes a single text for a list of one, so does the result not.
    """
    schema = resolved(schema)
    is_list = "array" in schema.get("type", ())
    if is_list and not isinstance(value, list):
        return (value,)
    if is_list:
        return tuple(in_one_form(item, schema.get("items", {})) for item in value)
    if isinstance(value, dict) and ("properties" in schema or "additionalProperties" in schema):
        return {key: in_one_form(item, _of(schema, key)) for key, item in value.items()}
    return value


def _of(schema: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    others = schema.get("additionalProperties") or {}
    found: Mapping[str, Any] = schema.get("properties", {}).get(key, others)
    return found
