"""The versions that an event has had: those there are, and those that git remembers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reflekt_dbt.compare.model import Bump, Change, required_bump
from reflekt_dbt.compare.read import revision_of
from reflekt_dbt.compare.schemas import compare_schemas
from reflekt_dbt.compare.versions import Revision, Versions
from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.model import Version
from reflekt_dbt.git import Repository


class Past(NamedTuple):
    """One version of an event.

    Attributes:
        version: Of it.
        date: When it was first committed, as ``2026-11-21``; ``""`` if it was not.
        changes: From the version before; empty for the first.
        is_first: Whether there is none before.
        description: Of the event, then.
    """

    version: Version
    date: str
    changes: tuple[Change, ...]
    is_first: bool
    description: str

    @property
    def bump(self) -> Bump:
        """The bump that the changes need."""
        return required_bump(self.changes)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What there is to read."""
        if self.is_first:
            return (
                (f"first version: {self.description}",)
                if self.description
                else ("first version",)
            )
        return tuple(change.sentence for change in self.changes)

    def json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "version": str(self.version),
            "date": self.date or None,
            "needed": self.bump,
            "changes": [
                {"code": c.code, "bump": c.bump, "property": c.dotted, "sentence": c.sentence}
                for c in self.changes
            ],
        }


def history(now: Versions, committed: Versions, dates: Mapping[Version, str]) -> Iterator[Past]:
    """Yield every version, oldest first.

    Args:
        now: Those there are.
        committed: Those that git remembers, which may be gone.
        dates: When each was first committed.

    Raises:
        SchemaError: One of those there are cannot be read.
    """
    every = {**_readable(committed), **now}
    before: Revision | None = None
    for version in sorted(every):
        one = every[version]
        changes = compare_schemas(before.data, one.data) if before else ()
        description = one.data.get("description")
        yield Past(
            version,
            dates.get(version, ""),
            changes,
            before is None,
            description if isinstance(description, str) else "",
        )
        before = one


def _readable(versions: Versions) -> dict[Version, Revision]:
    readable = {}
    for version, revision in versions.items():
        try:
            revision.name  # noqa: B018 - reads it
        except SchemaError:
            continue  # what could not be read then is no part of the story
        readable[version] = revision
    return readable


def committed_versions(
    repository: Repository, folder: str
) -> tuple[dict[Version, Revision], dict[Version, str]]:
    """Return the versions of the event *folder* that were ever committed, and when first.

    Args:
        repository: Seen from the schemas folder.
        folder: Of the event, below it.

    Raises:
        GitError: Git cannot read them.
    """
    past = list(repository.past(folder))
    contents = repository.read(one.id for one in past)
    versions: dict[Version, Revision] = {}
    dates: dict[Version, str] = {}
    for one in past:
        revision = revision_of(one.path, contents[one.id], one.date)
        if revision is None or revision.folder != folder:
            continue
        # Newest first: the last words of a version count, and the first date.
        versions.setdefault(revision.version, revision)
        dates[revision.version] = one.date
    return versions, dates
