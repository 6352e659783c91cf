"""Source YAML between two of its states, while models go from a table to another. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

from reflekt_dbt.write.yaml_names import yaml_names

_ITEM = re.compile(r"""^( *)- name: *["']?(.+?)["']? *$""")


def interim(old: str, new: str, used: Collection[tuple[str, str]]) -> str | None:
    """Return *new* with the tables that only *old* has.

    None if none of those is *used*, or where the two are not laid out as we do it: one
    source, whose tables come last.
    """
    before, after = yaml_names(old).tables, yaml_names(new).tables
    lost = {table for _, table in before - after}
    if (before - after).isdisjoint(used) or len({source for source, _ in before | after}) != 1:
        return None
    text = f"{new.rstrip()}\n{''.join(_items(old, lost))}"
    return text if yaml_names(text).tables == before | after else None


def _items(text: str, tables: set[str]) -> list[str]:
    """Return the lines of the list items that are called like one of *tables*."""
    found: list[str] = []
    inside: int | None = None
    for line in text.splitlines(keepends=True):
        item = _ITEM.match(line.rstrip("\n"))
        depth = len(line) - len(line.lstrip(" "))
        if line.strip() and inside is not None and depth <= inside:
            inside = None
        if inside is None and item and depth > _SOURCE and item[2] in tables:
            inside = depth
        if inside is not None:
            found.append(line)
    return found


# Where the source itself stands; its tables are further in.
_SOURCE = 2
