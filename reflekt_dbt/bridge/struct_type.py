"""The fields of a struct, from its type as the catalogue spells it.

For warehouses that list columns alone: DuckDB writes ``STRUCT(city VARCHAR, "zip code"
INTEGER)``, BigQuery ``STRUCT<city STRING>``, Hive's kin ``struct<city:string>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ARRAY = re.compile(
    r"array\s*[<(](?P<items>.*)[>)]|(?P<of>.*)\[\d*\]", re.IGNORECASE | re.DOTALL
)
_STRUCT = re.compile(
    r"(?:struct|row|record|object)\s*[<(](?P<fields>.*)[>)]", re.IGNORECASE | re.DOTALL
)
# A name, with or without quotes, then a colon or space, then its type.
_FIELD = re.compile(
    r'(?:"(?P<quoted>(?:[^"]|"")*)"|`(?P<ticked>[^`]*)`|(?P<plain>[^\s:]+))[\s:]+'
)
_MARKS = re.compile(r'"(?:[^"]|"")*"|`[^`]*`|[<>(),]')


def fields_of(type_: str) -> dict[str, str]:
    """Return dotted path → type of every field, in order; empty if *type_* is no struct.

    Of an array they are those of its items.
    """
    return dict(_fields(type_.strip(), ""))


def _fields(type_: str, prefix: str) -> Iterator[tuple[str, str]]:
    array = _ARRAY.fullmatch(type_)
    if array:
        yield from _fields((array["items"] or array["of"] or "").strip(), prefix)
        return
    struct = _STRUCT.fullmatch(type_)
    for text in _parts(struct["fields"]) if struct else ():
        named = _FIELD.match(text)
        if named is None:
            continue
        quoted = named["quoted"]
        name = (
            quoted.replace('""', '"')
            if quoted is not None
            else named["ticked"] or named["plain"]
        )
        inner = text[named.end() :].strip()
        yield f"{prefix}{name}", inner
        yield from _fields(inner, f"{prefix}{name}.")


def _parts(text: str) -> Iterator[str]:
    """Yield what stands between the commas that are in no brackets and no quotes."""
    depth = start = 0
    for mark in _MARKS.finditer(text):
        if mark[0] in "<(":
            depth += 1
        elif mark[0] in ">)":
            depth -= 1
        elif mark[0] == "," and depth == 0:
            yield text[start : mark.start()].strip()
            start = mark.end()
    yield text[start:].strip()
