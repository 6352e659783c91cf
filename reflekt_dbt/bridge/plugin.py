"""What happens when dbt starts in a project that has ``vars: reflekt:``.

Only dbt and the standard library are imported until a macro of ours asks for more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

_log = logging.getLogger(__name__)


class Modules:
    """What macros see as ``modules.reflekt``."""

    @staticmethod
    def open_run(
        project: str, version: str, command: str, asked: Mapping[str, Any], target: list[str]
    ) -> object:
        """Return the run that a macro of *project* asks for; see ``bridge.run.Run``.

        *target* is name, type and database of the target in use.
        """
        from reflekt_dbt.bridge.opening import open_run
        from reflekt_dbt.plan.sources import Target

        return open_run(project, version, command, asked, Target(*target))

    @staticmethod
    def open_infer(
        project: str, version: str, asked: Mapping[str, Any], target: list[str]
    ) -> object:
        """Return the run that drafts schemas of *project*; see ``bridge.infer.InferRun``."""
        from reflekt_dbt.bridge.infer import open_infer
        from reflekt_dbt.plan.sources import Target

        return open_infer(project, version, asked, Target(*target))

    @staticmethod
    def reading(grants: list[str]) -> None:
        """Note what a role lacks if the schema that a macro is about to read is refused."""
        from reflekt_dbt.bridge.session import current

        session = current()
        if session is not None:
            session.grants = tuple(grants)

    @staticmethod
    def lint(project: str, version: str, asked: Mapping[str, Any]) -> str:
        """Return what rules have against the schemas of *project*; see ``bridge.lint``."""
        from reflekt_dbt.bridge.lint import lint_project

        return lint_project(project, version, asked)

    @staticmethod
    def sync(
        project: str, version: str, direction: Literal["push", "pull"], asked: Mapping[str, Any]
    ) -> str:
        """Return what came of a push or a pull of *project*; see ``bridge.registry``."""
        from reflekt_dbt.bridge.registry import sync_project

        return sync_project(project, version, direction, asked)


def initialize(root: Path, *, ours: bool) -> None:
    """Give macros ``modules.reflekt``; before a macro of ours, see that it can run.

    Args:
        root: Folder of the dbt project.
        ours: Whether dbt was asked to run an operation of ours.

    Raises:
        ReflektError: It was, and the operation cannot run in *root*.
    """
    from dbt.context import base

    original = getattr(base, "get_context_modules", None)
    if not callable(original):
        _log.debug("dbt has no get_context_modules; macros run without Python")
        return
    if not hasattr(original, "__reflekt__"):
        base.get_context_modules = _with_reflekt(original)
    if ours:
        from reflekt_dbt.bridge.before import before_our_macro

        before_our_macro(root)


def _with_reflekt(original: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    modules = Modules()

    def get_context_modules() -> dict[str, Any]:
        return {**original(), "reflekt": modules}

    # dbt calls us once for every invocation, but a process has one `base`.
    vars(get_context_modules)["__reflekt__"] = True
    return get_context_modules
