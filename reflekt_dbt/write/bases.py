"""What edited files were made from: texts that were generated once, from git or from beside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reflekt_dbt.errors import GitError
from reflekt_dbt.git import PastBlob, Repository
from reflekt_dbt.write.blob import blob_id, unix
from reflekt_dbt.write.conflict import sides
from reflekt_dbt.write.disk import read_texts
from reflekt_dbt.write.lock import LOCK, Lock, parse_lock

# Below it stand texts that are in no commit, each under its file's own path.
BASE = ".reflekt/base"

_SHALLOW = (
    "what was generated last is not in this shallow clone: git fetch --unshallow, or in GitHub "
    "Actions: actions/checkout with fetch-depth: 0"
)
_NOT_IN_GIT = (
    f"what was generated last is neither in git's history nor in {BASE}, so that the two "
    "cannot be merged"
)
_NO_GIT = (
    f"this is in no git repository, and what was generated last is not in {BASE}, so that the "
    "two cannot be merged"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be looked for.

    Attributes:
        path: Of the file.
        ids: Blob ids of texts that it may have been made from.
        is_conflicted: Whether it has git's conflict markers.
    """

    path: str
    ids: frozenset[str]
    is_conflicted: bool = False


@dataclass(frozen=True, slots=True)
class Bases:
    """What was found.

    Attributes:
        texts: Blob id → text, with LF.
        sides: What the lock says on either side of a merge of git's, of ours and of theirs;
            empty if that cannot be told.
        why_not: Why what was not found was not, in words.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    sides: tuple[Lock, ...] = ()
    why_not: str = _NOT_IN_GIT

    def own(self, path: str, side: int, otherwise: frozenset[str]) -> frozenset[str]:
        """Return the ids of what one side of a conflict in *path* was made from."""
        entry = self.sides[side].entries.get(path) if self.sides else None
        return entry.ids if entry is not None else otherwise


NO_BASES = Bases()


def beside(path: str) -> str:
    """Return where the base of the file *path* is kept."""
    return f"{BASE}/{path}"


def read_beside(root: Path) -> dict[str, str]:
    """Return path of a file → the base that is kept of it, all there are.

    Raises:
        WriteError: One cannot be read.
    """
    folder = root / BASE
    if not folder.is_dir():
        return {}
    found = (file.relative_to(root).as_posix() for file in folder.rglob("*") if file.is_file())
    texts = read_texts(root, found)
    return {path.removeprefix(f"{BASE}/"): text for path, text in texts.items()}


def find_bases(
    root: Path, wanted: Collection[Wanted], kept: Mapping[str, str], lock_text: str
) -> Bases:
    """Look for what is *wanted*: beside, and then in git's history, which is asked once.

    Args:
        root: The project.
        wanted: What to look for; nothing is asked if it is empty.
        kept: What is beside, see `read_beside`.
        lock_text: The lock as it is on disk.

    Raises:
        WriteError: The lock of a commit cannot be understood.
    """
    if not wanted:
        return NO_BASES
    found = {blob_id(text): text for one in wanted for text in _beside(kept.get(one.path))}
    if all(one.ids <= found.keys() and not one.is_conflicted for one in wanted):
        return Bases(found)
    try:
        repository = Repository.at(root)
        if repository.is_unborn:
            return Bases(found)
        return _in_git(repository, wanted, found, lock_text)
    except GitError as error:
        unknown = "in no git repository" in error.problem
        return Bases(found, why_not=_NO_GIT if unknown else error.problem)


def _in_git(
    repository: Repository, wanted: Collection[Wanted], found: dict[str, str], lock_text: str
) -> Bases:
    conflicted = [one.path for one in wanted if one.is_conflicted]
    of_sides = _side_locks(repository, lock_text, conflicted) if conflicted else ()
    ids = {one.path: set(one.ids) for one in wanted}
    for lock in of_sides:
        for path in ids.keys() & lock.entries.keys():
            ids[path] |= lock.entries[path].ids
    # What is beside now may have a conflict in it, and what was beside once counts as well.
    ids.update({beside(path): set(of) for path, of in ids.items()})
    texts = _texts(repository, repository.past_of(ids.keys()), ids)
    every = frozenset().union(*ids.values())
    missing = every - texts.keys() - found.keys()
    is_cut_off = missing and repository.is_shallow
    return Bases({**texts, **found}, of_sides, _SHALLOW if is_cut_off else _NOT_IN_GIT)


def _texts(
    repository: Repository, past: Iterable[PastBlob], ids: Mapping[str, Collection[str]]
) -> dict[str, str]:
    """Return id → text of those *ids* that the past knows."""
    known: dict[str, set[str]] = {}
    for one in past:
        known.setdefault(one.path, set()).add(one.id)
    exact = {
        one for path, wanted in ids.items() for one in known.get(path, set()) & set(wanted)
    }
    texts = {one: _decoded(data) for one, data in repository.read(exact).items()}
    # Where CRLF was committed, git's ids are not those of the texts with LF.
    odd = {
        one
        for path, wanted in ids.items()
        if not set(wanted) <= texts.keys()
        for one in known.get(path, set()) - _NO_FILE
    }
    every = frozenset().union(*ids.values())
    for data in repository.read(odd).values():
        text = _decoded(data)
        if (identity := blob_id(text)) in every:
            texts[identity] = text
    return texts


# What git's history calls a file that is not there.
_NO_FILE = {"0" * 40}


def _side_locks(
    repository: Repository, lock_text: str, conflicted: Collection[str]
) -> tuple[Lock, ...]:
    """Return what the lock says on either side of the merge that a conflict is from."""
    if both := sides(lock_text):
        return tuple(map(parse_lock, both))
    if merging := repository.merging:
        return _locks(repository, "HEAD", *merging)
    # Someone may have committed the merge, markers included.
    committed = (repository.text("HEAD", path) for path in conflicted)
    if any(text is not None and sides(text) for text in committed):
        return _locks(repository, "HEAD^1", "HEAD^2")
    return ()


def _locks(repository: Repository, *commits: str) -> tuple[Lock, ...]:
    texts = [repository.text(commit, LOCK) for commit in commits]
    return tuple(parse_lock(text) for text in texts if text is not None) if all(texts) else ()


def _beside(text: str | None) -> Iterator[str]:
    """Yield a base that is kept, or each side of it where it has a conflict."""
    if text is not None:
        yield from sides(text) or (unix(text),)


def _decoded(data: bytes) -> str:
    return unix(data.decode("utf-8", "surrogateescape"))
