"""Our entry among the dbt packages of a project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reflekt_dbt.errors import ReflektError
from reflekt_dbt.start.yaml_file import YamlFile, read_file

# Copied into the project, the package needs neither git nor the package hub, and the
# entry holds on every machine and on the dbt platform.
VENDORED = ".reflekt/package"
_OURS = frozenset(["reflekt", "reflekt-dbt", "reflekt_dbt"])


def find_entry(root: Path, packages: YamlFile) -> Mapping[str, Any] | None:
    """Return the entry by which the project in *root* has our package, if it has one."""
    entries = packages.data.get("packages")
    found = entries if isinstance(entries, list) else []
    return next((one for one in found if isinstance(one, dict) and _is_ours(root, one)), None)


def is_vendored(root: Path, entry: Mapping[str, Any]) -> bool:
    """Tell whether *entry* is the copy that we keep in the project."""
    local = entry.get("local")
    if not isinstance(local, str):
        return False
    return (root / local).resolve() == (root / VENDORED).resolve()


def _is_ours(root: Path, entry: Mapping[str, Any]) -> bool:
    if is_vendored(root, entry):
        return True
    local = entry.get("local")
    if isinstance(local, str):
        return _name_in(root / local) == "reflekt"
    named = entry.get("package") or entry.get("git") or entry.get("name")
    last = str(named).rstrip("/").removesuffix(".git").replace(":", "/").rpartition("/")[2]
    return last in _OURS


def _name_in(folder: Path) -> object:
    try:
        return read_file(folder, "dbt_project.yml").data.get("name")
    except ReflektError:
        # Another package, and a broken one: dbt deps says so better than we could.
        return None
