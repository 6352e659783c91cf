"""The dbt sources for which Reflekt has built a package, as ``vars.reflekt.sources``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reflekt_dbt.config.read import read_yaml
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.start.reflekt.old import Old

PACKAGES = "artifacts/dbt"


def built_sources(old: Old) -> list[dict[str, Any]]:
    """Return the sources in the packages of *old*, by name; Reflekt knows one SDK."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted((old.root / PACKAGES).glob("*/models/**/*.yml")):
        for source in _sources_in(file):
            found.setdefault(str(source["name"]), source)
    return [found[name] for name in sorted(found)]


def built_packages(old: Old) -> list[str]:
    """Return the packages that Reflekt has built, as seen from its project."""
    files = sorted((old.root / PACKAGES).glob("*/dbt_project.yml"))
    return [file.parent.relative_to(old.root).as_posix() for file in files]


def _sources_in(file: Path) -> Iterator[dict[str, Any]]:
    try:
        listed = read_yaml(file).get("sources")
    except ConfigError:
        # One of the many files that Reflekt makes and dbt cannot read: no source to be had.
        return
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and isinstance(one.get("name"), str):
            said = {
                key: one[key] for key in ("database", "schema") if isinstance(one.get(key), str)
            }
            if said.get("schema") == one["name"]:
                del said["schema"]
            yield {"name": one["name"], "sdk": "segment", **said}
