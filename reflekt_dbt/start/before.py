"""What a dbt project has before we add to it. Reads; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reflekt_dbt.config.home import PROJECT_FILE, VARS_FILE
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.start.yaml_file import YamlFile, read_file


@dataclass(frozen=True, slots=True)
class Before:
    """A dbt project.

    Attributes:
        root: Its folder.
        name: Its name, as dbt knows it.
        variables: The file where ``vars.reflekt`` is, or belongs.
        packages: The file where our package is listed, or belongs.
        reflekt: What ``vars.reflekt`` says already; None if it is not there.
    """

    root: Path
    name: str
    variables: YamlFile
    packages: YamlFile
    reflekt: Mapping[str, Any] | None

    @property
    def slug(self) -> str:
        """The name with nothing but letters, digits and ``_``, as a folder has it."""
        return re.sub(r"[^A-Za-z0-9]+", "_", self.name).strip("_") or "events"

    def says(self, key: str) -> str:
        """Return the text that ``vars.reflekt`` has for *key*; ``""`` if none."""
        value = (self.reflekt or {}).get(key)
        return value if isinstance(value, str) else ""


def look_at(root: Path) -> Before:
    """Return what the dbt project in *root* has.

    Raises:
        ConfigError: One of its files is not what dbt could read.
    """
    project = read_file(root, PROJECT_FILE)
    name = project.data.get("name")
    if not isinstance(name, str):
        where = str(root / PROJECT_FILE)
        raise ConfigError("the project has no name", where=where, hint="add name: …")
    packages = _packages(read_file(root, "packages.yml"), read_file(root, "dependencies.yml"))
    variables = _variables(project, read_file(root, VARS_FILE))
    return Before(root, name, variables, packages, _reflekt(variables))


def _variables(project: YamlFile, own: YamlFile) -> YamlFile:
    """Return the file of the variables; dbt takes them from one of the two, never both."""
    for file in (project, own):
        if _reflekt(file) is not None:
            return file
    # dbt before 1.12 knows no vars.yml; there it may be anything.
    is_dbts = own.text is not None and (not own.data or "vars" in own.data)
    return own if is_dbts and not project.data.get("vars") else project


def _reflekt(file: YamlFile) -> Mapping[str, Any] | None:
    known = file.data.get("vars")
    ours = known.get("reflekt") if isinstance(known, dict) else None
    # Anything else than a mapping is there, too: the next command says what is wrong.
    return ours if isinstance(ours, dict) or ours is None else {}


def _packages(packages: YamlFile, dependencies: YamlFile) -> YamlFile:
    """Return the file of the packages; dbt refuses to find them in both."""
    if "packages" in dependencies.data:
        return dependencies
    only = dependencies.text is not None and packages.text is None
    return dependencies if only else packages
