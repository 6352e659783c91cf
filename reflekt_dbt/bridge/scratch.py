"""A dbt project of our own to run our macros in.

dbt refuses even an operation that reads nothing of the project where one ``ref`` is
broken, so a first build, a removal or a repair could never run in the user's project.
The scratch one has its name, profile, vars and dispatch, its own versions of macros of
ours, and our package.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from reflekt_dbt.bridge.overrides import overrides
from reflekt_dbt.bridge.package import package_root
from reflekt_dbt.config.read import read_yaml

_TAKEN_OVER = ("name", "profile", "vars", "dispatch")
_NOTHING = [".none"]


def make_scratch(root: Path, dbt: Mapping[str, Any]) -> Path:
    """Bring the scratch project of *root* up to date and return its folder.

    It stays in the project's target folder, where dbt's partial parse finds its own
    again. Files that are as they should be are not touched.
    """
    scratch = root / str(dbt.get("target-path") or "target") / "reflekt"
    taken = {key: dbt[key] for key in _TAKEN_OVER if key in dbt}
    # dbt 1.12 reads vars.yml, older dbt does not: here they are where every dbt looks.
    if "vars" not in taken and (root / "vars.yml").is_file():
        taken["vars"] = read_yaml(root / "vars.yml").get("vars") or {}
    project = {
        "version": "1.0.0",
        "config-version": 2,
        "packages-install-path": "packages",
        **{
            f"{kind}-paths": _NOTHING
            for kind in ("model", "seed", "test", "analysis", "snapshot")
        },
        "macro-paths": ["macros"],
        **taken,
    }
    text = yaml.safe_dump(project, allow_unicode=True, sort_keys=True)
    _put(scratch / "dbt_project.yml", text.encode())
    _fill(scratch / "packages" / "reflekt", _package_files())
    _fill(scratch / "macros", overrides(root, dbt))
    return scratch


def _package_files() -> dict[str, bytes]:
    package = package_root()
    files = [package / "dbt_project.yml", *sorted((package / "macros").rglob("*.sql"))]
    return {file.relative_to(package).as_posix(): file.read_bytes() for file in files}


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Bring the files of *folder* up to date; macros that are none of them go."""
    for path, content in files.items():
        _put(folder / path, content)
    for there in folder.rglob("*.sql"):
        if there.relative_to(folder).as_posix() not in files:
            there.unlink()


def _put(file: Path, content: bytes) -> None:
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    # Two runs may bring the same scratch project up to date at the same time.
    staged = file.with_name(f"{file.name}.{os.getpid()}")
    staged.write_bytes(content)
    staged.replace(file)
