"""Names and folders with placeholders: which there are, and what stands in for them.

``{version}`` is the event's major, because a minor is a change that moves no file; of a
table that several events share it is the highest of theirs, of one of all events it is 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from reflekt_dbt.config.home import Part
from reflekt_dbt.config.model import BuildConfig
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.naming import did_you_mean

_PLACEHOLDER = re.compile(r"\{([a-z_]*)\}")
_OF_EVENTS = ("event", "version")
_IN_PATH = ("source", *_OF_EVENTS, "sdk")
_IN_SHARED_NAME = {
    "folder": ("prefix", "folder", "source", "sdk"),
    "project": ("prefix", "folder"),
}


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """Return *pattern* with each placeholder replaced by its value."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], pattern)


def placeholders(pattern: str) -> frozenset[str]:
    """Return the names of the placeholders in *pattern*."""
    return frozenset(_PLACEHOLDER.findall(pattern))


def above(pattern: str, *names: str) -> str:
    """Return the part of a folder before the first that depends on one of *names*.

    Any placeholder counts if no name is given.
    """
    kept: list[str] = []
    for part in PurePosixPath(pattern).parts:
        found = placeholders(part)
        if found.intersection(names) or (found and not names):
            break
        kept.append(part)
    return "/".join(kept)


def above_events(pattern: str) -> str:
    """Return the part of a folder that is the same for every event of a source."""
    return above(pattern, *_OF_EVENTS)


def has_shared_docs(build: BuildConfig) -> bool:
    """Return whether models of several sources may share a properties file."""
    if build.docs.per != "folder":
        return build.docs.per == "project"
    folders = [build.path, *(one.path for one in build.events.values() if one.path)]
    return any("source" not in placeholders(f"{one}/{build.docs.pattern}") for one in folders)


def check_patterns(build: BuildConfig, part: Part) -> None:
    """Refuse a placeholder that does not exist where it stands.

    Args:
        build: As configured.
        part: Where it stands, for messages.

    Raises:
        ConfigError: There is one.
    """
    for place, pattern, known in _patterns(build):
        for name in _PLACEHOLDER.findall(pattern):
            if name not in known:
                listed = ", ".join(f"{{{one}}}" for one in known)
                near = did_you_mean(name, known)
                guess = f"{near} " if near.startswith("did") else ""
                raise ConfigError(
                    f"unknown placeholder '{{{name}}}'",
                    where=part.place("build", *place),
                    hint=f"{guess}known: {listed}",
                )


def _patterns(build: BuildConfig) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
    """Yield where each pattern stands, the pattern, and the placeholders that it may have."""
    in_docs = ("prefix", *_IN_PATH, "folder", "model")
    yield ("path",), build.path, _IN_PATH
    yield ("models", "name"), build.models.name, ("prefix", *_IN_PATH)
    yield (
        ("docs", "name"),
        build.docs.pattern,
        _IN_SHARED_NAME.get(build.docs.per, in_docs),
    )
    yield ("sources", "name"), build.sources.name, ("prefix", "source", "sdk")
    for key, one in build.events.items():
        yield ("events", key, "path"), one.path or "", _IN_PATH
