"""The settings of a project, read and checked. No Jinja is rendered."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from reflekt_dbt.config.check import CheckConfig, IgnoredFinding
from reflekt_dbt.config.home import (
    PLAN_FILE,
    PROJECT_FILE,
    Part,
    check_keys,
    merged,
    parts_of,
)
from reflekt_dbt.config.linting import CustomRule, LintConfig, LintRules
from reflekt_dbt.config.model import (
    BuildConfig,
    Casing,
    Config,
    Conventions,
    DocsConfig,
    ModelsConfig,
    PlanConfig,
    RegistryConfig,
    SourceConfig,
    SourceFilesConfig,
)
from reflekt_dbt.config.overrides import ColumnOverrides, EventOverrides, Unplanned
from reflekt_dbt.config.patterns import check_patterns
from reflekt_dbt.config.read import plain_problem, read_yaml
from reflekt_dbt.config.schema import config_schema, in_one_form
from reflekt_dbt.config.unions import check_unions
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.events.flaw import Pointer
from reflekt_dbt.events.verdict import Checker
from reflekt_dbt.naming import did_you_mean

_KEY = ("vars", "reflekt")
_VARIABLE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)?")


def find_project(start: Path) -> Path:
    """Return the nearest folder from *start* upwards with a dbt project or a tracking plan.

    Raises:
        ConfigError: *start* does not exist, or is in neither.
    """
    return _find(start, PROJECT_FILE, PLAN_FILE)


def find_dbt_project(start: Path) -> Path:
    """Return the nearest folder from *start* upwards that is a dbt project.

    Raises:
        ConfigError: *start* does not exist, or is in no dbt project.
    """
    return _find(start, PROJECT_FILE)


def _find(start: Path, *names: str) -> Path:
    if not start.is_dir():
        raise ConfigError(
            "no such folder", where=str(start), hint="give --project-dir a folder"
        )
    here = start.absolute()
    for folder in (here, *here.parents):
        if any((folder / name).is_file() for name in names):
            return folder
    raise ConfigError(
        f"no {' and no '.join(names)} here or in a folder above",
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
    """Return the settings of the dbt project or tracking plan in *root*.

    Raises:
        ConfigError: There are none, or one has an unknown key or a value that cannot be.
    """
    parts = parts_of(root)
    if not parts:
        is_beside = (root / PLAN_FILE).is_file()
        raise ConfigError(
            "no vars.reflekt in this project",
            where=str(root / PROJECT_FILE),
            hint=f"to use {PLAN_FILE}, add vars: {{reflekt: {{project: .}}}}"
            if is_beside
            else "run: reflekt-dbt init",
        )
    return _config_of(parts, known_sdks)


def config_from(settings: Any, where: str, known_sdks: Collection[str]) -> Config:
    """Return *settings*, the value of ``vars.reflekt``, as a checked `Config`.

    Args:
        settings: As YAML or JSON says it.
        where: The file it comes from, for messages.
        known_sdks: What ``sources[].sdk`` may be.

    Raises:
        ConfigError: A key is unknown, or a value cannot be.
    """
    return _config_of((Part(settings, where, _KEY),), known_sdks)


def _config_of(parts: tuple[Part, ...], known_sdks: Collection[str]) -> Config:
    for part in parts:
        _check(part)
    config = _config(in_one_form(merged(parts), config_schema()))
    place = _place("sources", parts)
    _check_sources(config.sources, place, known_sdks)
    check_unions(config.sources, place)
    _check_registries(config.registries, _place("registries", parts))
    _check_ignored(config.check.ignore, _place("check", parts))
    check_patterns(config.build, _place("build", parts))
    return config


def _place(key: str, parts: tuple[Part, ...]) -> Part:
    return next((one for one in parts if key in one.settings), parts[0])


def _check_registries(registries: Mapping[str, RegistryConfig], part: Part) -> None:
    """Refuse a token where its variable's name is expected, without showing it."""
    for name, one in registries.items():
        for key in ("token_env", "account_env"):
            if not _VARIABLE.fullmatch(getattr(one, key)):
                raise ConfigError(
                    "expected the name of an environment variable",
                    where=part.place("registries", name, key),
                    hint="the token itself stands in no file; if it stood here, replace it by "
                    "a new one",
                )


def _check_ignored(entries: Iterable[IgnoredFinding], part: Part) -> None:
    """Refuse an entry that would ignore everything."""
    for index, entry in enumerate(entries):
        if not (entry.code or entry.event or entry.property or entry.table):
            raise ConfigError(
                "nothing says which findings are meant",
                where=part.place("check", "ignore", index),
                hint="add code, event, property or table",
            )


def _check(part: Part) -> None:
    problem = plain_problem(part.settings, part.place())
    if problem:
        raise problem
    check_keys(part)
    for flaw in _checker(part.above).flaws(part.settings):
        place = ".".join(map(str, flaw.pointer))
        raise ConfigError(flaw.problem, where=f"{part.file}: {place}", hint=flaw.hint)


@functools.cache
def _checker(above: Pointer) -> Checker:
    return Checker(config_schema(), above=above)


def _config(settings: Mapping[str, Any]) -> Config:
    made = dict(settings)
    if "conventions" in made:
        made["conventions"] = _conventions(made["conventions"])
    if "sources" in made:
        made["sources"] = tuple(_source(one) for one in made["sources"])
    if "build" in made:
        made["build"] = _build(made["build"])
    if "plans" in made:
        made["plans"] = {name: PlanConfig(**plan) for name, plan in made["plans"].items()}
    if "registries" in made:
        made["registries"] = {
            name: RegistryConfig(**one) for name, one in made["registries"].items()
        }
    if "check" in made:
        made["check"] = _check_config(made["check"])
    if "lint" in made:
        made["lint"] = _lint(made["lint"])
    return Config(**_with_folder(_with_folder(made, "schemas_path"), "project"))


def _conventions(settings: Mapping[str, Any]) -> Conventions:
    made = dict(settings)
    for key in {"event", "property"} & made.keys():
        made[key] = Casing(**made[key])
    if "data_types" in made:
        # An unquoted null is what people write, and what YAML takes for nothing.
        made["data_types"] = tuple("null" if one is None else one for one in made["data_types"])
    return Conventions(**made)


def _source(settings: Mapping[str, Any]) -> SourceConfig:
    return SourceConfig(**_with_folder(dict(settings), "file"))


def _build(settings: Mapping[str, Any]) -> BuildConfig:
    made = dict(settings)
    if "sources" in made:
        made["sources"] = SourceFilesConfig(**made["sources"])
    if "models" in made:
        made["models"] = ModelsConfig(**made["models"])
    if "docs" in made:
        made["docs"] = DocsConfig(**made["docs"])
    if "unplanned" in made:
        made["unplanned"] = _unplanned(made["unplanned"] or "report")
    if "events" in made:
        made["events"] = {key: _overrides(one) for key, one in made["events"].items()}
    return BuildConfig(**_with_folder(_with_folder(made, "path"), "package"))


def _check_config(settings: Mapping[str, Any]) -> CheckConfig:
    ignore = tuple(IgnoredFinding(**one) for one in settings.get("ignore", ()))
    return CheckConfig(**{**settings, "ignore": ignore})


def _overrides(settings: Mapping[str, Any]) -> EventOverrides:
    made = dict(settings)
    if made.get("unplanned") is not None:
        made["unplanned"] = _unplanned(made["unplanned"])
    if "columns" in made:
        made["columns"] = ColumnOverrides(**made["columns"])
    return EventOverrides(**_with_folder(made, "path"))


def _unplanned(settings: Any) -> Unplanned:
    return Unplanned(**settings) if isinstance(settings, dict) else Unplanned(settings)


def _lint(settings: Mapping[str, Any]) -> LintConfig:
    made = dict(settings)
    if "rules" in made:
        made["rules"] = LintRules(**made["rules"])
    if "custom" in made:
        made["custom"] = tuple(CustomRule(**one) for one in made["custom"])
    return LintConfig(**_with_folder(made, "baseline"))


def _with_folder(settings: dict[str, Any], key: str) -> dict[str, Any]:
    """Return *settings* with the folder under *key* spelt the same on every system."""
    if settings.get(key) is None:
        return settings
    return settings | {key: str(PurePosixPath(settings[key].replace("\\", "/")))}


def _check_sources(
    sources: Iterable[SourceConfig], part: Part, known_sdks: Collection[str]
) -> None:
    seen: dict[str, int] = {}
    for index, source in enumerate(sources):
        place = part.place("sources", index)
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
