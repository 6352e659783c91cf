"""What stands in a dbt project beside our files, as the plan must know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from reflekt_dbt.config.model import BuildConfig
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.plan.tables import MARK
from reflekt_dbt.write.installed import installed_nodes
from reflekt_dbt.write.lock import Lock
from reflekt_dbt.write.reach import (
    nodes_elsewhere,
    properties_elsewhere,
    relations_elsewhere,
    sources_elsewhere,
    tables_in_use,
)
from reflekt_dbt.write.survey import ProjectPaths, Survey

_PATHS = {
    "models": "model-paths",
    "seeds": "seed-paths",
    "snapshots": "snapshot-paths",
    "tests": "test-paths",
    "macros": "macro-paths",
    "analyses": "analysis-paths",
    "docs": "docs-paths",
}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A project seen as the place where our files are to stand.

    Attributes:
        root: Its folder.
        dbt: What ``dbt_project.yml`` says.
        build: What is written, and where.
        survey: Of the whole project.
        lock: What is ours.
    """

    root: Path
    dbt: Mapping[str, Any]
    build: BuildConfig
    survey: Survey
    lock: Lock

    def surroundings(self, texts: Mapping[str, str]) -> Surroundings:
        """Return them for a run that may remove the files of ours that are in *texts*.

        A package of its own has its own names: what the project calls so is no matter.
        """
        name = str(self.dbt.get("name", ""))
        tests = project_paths(self.dbt).tests[0]
        used = tables_in_use(self.survey, self.lock, texts)
        if self.build.package:
            return Surroundings(
                name, tests, built=self._built, tables_in_use=used, quoting=self._quoting
            )
        models = {**self._relations, **nodes_elsewhere(self.survey, self.lock)}
        return Surroundings(
            project=name,
            test_path=tests,
            models=models,
            marked=self._marked(models),
            mine=frozenset(path for path, use in self.survey.files.items() if use.is_mine),
            described=properties_elsewhere(self.survey, self.lock),
            built=self._built,
            sources=sources_elsewhere(self.survey, self.lock),
            tables_in_use=used,
            quoting=self._quoting,
        )

    @property
    def _relations(self) -> dict[str, str]:
        """Names that relations have by alias or in packages → where.

        Only those that no model of ours has yet: one that has was built beside them, in
        another schema.
        """
        packages = str(self.dbt.get("packages-install-path") or "dbt_packages")
        named = {
            **installed_nodes(self.root, packages),
            **relations_elsewhere(self.survey, self.lock),
        }
        ours = {PurePosixPath(path).stem for path in self.lock.entries}
        return {name: path for name, path in named.items() if name not in ours}

    @property
    def _built(self) -> dict[str, str]:
        """Models of ours that are there → the source that the lock has them under."""
        return {
            PurePosixPath(path).stem: entry.source
            for path, entry in self.lock.entries.items()
            if path.endswith(".sql") and path in self.survey.files
        }

    @property
    def _quoting(self) -> dict[str, bool]:
        """What ``dbt_project.yml`` says of quoting; what cannot be is for dbt to say."""
        given = self.dbt.get("quoting")
        items = given.items() if isinstance(given, dict) else ()
        parts = ("database", "schema", "identifier")
        return {
            part: is_on for part, is_on in items if part in parts and is_on in (True, False)
        }

    @property
    def _start_of_names(self) -> str:
        """What every model's name begins with, unless it is given one by itself."""
        models = self.build.models
        return models.name.replace("{prefix}", models.prefix).partition("{")[0]

    def _marked(self, models: Mapping[str, str]) -> frozenset[str]:
        """Return those of the models' paths that begin with our mark."""
        start = self._start_of_names
        own = {one.model for one in self.build.events.values()}
        ours = (path for name, path in models.items() if name.startswith(start) or name in own)
        return frozenset(path for path in ours if _is_marked(self.root / path))


def project_paths(dbt: Mapping[str, Any]) -> ProjectPaths:
    """Return the folders that ``dbt_project.yml`` names, dbt's own where it names none."""
    given = {field: dbt[key] for field, key in _PATHS.items() if dbt.get(key)}
    return ProjectPaths(**{field: tuple(map(str, paths)) for field, paths in given.items()})


def _is_marked(file: Path) -> bool:
    first_words = f"-- {MARK}".encode()
    with file.open("rb") as stream:
        return stream.read(len(first_words)) == first_words
