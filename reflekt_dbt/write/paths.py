"""Where files may be written: inside the project, and nowhere a link leads out of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path, PurePosixPath

from reflekt_dbt.errors import WriteError


# Lock, plan and disk name the same thousands of paths.
@lru_cache(maxsize=20_000)
def is_safe(path: str) -> bool:
    """Tell whether *path* is plain: relative, with ``/``, and without a way up."""
    parts = PurePosixPath(path).parts
    plain = str(PurePosixPath(path)) == path and path.isprintable()
    return plain and bool(parts) and not path.startswith("/") and not _odd(path, parts)


def _odd(path: str, parts: tuple[str, ...]) -> bool:
    # On Windows a backslash separates, and a colon names a drive or a hidden stream.
    return ".." in parts or "\\" in path or ":" in path


def inside(root: Path, path: str) -> Path:
    """Return the real place of one *path* below *root*; see `Places.inside`."""
    return Places(root).inside(path)


class Places:
    """Where paths below a folder lead. Each of their folders is looked at once.

    For the time of one run: it does not notice a folder that becomes a link meanwhile.

    Attributes:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._real_root = os.path.realpath(root)
        self._folders: dict[str, Path] = {}
        self._checked: set[Path] = set()

    def inside(self, path: str) -> Path:
        """Return the real place of *path*, links followed.

        Raises:
            WriteError: It is, or leads to, a place outside of the folder.
        """
        if not is_safe(path):
            raise WriteError(
                f"{path!r} is not a place inside the project",
                where=str(self.root),
                hint="paths are relative to the project, with '/', and without '..'",
            )
        parent, _, name = path.rpartition("/")
        if parent not in self._folders:
            self._folders[parent] = self._real(path, self.root / parent)
        place = self._folders[parent] / name
        # Not Path.is_symlink: it raises where a name is too long, which is for later.
        is_link = os.path.islink(place)  # noqa: PTH114 - see above
        return self._real(path, place) if is_link else place

    def check(self, path: str) -> None:
        """Refuse what would fail later, while nothing has changed yet.

        Raises:
            WriteError: No file can be put there.
        """
        place = self.inside(path)
        if place.is_dir():
            raise WriteError(
                "a folder is where a file should be", where=path, hint="move it away"
            )
        if place.parent not in self._checked:
            self._check_folder(place, path)
            self._checked.add(place.parent)

    def _real(self, path: str, place: Path) -> Path:
        real = os.path.realpath(place)
        if os.path.commonpath([real, self._real_root]) != self._real_root:
            raise WriteError(
                f"a link leads out of the project, to {real!r}",
                where=path,
                hint="replace the link by a folder, or set build.path to another one",
            )
        return Path(real)

    def _check_folder(self, place: Path, path: str) -> None:
        parent = next(one for one in place.parents if one.exists())
        if not parent.is_dir():
            raise WriteError(
                "a file is where a folder should be",
                where=str(parent.relative_to(self._real_root)),
                hint="move it away",
            )
        if not os.access(parent, os.W_OK | os.X_OK):
            raise WriteError("its folder may not be written to", where=path, hint="permit it")
        if parent.stat().st_dev != self.root.stat().st_dev:
            raise WriteError(
                "its folder is on another file system than the project",
                where=path,
                hint="files are moved there all at once, which works within one file system "
                "only",
            )


def check_distinct(paths: Iterable[str]) -> None:
    """Refuse paths that some file systems take for one and the same.

    Raises:
        WriteError: Two of *paths* are equal, or differ by case only.
    """
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.get(path.casefold())
        if other is not None:
            raise WriteError(
                "two generated files would be one on macOS and Windows: "
                f"{other!r} and {path!r}",
                where=path,
                hint="rename one of the events or sources",
            )
        seen[path.casefold()] = path
