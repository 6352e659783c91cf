"""A schemas folder that tests fill with a line each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reflekt_dbt.events.load import load_events
from reflekt_dbt.events.model import Event


def schema(name: str = "Cart Viewed", **keys: Any) -> dict[str, Any]:
    """An event's schema as Reflekt 0.6 writes it; *keys* replace its own, None removes."""
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "shop/Cart_Viewed/1-0.json",
        "description": "A shopper looked at the cart.",
        "self": {
            "vendor": "com.thejaffleshop",
            "name": name,
            "format": "jsonschema",
            "version": "1-0",
            "metadata": {"code_owner": "web"},
        },
        "type": "object",
        "properties": {"cart_id": {"type": "string", "description": "Which cart."}},
        "required": ["cart_id"],
        "additionalProperties": False,
        **keys,
    }
    return {key: value for key, value in whole.items() if value is not None}


class Plan:
    """A schemas folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, id: str, content: Any = None) -> Path:  # noqa: A002 - as Event.id
        """Write *content*, as given or as JSON, for the event *id*."""
        file = self.root / f"{id}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        content = schema() if content is None else content
        if isinstance(content, dict):
            content = json.dumps(content, indent=2)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def load(self) -> tuple[Event, ...]:
        return load_events(self.root)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    (tmp_path / "schemas").mkdir()
    return Plan(tmp_path / "schemas")


@pytest.fixture(scope="session")
def schema_of() -> Callable[..., dict[str, Any]]:
    return schema
