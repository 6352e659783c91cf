"""Which columns of a table hold personal data, by the marks of all schemas of the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reflekt_dbt.events.marks import Path, any_mark
from reflekt_dbt.events.model import Event, Property
from reflekt_dbt.sdks.model import Sdk

Mark = bool | str


@dataclass(frozen=True)
class Private:
    """What of the events in a table is personal.

    A mark in any version of any event counts for all: their rows are in one column.

    Attributes:
        marks: Base name of a column → its mark.
        around: Base names of the objects around a personal property → its mark.
        withheld: Globs of columns that may hold any of it, or part of it.
    """

    marks: dict[str, Mark] = field(default_factory=dict)
    around: dict[str, Mark] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()

    def mark_of(self, prop: Property, sdk: Sdk, call: str) -> Mark:
        """Return whether the column of *prop* holds anything personal, or of which kind."""
        if not self.marks:
            return False
        return any_mark(
            found
            for path in (prop.path, *prop.renamed_from)
            for found in self._of_path(path, sdk, call)
        )

    def _of_path(self, path: Path, sdk: Sdk, call: str) -> Iterator[Mark | None]:
        base = sdk.column_names(path, call).base
        yield self.marks.get(base)
        # What another version keeps whole, and what another version takes apart.
        yield self.around.get(base)
        for depth in range(1, len(path)):
            yield self.marks.get(sdk.column_names(path[:depth], call).base)


def private(events: Sequence[Event], traits: Iterable[str], sdk: Sdk, call: str) -> Private:
    """Return what of *events*, all that a table may hold rows of, is personal.

    Args:
        events: Older majors among them.
        traits: Columns of personal traits, which the context may repeat.
        sdk: Whose loader made the table.
        call: That filled it.
    """
    found = Private()
    globs: dict[str, None] = {}
    personal = (prop for event in events for prop in event.properties if prop.pii)
    for prop in personal:
        for path in (prop.path, *prop.renamed_from):
            _note(found, path, prop.pii, sdk, call)
            globs.update(dict.fromkeys(_globs(path, sdk, call)))
            # An object that bears the mark is personal with all that nobody planned in it.
            marked = path[: len(prop.pii_at)]
            found.marks.update(
                {sdk.column_names(marked, call).base: prop.pii} if marked else {}
            )
            globs.update(dict.fromkeys(_globs(marked, sdk, call) if marked else ["*"]))
    globs.update((f"context_traits_{name}{end}", None) for name in traits for end in ("", "_*"))
    if globs:
        globs["context_traits"] = None
    return Private(found.marks, found.around, tuple(globs))


def personal_traits(events: Iterable[Event], calls: Mapping[str, str], sdk: Sdk) -> list[str]:
    """Return the columns of what is personal among the traits of users and groups.

    Args:
        events: Of a source.
        calls: Name of an event → the call that sends it.
        sdk: Whose loader made them.
    """
    found = {
        name
        for event in events
        if calls.get(event.name) in {"identify", "group"}
        for prop in event.properties
        if prop.pii
        for path in (prop.path, *prop.renamed_from)
        for name in sdk.column_names(path, calls[event.name]).candidates
    }
    return sorted(found)


def _note(found: Private, path: Path, mark: Mark, sdk: Sdk, call: str) -> None:
    base = sdk.column_names(path, call).base
    found.marks[base] = any_mark([found.marks.get(base), mark])
    for depth in range(1, len(path)):
        above = sdk.column_names(path[:depth], call).base
        found.around[above] = any_mark([found.around.get(above), mark])


def _globs(path: Path, sdk: Sdk, call: str) -> Iterator[str]:
    """Yield globs of columns that may hold what is at *path*, part of it, or it and more."""
    for name in sdk.column_names(path, call).candidates:
        yield name
        yield f"{name}_*"
    for depth in range(1, len(path)):
        yield from sdk.column_names(path[:depth], call).candidates
