"""What the generated files and models are called, and where they stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from reflekt_dbt.config.model import BuildConfig, SourceConfig
from reflekt_dbt.config.overrides import EventOverrides
from reflekt_dbt.config.patterns import above, above_events, filled
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.naming import shortened
from reflekt_dbt.plan.grouping import Group
from reflekt_dbt.sdks.reserved import RESERVED

# A file's name may be longer than a relation's, but it has a limit as well.
_LONGEST_STEM = 100
# What Windows takes for a device, whatever follows behind a dot.
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])")


class Names(NamedTuple):
    """Of one model.

    Attributes:
        model: Of the model itself.
        path: Of its file, below the project, with ``/``.
        docs_path: Of its properties file, likewise.
    """

    model: str
    path: str
    docs_path: str


@dataclass(frozen=True, slots=True)
class Naming:
    """How the files of one source, or of one union, are called.

    Attributes:
        build: From config.
        source: The source, or what stands for those of a union.
    """

    build: BuildConfig
    source: SourceConfig

    def of(self, group: Group, overrides: EventOverrides) -> Names:
        """Return the names of one table's model."""
        build = self.build
        values = {
            "source": self.source.name,
            "sdk": self.source.sdk,
            "event": _plain(group.stem),
            "version": str(_major(group)),
        }
        folder = self._below(_folder(overrides.path or build.path, values))
        name = build.models.name
        made = filled(name, {**values, "prefix": build.models.prefix})
        model = overrides.model or shortened(_identifier(made))
        return Names(model, f"{folder}/{model}.sql", self._docs(folder, model, values))

    @property
    def source_path(self) -> str:
        """Of the source's own file, below the project, with ``/``."""
        build, source = self.build, self.source
        if source.file:
            return self._below(source.file)
        values = {"source": source.name, "sdk": source.sdk}
        folder = self._below(filled(above_events(build.path), values))
        stem = filled(build.sources.name, {**values, "prefix": build.sources.prefix})
        return _joined(folder, f"{_file_stem(stem)}.yml")

    def _docs(self, folder: str, model: str, values: Mapping[str, str]) -> str:
        build, docs = self.build, self.build.docs
        if docs.per == "project":
            folder = common_folder(build)
        within = _joined(folder, "docs") if docs.in_folder else folder
        more = {"prefix": docs.prefix, "folder": PurePosixPath(folder).name, "model": model}
        stem = _file_stem(filled(docs.pattern, {**values, **more}))
        return _joined(within, f"{stem}.yml")

    def _below(self, folder: str) -> str:
        return _joined(self.build.package or "", folder.strip("/"))


def common_folder(build: BuildConfig) -> str:
    """Return the folder above the sources' own, below the project, with ``/``."""
    return _joined(build.package or "", above(build.path))


def check_names(
    models: Iterable[Mapping[str, Any]],
    sources: Iterable[Mapping[str, Any]],
    built: Mapping[str, str],
    *,
    shares_docs: bool,
) -> None:
    """Refuse names that two have; not every system tells case apart.

    Args:
        models: Of the plan: its tables, but for those of a union, and its unions.
        sources: Of the plan.
        built: Model that is there and not of the plan → its source.
        shares_docs: Whether models may have one properties file.

    Raises:
        ConfigError: Two models are called the same, or two files are one.
    """
    named = {name.casefold(): f"a model of {source}" for name, source in built.items()}
    files: dict[str, str] = {}
    for source in sources:
        _claim(files, source["path"], f"the source {source['name']!r}", "sources")
    for model in models:
        table = f"{model['source']}.{model['relations'][0]}"
        _claim(named, model["model"], table, "models")
        owner = "the models' properties" if shares_docs else f"the properties of {table}"
        if model["docs_path"]:
            _claim(files, model["docs_path"], owner, "docs")


def _claim(taken: dict[str, str], name: str, owner: str, section: str) -> None:
    other = taken.setdefault(name.casefold(), owner)
    if other != owner:
        raise ConfigError(
            f"{name!r} would be the name of two: {other} and {owner}",
            where=f"vars.reflekt.build.{section}.name",
            hint="put {source} and {event} into the pattern, or give one of the two a name of "
            "its own under build.events or sources",
        )


def _folder(pattern: str, values: Mapping[str, str]) -> str:
    parts = PurePosixPath(pattern.strip("/")).parts
    return "/".join(_file_stem(filled(part, values)) if "{" in part else part for part in parts)


def _major(group: Group) -> int:
    return max((event.version.major for event in group.events), default=1)


def _plain(name: str) -> str:
    """Return *name* with nothing in it that a path or a name in SQL could not hold."""
    return re.sub(r"\W", "_", name, flags=re.ASCII)


def _identifier(name: str) -> str:
    """Return *name* so that it needs no quotes in SQL, and is no device."""
    is_taken = name.lower() in RESERVED or _DEVICES.fullmatch(name)
    return f"_{name}" if is_taken or name[:1].isdigit() else name


def _file_stem(name: str) -> str:
    stem = shortened(name, longest=_LONGEST_STEM)
    return f"_{stem}" if _DEVICES.fullmatch(stem) else stem


def _joined(folder: str, name: str) -> str:
    return str(PurePosixPath(folder, name))
