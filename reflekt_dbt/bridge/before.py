"""What is seen to before dbt parses a project to run a macro of ours in it."""

from __future__ import annotations

import sys
from pathlib import Path

from reflekt_dbt.config.load import read_dbt_project
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.write.transaction import recover


def before_our_macro(root: Path) -> None:
    """Finish an interrupted write, and see that the package's macros are installed.

    dbt refuses to parse a project that an interrupted write left without a model that
    others refer to, so this cannot wait for the macro.

    Raises:
        ConfigError: The package is not installed, which dbt would only call an unknown macro.
    """
    for done in recover(root):
        sys.stderr.write(f"reflekt-dbt: {done}\n")
    project = read_dbt_project(root)
    if project.get("name") == "reflekt":
        return
    installed = root / str(project.get("packages-install-path", "dbt_packages"))
    if not any(
        (folder / "macros" / "reflekt_build.sql").is_file() for folder in _in(installed)
    ):
        packages = "".join(_text(root / name) for name in _PACKAGE_FILES)
        # A local entry need not have our name in it; with nothing there, deps was not run.
        listed = "reflekt" in packages or (packages and not _in(installed))
        raise ConfigError(
            "the dbt package reflekt is not installed in this project",
            where=str(root / "packages.yml"),
            hint="run: dbt deps" if listed else "run: reflekt-dbt init, then: dbt deps",
        )


_PACKAGE_FILES = ("packages.yml", "dependencies.yml")


def _in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
