"""A dbt project whose tracking plan holds given texts wherever a plan holds free text.

Of the third text there is an event ``Text 3``: the text is its description, the one of
its property, and in its metadata. Every text is a value that ``value``, a property of the
event ``Values``, may have; so has ``stranger``, but a row there holds another one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.integration.shops import Said
from tests.integration.shops import Shop as Commands

STAGING = Path("models", "staging", "shop")
_SETTINGS = {
    "name": "shop",
    "version": "1.0.0",
    "profile": "shop",
    "config-version": 2,
    "models": {"+persist_docs": {"relation": True, "columns": True}},
    "flags": {"send_anonymous_usage_stats": False},
    "vars": {
        "reflekt": {
            "sources": [{"name": "shop", "sdk": "segment", "schema": "raw_shop"}],
            "build": {
                "provenance": ["schema_id", "schema_metadata"],
                "docs": {"tests": {}, "severity": "error"},
            },
        }
    },
}


@dataclass(frozen=True)
class Shop:
    """A project in a folder of its own.

    Attributes:
        root: Its folder, which holds nothing else.
    """

    root: Path

    @classmethod
    def in_folder(cls, root: Path, output: Mapping[str, Any]) -> Shop:
        """Make a project without any event; *output* is the target of its profile."""
        shop = cls(root)
        profile = {"shop": {"target": "dev", "outputs": {"dev": {"threads": 2, **output}}}}
        shop.put("dbt_project.yml", yaml.safe_dump(_SETTINGS))
        shop.put("profiles.yml", yaml.safe_dump(profile))
        return shop

    def put(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        return file

    def put_event(self, folder: str, event: Mapping[str, Any]) -> Path:
        """Write the schema of an event."""
        return self.put(f"schemas/{folder}/1-0.json", json.dumps(event, ensure_ascii=False))

    def reflekt(self, *command: str) -> Said:
        """Run reflekt-dbt in this process, however it ends."""
        return self._in_process.reflekt(*command)

    def typed(self, *command: str) -> Said:
        """Run reflekt-dbt as people do, as a process of its own."""
        return self._in_process.typed("reflekt-dbt", *command)

    def build(self) -> dict[str, Any]:
        """Build the models and return the report."""
        said = self.reflekt("build", "--output", "json")
        assert said.code == 0, said.err[-5000:]
        return json.loads(said.out)

    def dbt(self, *command: str) -> Said:
        """Run dbt in this process, however it ends."""
        return self._in_process.dbt(*command)

    @property
    def _in_process(self) -> Commands:
        return Commands(self.root, target="")

    def artifact(self, name: str) -> dict[str, Any]:
        """Return what dbt wrote to its target folder."""
        return json.loads((self.root / "target" / name).read_text(encoding="utf-8"))

    def files(self) -> set[str]:
        """Return every file of the project that is not dbt's own, by path."""
        found = (file.relative_to(self.root) for file in self.root.rglob("*") if file.is_file())
        return {file.as_posix() for file in found if file.parts[0] not in {"target", "logs"}}


def event(name: str, description: str = "", **parts: Any) -> dict[str, Any]:
    """Return the schema of an event; *parts* are its properties and its metadata."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": description,
        "self": {
            "vendor": "com.example",
            "name": name,
            "format": "jsonschema",
            "version": "1-0",
            "metadata": parts.get("metadata", {}),
        },
        "type": "object",
        "properties": parts.get("properties", {}),
    }


def put_texts(shop: Shop, texts: Sequence[str]) -> None:
    """Write one event for each of *texts*, and one whose property may have all of them."""
    for number, text in enumerate(texts):
        shop.put_event(
            f"plan/Text_{number}",
            event(
                f"Text {number}",
                text,
                metadata=metadata_of(text),
                properties={"note": {"type": "string", "description": text}},
            ),
        )
    values = {"type": "string", "enum": distinct(texts)}
    properties = {"value": values, "stranger": values}
    shop.put_event("plan/Values", event("Values", "What may be said.", properties=properties))


def metadata_of(text: str) -> dict[str, Any]:
    """Return metadata that holds *text* wherever metadata can."""
    return {"text": text, "list": [text, text], "deep": {"map": {"text": text}}, "n": 1.5}


def tables_of(texts: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """Return the rows that the events of *texts* left in the warehouse, by table."""
    values = distinct(texts)
    stranger = {"id": "stranger", "value": values[0], "stranger": "".join(values) + "!"}
    return {
        **{f"text_{n}": [{"id": "1", "note": text}] for n, text in enumerate(texts)},
        "values": [{"id": text[:9], "value": text, "stranger": text} for text in values]
        + [stranger],
    }


def distinct(texts: Sequence[str]) -> list[str]:
    """Return *texts* without repeats."""
    return list(dict.fromkeys(texts))
