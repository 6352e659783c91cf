"""Git as a program: started so that no hook around us and no language gets in its way."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from reflekt_dbt.errors import GitError

# Set while git runs a hook. They would make it take every folder for the top of the tree.
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def run_git(
    folder: Path, *arguments: str, given: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """Return what became of git with these arguments, started in *folder*.

    Raises:
        GitError: There is no git.
    """
    environment = {k: v for k, v in os.environ.items() if k not in _OF_HOOKS}
    try:
        return subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env={**environment, "LC_ALL": "C"},
            input=given.encode(),
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise GitError("git is not on the PATH", hint="install git") from error


def no_repository(folder: Path, done: subprocess.CompletedProcess[bytes]) -> GitError:
    """Return the error that says why *folder* is in no repository that git lets us read."""
    said = _last_words(done)
    if "safe.directory" in said or "dubious ownership" in said:
        return GitError(
            "git does not trust this folder: it belongs to somebody else",
            where=str(folder),
            hint=f"git config --global --add safe.directory {folder}",
        )
    return GitError(
        "this is in no git repository",
        where=str(folder),
        hint="give --against a folder with the schemas to compare with, or two files",
    )


def failed(done: subprocess.CompletedProcess[bytes], root: Path) -> GitError:
    """Return the error for what no one foresaw."""
    return GitError(f"git failed: {_last_words(done)[:200]}", where=str(root), hint="git fsck")


def _last_words(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return " ".join(lines[:3])


def merge_file(
    folder: Path, ours: str, base: str, theirs: str, marker: int = 0
) -> tuple[int, bytes]:
    """Return how many conflicts three files of *folder* have, and the text of their merge.

    The files' names are the labels of the sides. No repository is needed. A number that is
    negative or above 127 is no count: git could not merge them at all. With *marker*, the
    markers of conflicts are that long, and the base is between the two sides.

    Raises:
        GitError: There is no git.
    """
    labels = [part for name in (ours, base, theirs) for part in ("-L", name)]
    # Someone's git may be set to show the base between the two.
    plain = ["-c", "merge.conflictStyle=merge"]
    style = ["--diff3", f"--marker-size={marker}"] if marker else []
    done = run_git(folder, *plain, "merge-file", "-p", *style, *labels, ours, base, theirs)
    return done.returncode, done.stdout
