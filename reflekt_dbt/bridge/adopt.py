"""Files that people wrote, as edits of what we generate: by name, or told by what they read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from reflekt_dbt.bridge.report import Report
from reflekt_dbt.bridge.runner import Connection, run_macro
from reflekt_dbt.errors import ConfigError, SelectError
from reflekt_dbt.project import Project
from reflekt_dbt.start.yaml_insert import add_at, as_block
from reflekt_dbt.write.rewrite import Rewrite, carry_out
from reflekt_dbt.write.targets import named_files

_CONFIG = "dbt_project.yml"


@dataclass(frozen=True, slots=True)
class Setting:
    """What ``dbt_project.yml`` is to say, so that a file is planned where it stands.

    Attributes:
        place: Keys, and places in lists, of a mapping below ``vars.reflekt``.
        values: What goes into it.
    """

    place: tuple[str | int, ...]
    values: Mapping[str, Any]


def adopt(
    root: Path,
    arguments: Mapping[str, Any],
    connection: Connection,
    progress: Callable[[str], None],
) -> Report:
    """Adopt the files that the macro's *arguments* name; return what came of it.

    Raises:
        ReflektError: It could not be done. The settings that are needed may be written.
    """
    project = Project.load(root)
    options = dict(arguments["options"])
    paths = named_files(root, options["adopt"], project.survey.files)
    plan = project.plan(project.landings(), (), paths)
    settings = [one for path in paths for one in _settings(path, plan, project)]
    if settings:
        _write(root, settings)
    options["adopt"] = list(paths)
    macro = {**arguments, "options": options}
    return run_macro(root, "reflekt_build", macro, connection, progress)


def _settings(path: str, plan: Mapping[str, Any], project: Project) -> Iterator[Setting]:
    """Yield what is to be set; nothing where a file stands at its planned place."""
    models = [*(one for one in plan["tables"] if one["union"] is None), *plan["unions"]]
    planned = {place for one in models for place in (one["path"], one["docs_path"])}
    if path in planned | {source["path"] for source in plan["sources"]}:
        return
    if path.endswith(".sql"):
        yield _of_model(path, models, plan, project)
    elif path.endswith((".yml", ".yaml")):
        yield _of_source(path, project)
    else:
        raise SelectError("only models and source YAML can be adopted", where=path)


def _of_model(
    path: str, models: list[Any], plan: Mapping[str, Any], project: Project
) -> Setting:
    read = {
        (thing.name.lower(), thing.table.lower())
        for thing in project.survey.files[path].uses
        if thing.kind == "source"
    }
    found = {
        one["key"] if one["union"] is None else f"{one['union']['name']}.{_base(one)}": one
        for one in plan["tables"]
        if any((one["source"].lower(), name.lower()) in read for name in one["relations"])
    }
    if len(found) != 1:
        raise SelectError(
            f"it reads {_several(found)} that events land in, so that it cannot be told which "
            "event it is of",
            where=path,
            hint="say so under vars.reflekt.build.events: the event, and below it model: and "
            "path:, its name and its folder",
        )
    key, table = next(iter(found.items()))
    model = next(one for one in models if one["key"] == key)
    here, there = PurePosixPath(path), PurePosixPath(model["path"])
    values = {} if here.stem == model["model"] else {"model": here.stem}
    if here.parent != there.parent:
        values["path"] = str(here.parent)
    return Setting(("build", "events", _event(table, plan) or key), values)


def _event(table: Mapping[str, Any], plan: Mapping[str, Any]) -> str:
    """Return the event as a selector, if no other table is of it; ``""`` if one is."""
    of_event = [one for one in plan["tables"] if one["event"] == table["event"]]
    alone = bool(table["event"]) and len(of_event) == 1 and len(table["events"]) == 1
    return str(table["event"]).rpartition("/")[0] if alone else ""


def _of_source(path: str, project: Project) -> Setting:
    defined = {
        thing.name for thing in project.survey.files[path].defines if thing.kind == "source"
    }
    found = [
        number for number, source in enumerate(project.config.sources) if source.name in defined
    ]
    if len(found) != 1 or len(defined) != 1:
        raise SelectError(
            f"of the {len(defined)} sources that it defines, {len(found)} are in vars.reflekt",
            where=path,
            hint="only a file of one source, which is configured, can be adopted",
        )
    return Setting(("sources", found[0]), {"file": path})


def _base(table: Mapping[str, Any]) -> str:
    return str(table["key"]).partition(".")[2]


def _several(found: Mapping[str, Any]) -> str:
    return f"several tables ({', '.join(sorted(found))})" if found else "no table"


def _write(root: Path, settings: list[Setting]) -> None:
    file = root / _CONFIG
    before = file.read_bytes()
    text = before.decode("utf-8")
    for one in settings:
        place = ("vars", "reflekt", *one.place)
        with_it = add_at(text, place, dict(one.values))
        if with_it is None:
            said = as_block(dict(one.values)).strip().replace("\n", ", ")
            raise ConfigError(
                "it does not say where the file to adopt stands, and cannot be made to",
                where=f"{_CONFIG}: {'.'.join(map(str, place))}",
                hint=f"put there: {said}; then adopt again",
            )
        text = with_it
    carry_out([Rewrite(file, _CONFIG, before, text)])
