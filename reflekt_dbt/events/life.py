"""Where an event is in its life, as its metadata say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from reflekt_dbt.events.model import Event
from reflekt_dbt.naming import did_you_mean

STATUSES = ("planned", "live", "deprecated", "retired")
# Either is understood; the first is what we write.
DATES = ("deprecated_on", "deprecation_date")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_VERSION = re.compile(r"\d+-\d+")


class Doubt(NamedTuple):
    """Something in the metadata that means nothing to us.

    Attributes:
        key: Of the metadata.
        problem: One sentence without a full stop.
        hint: What to write instead.
    """

    key: str
    problem: str
    hint: str


def status_of(event: Event) -> str:
    """Return one of ``STATUSES``; whatever is none of them is taken for live."""
    given = event.metadata.get("status")
    return given if isinstance(given, str) and given in STATUSES else "live"


def deprecated_on(event: Event) -> str:
    """Return the day from which the event counts as deprecated, ``YYYY-MM-DD``; or ``""``."""
    given = (event.metadata.get(key) for key in DATES)
    return next((str(one) for one in given if _is_date(one)), "")


def former_names(event: Event) -> tuple[str, ...]:
    """Return the names that the event had before, the latest first.

    An id stands for the name of its folder, as in ``shop/Order_Done/1-0``.
    """
    return names_before(event.metadata, event.name)


def names_before(metadata: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the names that the event *name* had before, as its *metadata* say."""
    names = (_name_of(old) for old in _texts(metadata.get("renamed_from")))
    return tuple(old for old in dict.fromkeys(names) if old and old != name)


def metadata_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata of a schema: Reflekt 0.3 kept it at the top, later ones below."""
    own = document.get("self")
    both = (document.get("metadata"), own.get("metadata") if isinstance(own, dict) else None)
    return {key: value for one in both if isinstance(one, dict) for key, value in one.items()}


def newest_versions(events: Iterable[Event]) -> Mapping[str, Event]:
    """Return folder of each event → its newest version."""
    newest: dict[str, Event] = {}
    for event in events:
        folder = event.id.rpartition("/")[0]
        if folder not in newest or event.version > newest[folder].version:
            newest[folder] = event
    return newest


def parted(events: Sequence[Event]) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Return the versions of events that are to be built, and of those that are retired."""
    newest = newest_versions(events)
    over = {folder for folder, event in newest.items() if status_of(event) == "retired"}
    kept = tuple(event for event in events if event.id.rpartition("/")[0] not in over)
    return kept, tuple(event for event in events if event.id.rpartition("/")[0] in over)


def doubts(metadata: Mapping[str, Any]) -> Iterator[Doubt]:
    """Yield what *metadata* say of the event's life that means nothing to us."""
    status = metadata.get("status")
    if "status" in metadata and (not isinstance(status, str) or status not in STATUSES):
        listed = f"one of: {', '.join(STATUSES)}"
        near = did_you_mean(status, STATUSES) if isinstance(status, str) else ""
        hint = f"{near} {listed}" if near.startswith("did") else listed
        yield Doubt("status", f"the status {status!r} is unknown", hint)
    for key in DATES:
        if key in metadata and not _is_date(metadata[key]):
            problem = f"{key} must be a full date, not {metadata[key]!r}"
            yield Doubt(key, problem, 'write it as "2026-01-31"')
    given = metadata.get("renamed_from")
    if given is not None and not _texts(given):
        hint = 'give the old name, as in "Order Done", or a list of them, the latest first'
        yield Doubt("renamed_from", "renamed_from must be a name", hint)


def _is_date(given: Any) -> bool:
    found = _DATE.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        return False
    try:
        date(*map(int, found.groups()))
    except ValueError:
        return False
    return True


def _texts(given: Any) -> list[str]:
    listed = given if isinstance(given, list) else [given]
    return [one for one in listed if isinstance(one, str) and one.strip()]


def _name_of(old: str) -> str:
    if "/" not in old:
        return old
    parts = [part for part in old.removesuffix(".json").split("/") if part]
    if len(parts) > 1 and _VERSION.fullmatch(parts[-1]):
        parts.pop()
    return parts[-1].replace("_", " ") if parts else ""
