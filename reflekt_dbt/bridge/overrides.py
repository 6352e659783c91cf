"""A project's own versions of our dispatched macros, as dbt's ``dispatch`` config allows.

The scratch project takes over the files that hold one, and no other: whatever else is in
the project's macros may be broken, or want packages that are not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from reflekt_dbt.bridge.package import package_root

_DISPATCH = re.compile(r"adapter\.dispatch\('(\w+)', 'reflekt'\)")
_VERSION = re.compile(r"\bmacro\s+\w+?__(\w+)\s*\(")


def dispatched() -> frozenset[str]:
    """Return the names of our macros of which adapters and projects may have their own."""
    files = (package_root() / "macros").rglob("*.sql")
    return dispatched_in(file.read_text(encoding="utf-8") for file in files)


def dispatched_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of those that the *texts* of macros dispatch."""
    return frozenset(name for text in texts for name in _DISPATCH.findall(text))


def overrides(root: Path, dbt: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files of the project that hold a version of one of them.

    Args:
        root: Folder of the project.
        dbt: Its ``dbt_project.yml``.

    Returns:
        Path → content; the path begins with the number of the folder that the file is in.
        Nothing unless ``dispatch`` has dbt look into the project for them.
    """
    if dbt.get("name") not in _search_order(dbt):
        return {}
    ours = dispatched()
    found = {}
    for path, file in _macro_files(root, dbt):
        content = file.read_bytes()
        if not ours.isdisjoint(_VERSION.findall(content.decode(errors="replace"))):
            found[path] = content
    return found


def _search_order(dbt: Mapping[str, Any]) -> list[Any]:
    """Return where dbt looks for our macros; empty if the project does not say."""
    entries = dbt.get("dispatch")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping) and entry.get("macro_namespace") == "reflekt":
            order = entry.get("search_order")
            return order if isinstance(order, list) else []
    return []


def _macro_files(root: Path, dbt: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    paths = dbt.get("macro-paths")
    for number, path in enumerate(paths if isinstance(paths, list) else ["macros"]):
        folder = root / str(path)
        for file in sorted(folder.rglob("*.sql")):
            if file.is_file():
                yield f"{number}/{file.relative_to(folder).as_posix()}", file
