"""What git remembers, read from its objects: no checkout, and nothing is ever changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from reflekt_dbt.errors import GitError
from reflekt_dbt.git_command import failed, no_repository, run_git

# Of files asked for by name.
_PATHS_AT_MOST = 200
_FETCH = "git fetch --unshallow, or in GitHub Actions: actions/checkout with fetch-depth: 0"
_LINK = "120000"


class Blob(NamedTuple):
    """A file in a commit.

    Attributes:
        path: Below the folder that was asked for, with ``/``.
        id: Of its content.
        is_link: Whether it is a symbolic link, its content the path it leads to.
    """

    path: str
    id: str
    is_link: bool


class PastBlob(NamedTuple):
    """A file as some commit left it, or as it was before that commit removed it.

    Attributes:
        path: Below the folder that was asked for, with ``/``.
        id: Of its content.
        date: Of the commit: ``2026-11-21``.
    """

    path: str
    id: str
    date: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, seen from one folder of its working tree.

    Attributes:
        root: The nearest folder that exists, at or above the one that was asked for.
        prefix: The folder that was asked for, below the top of the tree, with ``/``;
            ``""`` is the top itself.
    """

    root: Path
    prefix: str

    @classmethod
    def at(cls, folder: Path) -> Repository:
        """Return the repository around *folder*, which need not exist any more.

        Raises:
            GitError: There is none, or no git.
        """
        root = folder.absolute()
        while not root.is_dir():
            root = root.parent
        done = run_git(root, "rev-parse", "--is-inside-work-tree", "--show-prefix")
        lines = done.stdout.decode("utf-8", "surrogateescape").split("\n")
        if done.returncode or lines[0] != "true":
            raise no_repository(folder, done)
        below = folder.absolute().relative_to(root).as_posix()
        parts = [*lines[1].split("/"), *below.split("/")]
        return cls(root, "/".join(part for part in parts if part not in {"", "."}))

    @property
    def is_shallow(self) -> bool:
        """Whether its history was cut off when it was cloned."""
        return (
            run_git(self.root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        )

    @property
    def is_unborn(self) -> bool:
        """Whether nothing was committed yet on the branch that is checked out."""
        return run_git(self.root, "rev-parse", "--verify", "--quiet", "HEAD").returncode != 0

    def commit(self, ref: str) -> str:
        """Return the id of the commit that *ref* names, here or else at the remote.

        Raises:
            GitError: There is none.
        """
        for name in (ref, f"refs/remotes/origin/{ref}"):
            done = run_git(
                self.root,
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                f"{name}^{{commit}}",
            )
            if done.returncode == 0:
                return done.stdout.decode().strip()
        hint = (
            f"this clone is shallow: {_FETCH}" if self.is_shallow else f"git fetch origin {ref}"
        )
        raise GitError(f"git knows no commit {ref!r}", where=str(self.root), hint=hint)

    def merge_base(self, ref: str) -> str:
        """Return the commit at which the work since *ref* began: what both have in common.

        Raises:
            GitError: There is none, or history was cut off before it.
        """
        commit, head = self.commit(ref), self.commit("HEAD")
        done = run_git(self.root, "merge-base", commit, head)
        if done.returncode == 0:
            return done.stdout.decode().strip()
        if self.is_shallow:
            raise GitError(
                f"this clone is shallow: where {ref!r} and HEAD part was not fetched",
                where=str(self.root),
                hint=_FETCH,
            )
        raise GitError(
            f"{ref!r} and HEAD have no commit in common",
            where=str(self.root),
            hint="compare with the commit itself: add --exact",
        )

    def blobs(self, commit: str) -> list[Blob]:
        """Return the files below the folder in *commit*, by path; none if it is not there.

        Raises:
            GitError: The folder is a submodule there, or git cannot read it.
        """
        tree = f"{commit}:{self.prefix}"
        kind = run_git(self.root, "cat-file", "-t", tree)
        if kind.returncode:
            return self._nothing(commit)
        if kind.stdout.strip() != b"tree":
            return []
        done = run_git(self.root, "ls-tree", "-r", "-z", "--full-tree", tree)
        if done.returncode:
            raise failed(done, self.root)
        return sorted(_blobs(done.stdout))

    def past(self, folder: str) -> Iterator[PastBlob]:
        """Yield what became of each file below *folder* up to HEAD, newest commit first.

        Raises:
            GitError: Nothing was committed yet, or git cannot read it.
        """
        yield from self._log([folder], "HEAD")

    def past_of(self, paths: Collection[str]) -> Iterator[PastBlob]:
        """Yield what became of each of *paths* up to HEAD and to what is being merged with it.

        What a merge made of a file is there as well, though neither side had it.

        Raises:
            GitError: Nothing was committed yet, or git cannot read it.
        """
        # A command line has a limit; of more files than this, all of the folder is asked for.
        asked = sorted(paths) if len(paths) <= _PATHS_AT_MOST else [""]
        found = self._log(asked, "-m", "HEAD", *self.merging)
        yield from (one for one in found if one.path in paths)

    @property
    def merging(self) -> tuple[str, ...]:
        """The commit that is being merged with HEAD, or applied to it, if there is one."""
        for name in ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD"):
            done = run_git(self.root, "rev-parse", "--verify", "--quiet", name)
            if done.returncode == 0:
                return (done.stdout.decode().split()[0],)
        return ()

    def text(self, commit: str, path: str) -> str | None:
        """Return the text of the file *path* in *commit*; None if it is not there."""
        whole = "/".join(part for part in (self.prefix, path) if part)
        done = run_git(self.root, "cat-file", "blob", f"{commit}:{whole}")
        return None if done.returncode else done.stdout.decode("utf-8", "surrogateescape")

    def _log(self, paths: Iterable[str], *revisions: str) -> Iterator[PastBlob]:
        places = ["/".join(part for part in (self.prefix, path) if part) for path in paths]
        done = run_git(
            self.root, "log", "--format=%x01%cs", "--raw", "-z",
            "--no-abbrev", "--no-renames", "--full-history", *revisions, "--",
            *(f":(top,literal){place}" for place in places),
        )  # fmt: skip
        if done.returncode:
            raise failed(done, self.root)
        yield from _past(done.stdout, len(self.prefix) + 1 if self.prefix else 0)

    def read(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """Return id → content of the blobs *ids*.

        Raises:
            GitError: One of them was never fetched.
        """
        wanted = sorted(set(ids))
        if not wanted:
            return {}
        done = run_git(
            self.root, "cat-file", "--batch", given="".join(f"{i}\n" for i in wanted)
        )
        if done.returncode:
            raise failed(done, self.root)
        return dict(_contents(done.stdout, self.root))

    def _nothing(self, commit: str) -> list[Blob]:
        """Return no file, for a folder that is not there; refuse one that is a submodule."""
        done = run_git(
            self.root,
            "--literal-pathspecs",
            "ls-tree",
            "--full-tree",
            commit,
            "--",
            self.prefix,
        )
        if done.returncode:
            raise failed(done, self.root)
        if done.stdout.startswith(b"160000 "):
            raise GitError(
                f"{self.prefix!r} is a submodule there",
                where=str(self.root),
                hint="compare inside the submodule's own repository",
            )
        return []


def _blobs(listed: bytes) -> Iterator[Blob]:
    for entry in listed.split(b"\0"):
        about, tab, path = entry.partition(b"\t")
        mode, kind, identity = about.decode().split(" ") if tab else ("", "", "")
        if kind == "blob":
            yield Blob(path.decode("utf-8", "surrogateescape"), identity, mode == _LINK)


def _past(output: bytes, prefix: int) -> Iterator[PastBlob]:
    date, about = "", list[str]()
    for field in output.decode("utf-8", "surrogateescape").replace("\n", "\0").split("\0"):
        if field.startswith("\x01"):
            date = field[1:]
        elif field.startswith(":"):
            about = field.split(" ")
        elif field and about:
            gone = about[4].startswith("D")
            yield PastBlob(field[prefix:], about[2] if gone else about[3], date)
            about = []


def _contents(output: bytes, root: Path) -> Iterator[tuple[str, bytes]]:
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        identity, *about = output[at:end].decode().split(" ")
        if len(about) < 2:
            raise GitError(
                f"git has not got the file {identity}", where=str(root), hint="git fetch"
            )
        size = int(about[1])
        yield identity, output[end + 1 : end + 1 + size]
        at = end + size + 2
