"""Events made up from a seed: of every kind of rule, with all that a schema may say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from reflekt_dbt.registries.model import Document, Expressed, Operation, Registry, Remote
from tests.registries.segment.conftest import VENDOR

_WORDS = ("Order", "Cart", "Häagen", "Дом", "🎉", "checkout", "A/B", "{{ x }}", "../up", "CON")
_TYPES: tuple[Any, ...] = ("string", "integer", "number", "boolean", ["string", "null"])
_UNNAMED = ("Identify", "Group", "Page Viewed", "Screen Viewed")


def made_up(count: int, seed: int) -> list[Document]:
    """Return *count* documents, no two of them one rule."""
    dice = random.Random(seed)  # noqa: S311 - a seed, and no secret
    return [_document(dice, number) for number in range(count)]


def _document(dice: random.Random, number: int) -> Document:
    name = _UNNAMED[number] if number < len(_UNNAMED) else f"{dice.choice(_WORDS)} {number}"
    major = dice.choice((1, 1, 1, 2, 13))
    metadata = {"owner": dice.choice(_WORDS), "level": dice.choice((1, "1", None, True))}
    if number >= len(_UNNAMED) and dice.random() < 0.1:
        metadata["segment_type"] = dice.choice(("PAGE", "SCREEN", "IDENTIFY", "TRACK"))
    data = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": f"{dice.choice(_WORDS)} «{number}»\nand more.",
        "self": {"vendor": VENDOR, "name": name, "format": "jsonschema",
                 "version": f"{major}-0", "metadata": metadata},
        "type": "object",
        "properties": dict(_properties(dice, 3)),
        "required": ["p0"],
    }  # fmt: skip
    if dice.random() < 0.2:
        data["properties"]["money"] = {"$ref": "#/definitions/money"}
        data["definitions"] = {"money": {"type": "number", "minimum": 0}}
    return Document(f"shop/e{number}/{major}-0", data)


def _properties(dice: random.Random, deepest: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for number in range(dice.randint(1, 3)):
        schema: dict[str, Any] = {"type": dice.choice(_TYPES)}
        if dice.random() < 0.3:
            schema = {"description": "One of some.", "type": "string", "enum": ["a", "ü"]}
        elif deepest and dice.random() < 0.3:
            inner = dict(_properties(dice, deepest - 1))
            schema = {"type": "object", "properties": inner, "additionalProperties": False}
        elif deepest and dice.random() < 0.2:
            schema = {"type": "array", "items": {"type": "string", "maxLength": 9}}
        # Names that are keywords, to some.
        yield dice.choice((f"p{number}", f"p{number}", "id", "type", "properties")), schema


def operations(
    registry: Registry, documents: list[Document], there: dict[str, Remote]
) -> list[Operation]:
    """Return what a push of *documents* would do; deletes nothing."""
    return [
        Operation("update" if one.key in there else "create", one.key, one, there.get(one.key))
        for one in registry.express(documents, there)
        if one.key not in there or not is_there(one, there)
    ]


def is_there(one: Expressed, there: dict[str, Remote]) -> bool:
    return one.key in there and there[one.key].document.data == one.wanted.data


def remotes_of(registry: Registry, plan: str) -> dict[str, Remote]:
    return {one.key: one for one in registry.pull(plan).remotes}
