"""Settings of ``reflekt_project.yml`` as settings of ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from reflekt_dbt.config.load import config_from
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.start.reflekt.old import Old, Remark, mapping

_Path = tuple[str, ...]
_NAMES = ("casing", "numbers", "reserved")
_CASES: dict[_Path, _Path] = {
    ("schemas", "conventions", kind, key): ("conventions", kind, key)
    for kind in ("event", "property")
    for key in _NAMES
}
# Where a setting stands in Reflekt's file → where it stands in ours.
_MOVED: Mapping[_Path, _Path] = {
    ("vendor",): ("vendor",),
    **_CASES,
    ("schemas", "conventions", "data_types"): ("conventions", "data_types"),
    ("artifacts", "dbt", "sources", "prefix"): ("build", "sources", "prefix"),
    ("artifacts", "dbt", "models", "prefix"): ("build", "models", "prefix"),
    ("artifacts", "dbt", "models", "filter"): ("build", "models", "filter"),
    ("artifacts", "dbt", "models", "materialized"): ("build", "models", "materialized"),
    ("artifacts", "dbt", "docs", "prefix"): ("build", "docs", "prefix"),
    ("artifacts", "dbt", "docs", "in_folder"): ("build", "docs", "in_folder"),
    ("artifacts", "dbt", "docs", "tests"): ("build", "docs", "tests"),
}
# What says something else here, or nothing at all; some of it is read elsewhere.
_SPENT = frozenset(
    {
        ("version",), ("name",), ("default_profile",), ("profile",), ("profiles_path",),
        ("do_not_track",), ("registry", "avo", "branches"),
        ("schemas", "conventions", "event", "capitalize_camel"),
        ("schemas", "conventions", "property", "capitalize_camel"),
    }
)  # fmt: skip
_BEGINS_FILTER = re.compile(r"\s*($|where\b|\{\{|\{%)", re.IGNORECASE)


class Carried(NamedTuple):
    """What came over.

    Attributes:
        settings: As ``vars.reflekt`` says them.
        remarks: On what did not.
    """

    settings: dict[str, Any]
    remarks: tuple[Remark, ...]


def carried_settings(old: Old, sdks: Collection[str]) -> Carried:
    """Return the settings of *old* in our words, each of them one that we would take."""
    settings: dict[str, Any] = {}
    remarks: list[Remark] = []
    for path, value in _leaves(old.settings, ()):
        shown = ".".join(path)
        target = _MOVED.get(path)
        if target is None:
            if path not in _SPENT:
                remarks.append(Remark(shown, "there is no such setting here"))
            continue
        ours, note = _in_our_words(path, value, old)
        if note:
            remarks.append(Remark(shown, note))
        problem = problem_with(_nested(target, ours), sdks)
        if problem:
            remarks.append(Remark(shown, f"not carried over: {problem}"))
        else:
            _put(settings, target, ours)
    return Carried(settings, tuple(remarks))


def _leaves(value: Any, path: _Path) -> Iterator[tuple[_Path, Any]]:
    """Yield the settings by their paths; what we know by one name, or is empty, is one."""
    if path in _MOVED or path in _SPENT or not isinstance(value, dict) or not value:
        if path and value is not None:
            yield path, value
        return
    for key, inner in value.items():
        yield from _leaves(inner, (*path, str(key)))


def _in_our_words(path: _Path, value: Any, old: Old) -> tuple[Any, str]:
    """Return *value* as we say it, and what is to be said about it; ``""`` if nothing."""
    if path[-1] == "casing" and value == "camel":
        around = mapping(old.settings, *path[:-1])
        return ("pascal" if around.get("capitalize_camel") else "camel"), ""
    if path[-1] == "filter" and isinstance(value, str):
        return _filter_in_our_words(value)
    return value, ""


def _filter_in_our_words(value: str) -> tuple[str, str]:
    begins = bool(_BEGINS_FILTER.match(value))
    notes = [
        "" if begins else "where is part of the filter now, and was added",
        "getdate() is not known to every warehouse; current_timestamp is"
        if "getdate()" in value.lower()
        else "",
    ]
    return value if begins else f"where {value}", "; ".join(filter(None, notes))


def problem_with(settings: Mapping[str, Any], sdks: Collection[str]) -> str:
    """Return why *settings* cannot be part of ``vars.reflekt``; ``""`` if they can."""
    try:
        config_from(settings, "", sdks)
    except ConfigError as error:
        return error.problem
    return ""


def _nested(path: _Path, value: Any) -> dict[str, Any]:
    made = value
    for key in reversed(path):
        made = {key: made}
    return dict(made)


def _put(settings: dict[str, Any], path: _Path, value: Any) -> None:
    *above, last = path
    for key in above:
        settings = settings.setdefault(key, {})
    settings[last] = value
