"""JSON Schemas for editors, and the settings that make VS Code use them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from reflekt_dbt.config.home import PLAN_FILE, PROJECT_FILE
from reflekt_dbt.config.schema import config_schema
from reflekt_dbt.events.metaschema import SHIPPED

# VS Code takes the schema that a file names over any that a setting names for it, and event
# schemas name this one.
_DRAFT_07 = "http://json-schema.org/draft-07/schema#"


def event() -> Mapping[str, Any]:
    """Return what a schema file of an event must hold."""
    schema: Mapping[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return schema


def dbt_project() -> Mapping[str, Any]:
    """Return what ``vars.reflekt`` in ``dbt_project.yml`` or ``vars.yml`` may say."""
    ours = dict(config_schema())
    # References in there are to the document's top.
    top = {key: ours.pop(key) for key in ("$schema", "definitions")}
    return {
        "$schema": top["$schema"],
        "title": "dbt project with vars.reflekt",
        "type": "object",
        "properties": {"vars": {"type": ["object", "null"], "properties": {"reflekt": ours}}},
        "definitions": top["definitions"],
    }


def vscode() -> Mapping[str, Any]:
    """Return what goes into ``.vscode/settings.json``."""
    return {
        "json.schemas": [{"url": _DRAFT_07, "schema": event()}],
        "yaml.schemas": {
            "./.vscode/reflekt_project.schema.json": PLAN_FILE,
            "./.vscode/dbt_project.schema.json": PROJECT_FILE,
        },
    }


PRINTABLE: Mapping[str, Callable[[], Mapping[str, Any]]] = {
    "event": event,
    "config": config_schema,
    "dbt_project": dbt_project,
    "vscode": vscode,
}
