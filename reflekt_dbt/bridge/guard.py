"""What is refused before a run: a project or a target that is not the one meant."""

from __future__ import annotations

from pathlib import Path

from reflekt_dbt import __version__
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.plan.sources import Target
from reflekt_dbt.project import Project
from reflekt_dbt.write.catalog import CATALOG


def check_project(project: Project, name: str, version: str) -> None:
    """Refuse a project other than the one that dbt is in, and macros of another version.

    Raises:
        ConfigError: It is another, or they are.
    """
    if version != __version__:
        raise ConfigError(
            f"the dbt package reflekt is {version}, the Python package {__version__}",
            where="packages.yml",
            hint="run: reflekt-dbt deps, then: dbt deps",
        )
    if name != project.name:
        raise ConfigError(
            f"dbt runs in project {name!r}, but this is {project.name!r}",
            where=str(project.root),
            hint="start dbt in the project's own folder",
        )


def check_target(project: Project, target: Target) -> None:
    """Refuse a target other than the one whose catalogue counts.

    Raises:
        ConfigError: It is another.
    """
    wanted = project.config.build.target
    if wanted not in (None, target.name):
        raise ConfigError(
            f"the catalogue of target {wanted!r} counts, and this is {target.name!r}",
            where="vars.reflekt.build.target",
            hint=f"add --target {wanted}, or offline: true to use {CATALOG} alone",
        )


def dbt_root() -> Path:
    """Return the folder of the project that dbt is in."""
    from dbt.flags import get_flags

    return Path(str(getattr(get_flags(), "PROJECT_DIR", None) or ".")).resolve()
