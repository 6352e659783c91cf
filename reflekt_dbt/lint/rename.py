"""A property under another name, everywhere in its schema at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from reflekt_dbt.lint.rule import Edit
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.walk import Sub

# What these say of names cannot be told without trying them.
_ABOUT_NAMES = ("patternProperties", "propertyNames")


def renamed(schema: Schema, prop: Sub, better: Callable[[str], str]) -> tuple[Edit, ...]:
    """Return what calls *prop* otherwise wherever *schema* speaks of it.

    Nothing if another property has that name or would get it, or if it cannot be known
    what else depends on the name.

    Args:
        schema: The schema file.
        prop: One of its properties.
        better: Gives a name its new one; ``""`` if it has none.
    """
    new = better(prop.name)
    around = [sub for sub in schema.subs if sub.path == prop.path[:-1]]
    others = {name for sub in around for name in _named(sub.schema)} - {prop.name}
    if not new or new in others or new in {better(other) for other in others}:
        return ()
    if _may_be_known_elsewhere(schema, prop, around):
        return ()
    return tuple(edit for sub in around for edit in _edits(sub, prop.name, new))


def _named(schema: dict[str, Any]) -> set[str]:
    return {*_mapping(schema, "properties"), *_names(schema.get("required"))}


def _may_be_known_elsewhere(schema: Schema, prop: Sub, around: list[Sub]) -> bool:
    if any(key in sub.schema for sub in around for key in _ABOUT_NAMES):
        return True
    if not schema.mentions('"$ref"'):
        return False
    # A definition speaks of whatever refers to it, and a reference may lead through a name.
    elsewhere = [sub for sub in schema.subs if sub.path != prop.path[:-1]]
    refs = [str(sub.schema.get("$ref", "")) for sub in schema.subs]
    return any(prop.name in _named(sub.schema) for sub in elsewhere) or any(
        prop.name in ref.split("/") for ref in refs
    )


def _edits(sub: Sub, old: str, new: str) -> Iterator[Edit]:
    if old in _mapping(sub.schema, "properties"):
        yield Edit((*sub.pointer, "properties", old), key=new)
    yield from _in_list(sub.schema.get("required"), (*sub.pointer, "required"), old, new)
    for key, names in _mapping(sub.schema, "dependencies").items():
        here = (*sub.pointer, "dependencies", key)
        yield from _in_list(names, here, old, new)
        if key == old:
            yield Edit(here, key=new)


def _in_list(names: Any, pointer: tuple[str | int, ...], old: str, new: str) -> Iterator[Edit]:
    for index, name in enumerate(names if isinstance(names, list) else ()):
        if name == old:
            yield Edit((*pointer, index), new)


def _mapping(schema: dict[str, Any], key: str) -> dict[str, Any]:
    found = schema.get(key)
    return found if isinstance(found, dict) else {}


def _names(found: Any) -> list[str]:
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
