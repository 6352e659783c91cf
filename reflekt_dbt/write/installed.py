"""Models and seeds of installed packages, which share their schemas with the project's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import yaml

# What dbt takes for a model or a seed, in the folders where it looks by default.
_FOLDERS = {"model-paths": ("models", (".sql", ".py")), "seed-paths": ("seeds", (".csv",))}


def installed_nodes(root: Path, folder: str) -> dict[str, str]:
    """Return name → path, from *root*, of each model and seed below its *folder* of packages.

    dbt refuses two nodes of one name in one schema, whichever package they are of.
    """
    found: dict[str, str] = {}
    for package in _below(root / folder):
        for file in _nodes(Path(package)):
            found.setdefault(file.stem, Path(os.path.relpath(file, root)).as_posix())
    return found


def _nodes(package: Path) -> Iterator[Path]:
    settings = _settings(package / "dbt_project.yml")
    for key, (default, suffixes) in _FOLDERS.items():
        given = settings.get(key)
        for path in given if isinstance(given, list) else [default]:
            for folder, _, names in os.walk(package / str(path)):
                yield from (Path(folder, name) for name in names if name.endswith(suffixes))


def _settings(file: Path) -> dict[str, object]:
    # A package that cannot be read is for dbt to complain of.
    try:
        document = yaml.safe_load(file.read_bytes())
    except (OSError, yaml.YAMLError):
        return {}
    return document if isinstance(document, dict) else {}


def _below(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return sorted(entry.path for entry in entries if entry.is_dir())
