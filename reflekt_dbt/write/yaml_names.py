"""Which sources and snapshots a properties file defines, however broken it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

_DEFINES = re.compile(r"^(?:sources|snapshots)[ \t]*:", re.MULTILINE)
_KEY = re.compile(r"^( *)([\w-]+) *:")
_ITEM = re.compile(r"""^( *)- +name *: *["']?([^"'#\n]*[^"'#\s])""")
# Plain data only, all scalars as they are written: all we look for is names.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class YamlNames:
    """What a properties file defines.

    Attributes:
        tables: (source, table) of each source table.
        snapshots: Names of snapshots.
        broken: Whether the file is no YAML, so that its lines were read one by one.
    """

    tables: frozenset[tuple[str, str]] = frozenset()
    snapshots: frozenset[str] = frozenset()
    broken: bool = False


def yaml_names(text: str) -> YamlNames:
    """Return what *text* defines; it is only parsed if it has sources or snapshots."""
    if not _DEFINES.search(text):
        return YamlNames()
    try:
        document = yaml.load(text, Loader=_LOADER)  # noqa: S506 - it makes plain data only
    except (yaml.YAMLError, ValueError):
        return YamlNames(frozenset(_tables_by_line(text)), frozenset(), broken=True)
    if not isinstance(document, dict):
        return YamlNames()
    return YamlNames(
        frozenset(
            (source, table)
            for source, body in _named(document.get("sources"))
            for table, _ in _named(body.get("tables"))
        ),
        frozenset(name for name, _ in _named(document.get("snapshots"))),
    )


def _named(items: object) -> Iterator[tuple[str, dict[Any, Any]]]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict) and "name" in item:
            yield str(item["name"]), item


def _tables_by_line(text: str) -> Iterator[tuple[str, str]]:
    """Guess (source, table) from indentation, as people lay such files out."""
    source = ""
    keys: list[tuple[int, str]] = []  # the keys we are below, outermost first
    for line in text.splitlines():
        if item := _ITEM.match(line):
            keys = [key for key in keys if key[0] <= len(item[1])]
            below = keys[-1][1] if keys else ""
            if below == "sources":
                source = item[2]
            elif below == "tables":
                yield source, item[2]
        elif key := _KEY.match(line):
            keys = [outer for outer in keys if outer[0] < len(key[1])]
            keys.append((len(key[1]), key[2]))
