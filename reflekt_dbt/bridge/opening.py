"""Opening the run that a macro asks for, once all that was asked makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reflekt_dbt.bridge.asked import Asked
from reflekt_dbt.bridge.check_run import CheckRun
from reflekt_dbt.bridge.guard import check_project, check_target, dbt_root
from reflekt_dbt.bridge.run import Run
from reflekt_dbt.bridge.session import current, kept
from reflekt_dbt.plan.sources import Target
from reflekt_dbt.project import Project

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
    with kept(session):
        project = Project.load(session.root if session is not None else dbt_root())
        run_asked = Asked.of(asked)
        check_project(project, project_name, version)
        if run_asked.asks_warehouse:
            check_target(project, target)
        return _RUNS[command](project, run_asked, target)
