"""Which staging model and column a changed property is, going by the plan. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reflekt_dbt.compare.model import ITEMS, OTHERS, Change

# These change what the whole model is.
_WHOLE = {"event-removed", "event-renamed", "event-renamed-from", "too-large-to-compare"}


class Landed(NamedTuple):
    """Where a changed property is in the warehouse.

    Attributes:
        model: Name of the staging model.
        path: Of its file, below the project, with ``/``.
        columns: Of the model; None if the whole model is meant.
    """

    model: str
    path: str
    columns: tuple[str, ...] | None


def landed(plan: Mapping[str, Any], event_id: str, change: Change) -> Iterator[Landed]:
    """Yield each model in which what *change* is about stands.

    Args:
        plan: As made of the schemas in which it stands: the old ones for what went.
        event_id: Version included.
        change: Of that event.
    """
    for table in plan["tables"]:
        if event_id not in table["events"] or table["former"]:
            continue
        if change.code in _WHOLE:
            yield Landed(table["model"], table["path"], None)
            continue
        columns = tuple(
            prop["alias"]
            for prop in table["properties"]
            if is_about(prop["property"], change.path)
        )
        if columns:
            yield Landed(table["model"], table["path"], columns)


def is_about(prop: str, path: tuple[str, ...]) -> bool:
    """Tell whether the column of *prop*, or part of it, holds what is at *path*."""
    names: list[str] = []
    for step in path:
        if step in {ITEMS, OTHERS}:
            break
        names.append(step)
    dotted = ".".join(names)
    inside = prop.startswith(f"{dotted}.") or dotted.startswith(f"{prop}.")
    return bool(names) and (prop == dotted or inside)
