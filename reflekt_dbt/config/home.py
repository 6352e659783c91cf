"""Where the settings of a project stand: in vars.reflekt, in reflekt_project.yml, or in both.

A dbt project says them under ``vars: reflekt:``, a repository without dbt at the top of its
``reflekt_project.yml``. A dbt project that has ``project`` among them gets the rest from
the ``reflekt_project.yml`` of that folder. What a setting may be is not decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reflekt_dbt.config.read import read_yaml
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.events.flaw import Pointer, said

PROJECT_FILE = "dbt_project.yml"
# dbt 1.12 reads vars from here, in projects whose dbt_project.yml has none.
VARS_FILE = "vars.yml"
PLAN_FILE = "reflekt_project.yml"

# A key of Reflekt's own file → what to do with it here.
_REFLEKTS = {
    "version": "leave out version",
    "name": "leave out name",
    "default_profile": "leave out default_profile: the warehouse is that of dbt's profile",
    "profiles_path": "leave out profiles_path: the warehouse is that of dbt's profile",
    "do_not_track": "leave out do_not_track: nothing is ever sent",
    "schemas": "schemas.conventions is conventions",
    "registry": "registry is registries, as in registries: {avo: {type: avo}}",
    "artifacts": "artifacts.dbt is build",
}


class Part(NamedTuple):
    """Settings of one file.

    Attributes:
        settings: As YAML says them; anything at all.
        file: As messages name it.
        above: Keys of the file above the settings.
    """

    settings: Any
    file: str
    above: Pointer = ()

    def place(self, *keys: str | int) -> str:
        """Return where the setting under *keys* stands, for messages."""
        path = said((*self.above, *keys))
        return f"{self.file}: {path}" if path else self.file


def parts_of(root: Path) -> tuple[Part, ...]:
    """Return the settings of the project in *root*, file by file; none if it has none.

    Raises:
        ConfigError: A file is no YAML, or two of them cannot both be meant.
    """
    if not (root / PROJECT_FILE).is_file():
        return (_plan(root / PLAN_FILE),) if (root / PLAN_FILE).is_file() else ()
    part = _of_dbt(root)
    if part is None:
        return ()
    project = part.settings.get("project") if isinstance(part.settings, dict) else None
    if not isinstance(project, str):
        _check_alone(root, part)
        return (part,)
    return (part, _pointed_at(root, project, part))


def merged(parts: tuple[Part, ...]) -> Mapping[str, Any]:
    """Return what *parts*, checked one by one, say together.

    Raises:
        ConfigError: Two of them do not agree.
    """
    whole: dict[str, Any] = {}
    for part in parts:
        for key, value in part.settings.items():
            if whole.setdefault(key, value) != value:
                raise ConfigError(
                    f"{parts[0].place(key)} says something else",
                    where=part.place(key),
                    hint="say it in one of the two files",
                )
    return whole


def check_keys(part: Part) -> None:
    """Refuse the keys of Reflekt that have another name here, all of them at once.

    Raises:
        ConfigError: There is one.
    """
    if _is_reflekts(part.settings):
        old = [key for key in _REFLEKTS if key in part.settings]
        raise ConfigError(
            f"as in Reflekt, and called otherwise here: {', '.join(old)}",
            where=part.place(),
            hint="; ".join(_REFLEKTS[key] for key in old),
        )


def _of_dbt(root: Path) -> Part | None:
    """Return ``vars.reflekt`` of the dbt project in *root*, if there is one."""
    for name in (PROJECT_FILE, VARS_FILE):
        file = root / name
        # Most projects that ask are not ours; spare them the parsing.
        if name == VARS_FILE and not (file.is_file() and b"reflekt" in file.read_bytes()):
            continue
        variables = read_yaml(file).get("vars") or {}
        if not isinstance(variables, dict):
            raise ConfigError(
                "expected a mapping", where=f"{file}: vars", hint="write name: value below it"
            )
        if variables.get("reflekt") is not None:
            return Part(variables["reflekt"], str(file), ("vars", "reflekt"))
    return None


def _plan(file: Path) -> Part:
    part = Part(read_yaml(file), str(file))
    if "project" in part.settings:
        raise ConfigError(
            "a tracking plan cannot point to another one",
            where=part.place("project"),
            hint="remove it; it is for vars.reflekt of a dbt project",
        )
    return part


def _check_alone(root: Path, part: Part) -> None:
    """Refuse a plan's file that nobody points to; Reflekt's own may lie there."""
    file = root / PLAN_FILE
    if file.is_file() and not _is_reflekts(read_yaml(file)):
        raise ConfigError(
            f"settings stand in {part.place()} and in {file}",
            where=str(file),
            hint=f"move them to one of the two; {PLAN_FILE} counts with "
            "vars: {reflekt: {project: .}}",
        )


def _pointed_at(root: Path, project: str, part: Part) -> Part:
    file = root / project.replace("\\", "/") / PLAN_FILE
    if not file.is_file():
        raise ConfigError(
            f"there is no {PLAN_FILE} in {project!r}",
            where=part.place("project"),
            hint="give the folder of the tracking plan, as seen from dbt_project.yml",
        )
    if "schemas_path" in part.settings:
        raise ConfigError(
            "the schema files are where the tracking plan says",
            where=part.place("schemas_path"),
            hint=f"move it to {file}",
        )
    return _plan(file)


def _is_reflekts(settings: Any) -> bool:
    return isinstance(settings, dict) and not _REFLEKTS.keys().isdisjoint(settings)
