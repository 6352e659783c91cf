"""Which names SQL takes only in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from reflekt_dbt.sdks.reserved import RESERVED, RESERVED_BY_ADAPTER

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def quoted_names(
    layouts: Iterable[Mapping[str, Any]], tables: Iterable[Mapping[str, Any]]
) -> list[list[Any]]:
    """Return ``[adapter type, names]``: every name that its SQL takes only in quotes, sorted.

    The words that its warehouse reserves, and what of a plan's names is not plain; in lower
    case. The last, of type ``""``, is for adapters that we do not know: the words of all.
    """
    names = (*_of_layouts(layouts), *_of_tables(tables))
    odd = {name for name in names if not _PLAIN.fullmatch(name)}
    reserved = {**RESERVED_BY_ADAPTER, "": RESERVED}
    return [[adapter, sorted(words | odd)] for adapter, words in reserved.items()]


def _of_layouts(layouts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for layout in layouts:
        for column in (*layout["columns"], *layout["context"]):
            yield column["column"]


def _of_tables(tables: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for table in tables:
        yield from table["relations"]
        for prop in table["properties"]:
            yield from prop["column"]
            for former in prop["former"]:
                yield from former["column"]
