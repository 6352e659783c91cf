"""What the schemas of now are compared with: a commit, or another folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from reflekt_dbt.compare.read import side_of_commit, side_of_folder
from reflekt_dbt.compare.versions import Side
from reflekt_dbt.errors import GitError, SelectError
from reflekt_dbt.git import Repository


@dataclass(frozen=True, slots=True)
class Against:
    """The schemas of before.

    Attributes:
        name: What the user called it.
        commit: Id of the commit they are from; ``""`` if from a folder.
        side: They themselves.
    """

    name: str
    commit: str
    side: Side

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the result ought to know."""
        if self.side:
            return ()
        return (f"{self.name} has no schemas there: every event counts as new",)


def schemas_against(
    root: Path, shown: str, schemas_path: str, against: str, *, exact: bool = False
) -> Against:
    """Return the schemas to compare with.

    Args:
        root: The schemas folder of now.
        shown: How messages call it.
        schemas_path: What the schemas folder is called within another project.
        against: A commit of the repository around *root*, as git names it; or a folder with
            schemas, or with a project, as seen from the current folder.
        exact: Whether to take the commit itself, and not the one at which the work since
            then began.

    Raises:
        GitError: Git knows no such commit, or too little of its history.
        SchemaError: There is no schema in the folder.
        SelectError: *against* is neither a commit nor a folder.
    """
    if _is_spelt_as_path(against):
        return _of_folder(against, schemas_path)
    try:
        repository = Repository.at(root)
        if against == "HEAD" and repository.is_unborn:
            return Against(against, "", {})  # as a hook sees it before the first commit
        commit = repository.commit(against) if exact else repository.merge_base(against)
    except GitError:
        # Not even a name that git knows: then it may be a folder beside us.
        if Path(against).is_dir() and not _is_commit(root, against):
            return _of_folder(against, schemas_path)
        raise
    return Against(against, commit, side_of_commit(repository, commit, shown, against))


def _is_spelt_as_path(against: str) -> bool:
    # No ref of git's begins so.
    return against.startswith((".", "~")) or Path(against).is_absolute()


def _is_commit(root: Path, against: str) -> bool:
    try:
        Repository.at(root).commit(against)
    except GitError:
        return False
    return True


def _of_folder(against: str, schemas_path: str) -> Against:
    folder = Path(against).expanduser()
    if not folder.is_dir():
        raise SelectError(
            f"no folder {against!r}",
            where="--against",
            hint="give a branch, as in --against main, or a folder with schemas",
        )
    inner = folder / schemas_path
    found = inner if inner.is_dir() else folder
    shown = os.fspath(found).replace(os.sep, "/")
    return Against(against, "", side_of_folder(found, shown))
