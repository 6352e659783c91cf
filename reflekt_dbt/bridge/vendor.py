"""The copy of our dbt package that a project keeps in ``.reflekt/package``."""

from __future__ import annotations

import re
from pathlib import Path

from reflekt_dbt import __version__
from reflekt_dbt.bridge.package import package_root
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.start.packages import VENDORED
from reflekt_dbt.start.put import put
from reflekt_dbt.start.step import Step

_PROJECT = f"{VENDORED}/dbt_project.yml"
# As text: a copy that is half there, or holds conflict markers, is to be mended.
_NAME = re.compile(r"^name:\s*['\"]?(\w+)", re.MULTILINE)
_VERSION = re.compile(r"^version:\s*['\"]?([\w.+-]+)", re.MULTILINE)


def vendor_step(root: Path) -> Step:
    """Return what brings the copy in *root* to the version that is installed.

    Raises:
        ConfigError: Another package is there.
    """
    wanted = _package_files()
    there = _files_below(root, VENDORED)
    files = {path: data for path, data in wanted.items() if _differs(root / path, data)}
    stale = tuple(path for path in there if path.endswith(".sql") and path not in wanted)
    version = _vendored_version(root)
    if not files and not stale:
        return Step(VENDORED, "kept", __version__)
    if version is None:
        return Step(VENDORED, "created", __version__, files, stale)
    note = f"{version} → {__version__}" if version != __version__ else f"{version}, mended"
    return Step(VENDORED, "changed", note, files, stale)


def update_package(root: Path) -> Step:
    """Bring the copy in *root* to the version that is installed; return what was done.

    Raises:
        ReflektError: There is no copy, or it could not be written.
    """
    if _vendored_version(root) is None:
        raise ConfigError(
            "this project keeps no copy of the dbt package",
            where=VENDORED,
            hint="run: reflekt-dbt init; a package from git or the hub has its version "
            "in packages.yml",
        )
    step = vendor_step(root)
    put(root, [step])
    return step


def _vendored_version(root: Path) -> str | None:
    """Return the version of the copy in *root*; None if there is no copy."""
    file = root / _PROJECT
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8", errors="replace")
    name = _NAME.search(text)
    if name and name[1] != "reflekt":
        raise ConfigError(
            f"another dbt package, {name[1]!r}, is where ours goes",
            where=_PROJECT,
            hint="move it elsewhere",
        )
    version = _VERSION.search(text)
    return version[1] if version else "unknown"


def _package_files() -> dict[str, bytes]:
    package = package_root()
    files = [package / "dbt_project.yml", *sorted((package / "macros").rglob("*"))]
    return {
        f"{VENDORED}/{file.relative_to(package).as_posix()}": file.read_bytes()
        for file in files
        if file.is_file() and not file.name.startswith(".")
    }


def _files_below(root: Path, folder: str) -> list[str]:
    files = sorted((root / folder).rglob("*"))
    return [file.relative_to(root).as_posix() for file in files if file.is_file()]


def _differs(file: Path, content: bytes) -> bool:
    if not file.is_file():
        return True
    # Git may have checked the copy out with other line endings.
    return file.read_bytes().replace(b"\r\n", b"\n") != content.replace(b"\r\n", b"\n")
