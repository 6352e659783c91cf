"""Which names SQL takes only in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reflekt_dbt.sdks.reserved import RESERVED

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def quoted_names(
    layouts: Iterable[Mapping[str, Any]], tables: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Return, sorted, every name that SQL takes only in quotes.

    All words that some warehouse reserves, so that the same names are quoted everywhere,
    and what of a plan's names is not plain. All in lower case.
    """
    names = (*_of_layouts(layouts), *_of_tables(tables))
    return sorted(RESERVED.union(name for name in names if not _PLAIN.fullmatch(name)))


def _of_layouts(layouts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for layout in layouts:
        for column in (*layout["columns"], *layout["context"]):
            yield column["column"]


def _of_tables(tables: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for table in tables:
        yield from table["relations"]
        for prop in table["properties"]:
            yield from prop["column"]
