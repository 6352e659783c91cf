"""Opening the run that a macro asks for, once all that was asked makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reflekt_dbt.bridge.asked import Asked
from reflekt_dbt.bridge.check_run import CheckRun
from reflekt_dbt.bridge.run import Run, check_project, dbt_root, kept_for
from reflekt_dbt.bridge.session import current
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.plan.sources import Target
from reflekt_dbt.project import Project
from reflekt_dbt.write.catalog import CATALOG

_RUNS: Mapping[str, type[Run]] = {"build": Run, "check": CheckRun}


def open_run(
    project_name: str, version: str, command: str, asked: Mapping[str, Any], target: Target
) -> Run:
    """Return the run that a macro asks for.

    Args:
        project_name: Of the dbt project that the macro runs in.
        version: Of the macros.
        command: ``build`` or ``check``.
        asked: The macro's arguments.
        target: The dbt target in use.

    Raises:
        ReflektError: Macros and Python do not belong together, or the run makes no sense.
    """
    session = current()
    with kept_for(session):
        project = Project.load(session.root if session is not None else dbt_root())
        run_asked = Asked.of(asked)
        check_project(project, project_name, version)
        _check_target(project, target, run_asked)
        return _RUNS[command](project, run_asked, target)


def _check_target(project: Project, target: Target, asked: Asked) -> None:
    wanted = project.config.build.target
    if asked.asks_warehouse and wanted not in (None, target.name):
        raise ConfigError(
            f"the catalogue of target {wanted!r} counts, and this is {target.name!r}",
            where="vars.reflekt.build.target",
            hint=f"add --target {wanted}, or offline: true to use {CATALOG} alone",
        )
