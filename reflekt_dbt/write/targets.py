"""The files that someone names, by path or by the name of a model."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from reflekt_dbt.errors import SelectError
from reflekt_dbt.naming import did_you_mean


def named_files(root: Path, names: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    """Return the paths of *known* files that *names* name, in their order.

    Args:
        root: The project, from which paths count; those from the current folder do too.
        names: Paths, or names of models.
        known: Paths below the project.

    Raises:
        SelectError: A name is that of no file, or of several.
    """
    by_model: dict[str, list[str]] = {}
    for path in sorted(known):
        if path.endswith((".sql", ".py")):
            by_model.setdefault(PurePosixPath(path).stem, []).append(path)
    return tuple(dict.fromkeys(_one(root, name, known, by_model) for name in names))


def _one(root: Path, name: str, known: Collection[str], by_model: dict[str, list[str]]) -> str:
    from_here = Path(os.path.relpath(name, root)).as_posix()
    for path in (PurePosixPath(name).as_posix(), from_here):
        if path in known:
            return path
    found = by_model.get(name, [])
    if len(found) == 1:
        return found[0]
    if found:
        raise SelectError(
            f"{len(found)} files are called {name!r}", hint=f"give a path: {', '.join(found)}"
        )
    raise SelectError(
        f"no model and no file here is called {name!r}",
        hint=did_you_mean(name, [*by_model, *known])
        if "/" in name or "." in name
        else did_you_mean(name, by_model),
    )
