"""``vars.reflekt`` of a dbt project, read and checked. No Jinja is rendered."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from reflekt_dbt.config.model import (
    BuildConfig,
    Casing,
    Config,
    Conventions,
    DocsConfig,
    ModelsConfig,
    SourceConfig,
)
from reflekt_dbt.config.read import plain_problem, read_yaml
from reflekt_dbt.config.schema import config_schema, in_one_form
from reflekt_dbt.config.unions import check_unions
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.events.verdict import Checker
from reflekt_dbt.naming import did_you_mean

PROJECT_FILE = "dbt_project.yml"
# dbt 1.12 reads vars from here, in projects whose dbt_project.yml has none.
VARS_FILE = "vars.yml"
_KEY = ("vars", "reflekt")


def find_project(start: Path) -> Path:
    """Return the nearest folder from *start* upwards that is a dbt project.

    Raises:
        ConfigError: *start* does not exist, or is in no dbt project.
    """
    if not start.is_dir():
        raise ConfigError(
            "no such folder", where=str(start), hint="give --project-dir a folder"
        )
    here = start.absolute()
    for folder in (here, *here.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder
    raise ConfigError(
        f"no {PROJECT_FILE} here or in a folder above",
        where=str(start),
        hint="change to your dbt project, or name it with --project-dir",
    )


def read_dbt_project(root: Path) -> dict[str, Any]:
    """Return what ``dbt_project.yml`` in *root* says, as it stands there.

    Raises:
        ConfigError: It is missing or not YAML.
    """
    return read_yaml(root / PROJECT_FILE)


def load_config(root: Path, known_sdks: Collection[str]) -> Config:
    """Return ``vars.reflekt`` of the dbt project in *root*.

    Raises:
        ConfigError: It is missing, or has an unknown key or a value that cannot be.
    """
    found = _settings(root)
    if found is None:
        raise ConfigError(
            "no vars.reflekt in this project",
            where=str(root / PROJECT_FILE),
            hint="run: reflekt-dbt init",
        )
    settings, file = found
    return config_from(settings, str(file), known_sdks)


def config_from(settings: Any, where: str, known_sdks: Collection[str]) -> Config:
    """Return *settings*, the value of ``vars.reflekt``, as a checked `Config`.

    Args:
        settings: As YAML or JSON says it.
        where: The file it comes from, for messages.
        known_sdks: What ``sources[].sdk`` may be.

    Raises:
        ConfigError: A key is unknown, or a value cannot be.
    """
    problem = plain_problem(settings, f"{where}: {'.'.join(_KEY)}")
    if problem:
        raise problem
    for flaw in _checker().flaws(settings):
        place = ".".join(map(str, flaw.pointer))
        raise ConfigError(flaw.problem, where=f"{where}: {place}", hint=flaw.hint)
    config = _config(in_one_form(settings, config_schema()))
    _check_sources(config.sources, where, known_sdks)
    check_unions(config.sources, where)
    return config


@functools.cache
def _checker() -> Checker:
    return Checker(config_schema(), above=_KEY)


def _settings(root: Path) -> tuple[Any, Path] | None:
    """Return the value of ``vars.reflekt`` and the file it stands in, if there is one."""
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
            return variables["reflekt"], file
    return None


def _config(settings: Mapping[str, Any]) -> Config:
    made = dict(settings)
    if "conventions" in made:
        made["conventions"] = _conventions(made["conventions"])
    if "sources" in made:
        made["sources"] = tuple(_source(one) for one in made["sources"])
    if "build" in made:
        made["build"] = _build(made["build"])
    return Config(**_with_folder(made, "schemas_path"))


def _conventions(settings: Mapping[str, Any]) -> Conventions:
    made = dict(settings)
    for key in {"event", "property"} & made.keys():
        made[key] = Casing(**made[key])
    if "data_types" in made:
        # An unquoted null is what people write, and what YAML takes for nothing.
        made["data_types"] = tuple("null" if one is None else one for one in made["data_types"])
    return Conventions(**made)


def _source(settings: Mapping[str, Any]) -> SourceConfig:
    return SourceConfig(**settings)


def _build(settings: Mapping[str, Any]) -> BuildConfig:
    made = dict(settings)
    sources = made.pop("sources", {})
    if "prefix" in sources:
        made["sources_prefix"] = sources["prefix"]
    if "models" in made:
        made["models"] = ModelsConfig(**made["models"])
    if "docs" in made:
        made["docs"] = DocsConfig(**made["docs"])
    return BuildConfig(**_with_folder(_with_folder(made, "path"), "package"))


def _with_folder(settings: dict[str, Any], key: str) -> dict[str, Any]:
    """Return *settings* with the folder under *key* spelt the same on every system."""
    if settings.get(key) is None:
        return settings
    return settings | {key: str(PurePosixPath(settings[key].replace("\\", "/")))}


def _check_sources(
    sources: Iterable[SourceConfig], where: str, known_sdks: Collection[str]
) -> None:
    seen: dict[str, int] = {}
    for index, source in enumerate(sources):
        place = f"{where}: vars.reflekt.sources.{index}"
        if source.sdk not in known_sdks:
            raise ConfigError(
                f"unknown sdk {source.sdk!r}",
                where=f"{place}.sdk",
                hint=_known(source.sdk, known_sdks),
            )
        # Names become files, and not every system tells case apart.
        first = seen.setdefault(source.name.lower(), index)
        if first != index:
            raise ConfigError(
                f"the source name {source.name!r} is taken by sources.{first}",
                where=f"{place}.name",
                hint="give each source a name of its own",
            )


def _known(given: str, names: Collection[str]) -> str:
    listed = f"known: {', '.join(sorted(names))}"
    near = did_you_mean(given, names)
    return f"{near} {listed}" if near.startswith("did") else listed
