"""Whether a merged file is one that dbt can read, as far as that can be told. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def unsound(path: str, text: str) -> str:
    """Return what is wrong with *text*, in words; ``""`` if nothing is.

    Of YAML: that it is none, or has a key or an item of one name twice, as when a person
    and a schema both brought the same.
    """
    if not path.endswith((".yml", ".yaml")):
        return ""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, ValueError):
        return "no valid YAML"
    return next(_twice(node), "")


def _twice(node: Any) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        yield from (f"the key {key!r} twice" for key in _repeated(keys))
        for _, value in node.value:
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        names = [
            value.value
            for item in node.value
            if isinstance(item, yaml.MappingNode)
            for key, value in item.value
            if key.value == "name"
        ]
        yield from (f"the name {name!r} twice" for name in _repeated(names))
        for item in node.value:
            yield from _twice(item)


def _repeated(names: list[Any]) -> list[str]:
    return sorted({str(name) for name in names if names.count(name) > 1})
