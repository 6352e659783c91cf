"""All versions of all events, before and after: which are to be compared, and what changed.

Pure. A file that was renamed to the next version and edited is one event, whose newest
version before is compared with its newest version now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from reflekt_dbt.compare.kinds import change
from reflekt_dbt.compare.model import Bump, Change, is_enough, required_bump
from reflekt_dbt.compare.schemas import compare_schemas
from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.life import metadata_of, names_before
from reflekt_dbt.events.model import Version
from reflekt_dbt.events.read import Document, decoded, parse_document


@dataclass(frozen=True)
class Revision:
    """One version of one event, on one of the two sides; parsed when it is looked into.

    Attributes:
        folder: Of the event, below the schemas folder: its id without the version.
        version: From the file's name.
        content: Of the file.
        path: As people call the file, with ``/``.
        where: As messages call it: *path*, after the commit if there is one.
    """

    folder: str
    version: Version
    content: bytes
    path: str
    where: str

    @property
    def id(self) -> str:
        """The id of the event, version included."""
        return f"{self.folder}/{self.version}"

    @cached_property
    def document(self) -> Document:
        """What the file says.

        Raises:
            SchemaError: It is not JSON.
        """
        return parse_document(decoded(self.content, self.where), self.where)

    @property
    def data(self) -> Mapping[str, Any]:
        """The schema.

        Raises:
            SchemaError: The file is not JSON, or holds no object.
        """
        data = self.document.data
        if not isinstance(data, dict):
            hint = "run: reflekt-dbt lint"
            raise SchemaError(
                "an event's schema must be an object", where=self.where, hint=hint
            )
        return data

    @property
    def name(self) -> str:
        """What the SDK sends; ``""`` if the file does not say."""
        own = self.data.get("self")
        name = own.get("name") if isinstance(own, dict) else None
        return name if isinstance(name, str) else ""


Versions = Mapping[Version, Revision]
Side = Mapping[str, Versions]  # the event's folder → its versions


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one version to another.

    Attributes:
        old: None for an event that is new.
        new: None for an event that is gone.
        changes: By path.
        made: The bump between the two.
        taken: The versions that the event has now.
    """

    old: Revision | None
    new: Revision | None
    changes: tuple[Change, ...]
    made: Bump
    taken: frozenset[Version] = frozenset()

    @property
    def id(self) -> str:
        """The id of the newer version that there is."""
        return next((one.id for one in (self.new, self.old) if one), "")

    @property
    def needed(self) -> Bump:
        """The bump that the changes need."""
        return required_bump(self.changes)

    @property
    def is_enough(self) -> bool:
        """Whether the bump that was made covers the one that is needed."""
        return is_enough(self.made, self.needed)


@dataclass(frozen=True, slots=True)
class Compared:
    """All that changed between two sides.

    Attributes:
        comparisons: Those in which anything changed, by folder, then by version.
        unreadable: Old files that are no JSON, taken as if they had not been there.
    """

    comparisons: tuple[Comparison, ...]
    unreadable: tuple[SchemaError, ...] = ()


def bump_made(old: Version, new: Version) -> Bump:
    """Return the bump from *old* to *new*; none if *new* is the same or older."""
    if new.major > old.major:
        return "major"
    return "minor" if new.major == old.major and new.minor > old.minor else "none"


def revisions(side: Side) -> tuple[Revision, ...]:
    """Return all versions of *side*, by folder, then by version."""
    return tuple(
        versions[version]
        for _, versions in sorted(side.items(), key=lambda item: item[0])
        for version in sorted(versions)
    )


def compare_sides(old: Side, new: Side, *, words: bool = False) -> Compared:
    """Return what changed from *old* to *new*.

    Args:
        old: Before.
        new: Now.
        words: Whether also to return files in which only descriptions and the like changed.

    Raises:
        SchemaError: A file of *new* that is not as it was cannot be read.
    """
    problems: list[SchemaError] = []
    readable = {
        folder: _readable(versions, new.get(folder, {}), problems)
        for folder, versions in old.items()
    }
    old = {folder: versions for folder, versions in readable.items() if versions}
    moved = _moved(old, new)
    before = {moved.get(folder, folder): versions for folder, versions in old.items()}
    found: list[Comparison] = []
    for folder in sorted({*before, *new}):
        found += _event(before.get(folder, {}), new.get(folder, {}))
    found = [one for one in found if one.changes or words]
    return Compared(tuple(found), tuple(problems))


def _readable(old: Versions, new: Versions, problems: list[SchemaError]) -> Versions:
    """Return the versions of *old* that can be read, and add the rest to *problems*."""
    readable = {}
    for version, revision in old.items():
        try:
            if not _is_same(revision, new.get(version)):
                revision.name  # noqa: B018 - reads it
            readable[version] = revision
        except SchemaError as error:  # noqa: PERF203 - one bad file must not hide the next
            problems += error.problems or [error]
    return readable


def _is_same(old: Revision, new: Revision | None) -> bool:
    return new is not None and old.content == new.content


def _moved(old: Side, new: Side) -> dict[str, str]:
    """Return old → new folder of each event that went in one place and came in another."""
    went = _by_name(old, new)
    came = _by_name(new, old)
    moved = {
        folders[0]: came[name][0]
        for name, folders in went.items()
        if name and len(folders) == len(came.get(name, ())) == 1
    }
    for folder in (folders[0] for folders in came.values() if folders[0] not in moved.values()):
        newest = new[folder][max(new[folder])]
        for name in names_before(metadata_of(newest.data), newest.name):
            if len(went.get(name, ())) == 1:
                moved.setdefault(went[name][0], folder)
    return moved


def _by_name(side: Side, other: Side) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for folder in sorted(side.keys() - other.keys()):
        newest = side[folder][max(side[folder])]
        found.setdefault(newest.name, []).append(folder)
    return found


def _event(old: Versions, new: Versions) -> Iterator[Comparison]:
    """Yield the comparisons of one event."""
    if not new:
        newest = old[max(old)]
        sentence = f"the event {newest.name!r} is gone"
        gone = change("event-removed", (), sentence, before=newest.name)
        yield Comparison(newest, None, (gone,), "none")
        return
    for version in sorted(new):
        before = new[version] if version not in old else None
        earlier = old.get(version) or _predecessor(version, old, new)
        if earlier is not None:
            yield from _compared(earlier, new[version], frozenset(new))
        elif not old and before is not None:
            sentence = f"the event {before.name!r} is new"
            come = change("event-added", (), sentence, after=before.name)
            yield Comparison(None, before, (come,), "none", frozenset(new))
    if old and max(old) > max(new):
        yield from _compared(old[max(old)], new[max(new)], frozenset(new))


def _predecessor(version: Version, old: Versions, new: Versions) -> Revision | None:
    """Return the next older version: as it is now, or else as it was."""
    earlier = [one for one in {*old, *new} if one < version]
    if not earlier:
        return None
    return new.get(max(earlier)) or old[max(earlier)]


def _compared(old: Revision, new: Revision, taken: frozenset[Version]) -> Iterator[Comparison]:
    if _is_same(old, new) and old.folder == new.folder:
        return
    changes = compare_schemas(old.data, new.data)
    if old.folder != new.folder:
        sentence = f"the event moved from {old.folder!r} to {new.folder!r}"
        moved = change("event-moved", (), sentence, before=old.folder, after=new.folder)
        changes = (moved, *changes)
    yield Comparison(old, new, changes, bump_made(old.version, new.version), taken)
