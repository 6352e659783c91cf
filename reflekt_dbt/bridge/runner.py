"""Running our macros in this process, in the scratch project."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from reflekt_dbt.bridge.asked import Asked
from reflekt_dbt.bridge.catalog import failure_hint
from reflekt_dbt.bridge.no_profile import PROFILE, write_profile
from reflekt_dbt.bridge.offline import execute_offline
from reflekt_dbt.bridge.profiles import check_profile, find_profiles_dir
from reflekt_dbt.bridge.report import Report
from reflekt_dbt.bridge.scratch import make_scratch
from reflekt_dbt.bridge.session import Session, in_session
from reflekt_dbt.errors import ConfigError, DbtError
from reflekt_dbt.garbage import few_collections
from reflekt_dbt.project import Project
from reflekt_dbt.write.catalog import read_adapter

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Profile(NamedTuple):
    """A profile that dbt can find: folder of its file, name, and target, None for its own."""

    folder: Path
    name: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Connection:
    """Which warehouse to ask, in dbt's own terms.

    Attributes:
        profiles_dir: Folder of ``profiles.yml``; None looks where dbt would.
        profile: None takes the project's.
        target: None takes ``build.target``, else the profile's.
        variables: ``--vars``, as YAML text.
    """

    profiles_dir: Path | None = None
    profile: str | None = None
    target: str | None = None
    variables: str | None = None


def run_macro(
    root: Path,
    macro: str,
    arguments: Mapping[str, Any],
    connection: Connection,
    progress: Callable[[str], None],
    announce: Callable[[str], None] = lambda _: None,
) -> Report:
    """Run one of our run-operations on the project in *root* and return what came of it.

    Raises:
        ReflektError: It could not be done; nothing of the user's was changed.
    """
    # Read before dbt is imported: most mistakes are in these files, and dbt takes seconds.
    project = Project.load(root)
    asked = Asked.of(_flat(arguments))
    session = Session(root, progress, announce)
    live = asked.asks_warehouse
    failure = invoke_macro(project, macro, arguments, connection, session, live=live)
    if session.report is not None and failure:
        # All was found and told; what failed came after that: the table of findings.
        return replace(session.report, failure=_table_failure(failure))
    if session.report is None:
        hint = failure_hint(failure, session.grants)
        raise DbtError(failure or "dbt did not run our macro", hint=hint)
    return session.report


def invoke_macro(
    project: Project,
    macro: str,
    arguments: Mapping[str, Any],
    connection: Connection,
    session: Session,
    *,
    live: bool = True,
) -> str:
    """Run one of our run-operations, which leaves in *session* what came of it.

    Args:
        project: To run it on.
        macro: Its name.
        arguments: Of the macro.
        connection: Which warehouse to ask.
        session: Of this run.
        live: Whether the warehouse is to be asked; without, there need be none.

    Returns:
        What dbt says of its failure, ``""`` if it has nothing to say.

    Raises:
        ReflektError: The macro could not do it, or there is no such profile or target.
    """
    options = _options(project, connection, live=live)
    session.progress("starting dbt")
    with in_session(session), few_collections():
        failure = _invoke(macro, arguments, options, live=live)
        if _is_unset(failure) and not live and session.report is None:
            # What is missing is a secret, and nobody is asked anything.
            options = scratch_options(project, connection, _made_up(project))
            failure = _invoke(macro, arguments, options, live=False)
    if session.error is not None:
        raise session.error
    return failure


def _table_failure(failure: str) -> str:
    hint = "let dbt's role create and add to that table, or leave --table and check.table out"
    return str(DbtError(failure, where="table of findings", hint=hint))


def _options(project: Project, connection: Connection, *, live: bool) -> list[str]:
    """Return dbt's options; a run without a warehouse does without the user's profile too."""
    try:
        return scratch_options(project, connection)
    except ConfigError:
        # What people name must be there, whatever it is needed for.
        named = connection.profiles_dir or connection.profile or connection.target
        if live or named:
            raise
    return scratch_options(project, connection, _made_up(project))


def _is_unset(failure: str) -> bool:
    return "Env var required but not provided" in failure


def _flat(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a macro's arguments with its ``options`` among them, as the macro passes them."""
    plain = {name: value for name, value in arguments.items() if name != "options"}
    return {**plain, **arguments.get("options", {})}


def scratch_options(
    project: Project, connection: Connection, profile: Profile | None = None
) -> list[str]:
    """Return dbt's options for a run in the scratch project, which it brings up to date.

    Args:
        project: The user's.
        connection: What was asked for.
        profile: The profile to use in place of the user's.

    Raises:
        ConfigError: There is no such profile or target.
    """
    folder, name, target = profile or _users_profile(project, connection)
    scratch = make_scratch(project.root, project.dbt)
    options = {
        "--project-dir": str(scratch),
        "--profiles-dir": str(folder),
        "--profile": name,
        "--target": target,
        "--vars": connection.variables,
        "--log-path": str(scratch / "logs"),
        "--target-path": str(scratch / "target"),
        "--log-level": "none",
        "--log-level-file": "debug",
    }
    quiet = [
        "--quiet",
        "--no-print",
        "--no-use-colors",
        "--no-version-check",
        "--no-write-json",
    ]
    given = [part for key, value in options.items() if value for part in (key, value)]
    return [*quiet, "--no-send-anonymous-usage-stats", *given]


def _users_profile(project: Project, connection: Connection) -> Profile:
    profile = connection.profile or project.dbt.get("profile")
    if not isinstance(profile, str):
        raise ConfigError(
            "no profile is named",
            where=str(project.root / "dbt_project.yml"),
            hint="add profile: …, or give --profile",
        )
    target = connection.target or project.config.build.target
    folder = find_profiles_dir(project.root, connection.profiles_dir)
    check_profile(folder, profile, target)
    return Profile(folder, profile, target)


def _made_up(project: Project) -> Profile:
    """Return a profile that no warehouse is behind.

    Raises:
        ReflektError: Nobody can tell for which adapter, or it is not installed.
    """
    folder = project.target_path / "reflekt" / "profiles"
    return Profile(write_profile(folder, read_adapter(project.root)), PROFILE, None)


def _invoke(macro: str, arguments: Mapping[str, Any], options: list[str], *, live: bool) -> str:
    """Run dbt; return what it says of its failure, ``""`` if it has nothing to say."""
    said: list[str] = []

    def listen(event: Any) -> None:
        if event.info.level == "error":
            said.append(_COLOUR.sub("", event.info.msg).strip())

    runner = new_runner(listen)
    if live:
        asked = ["--args", json.dumps(dict(arguments), ensure_ascii=False)]
        result = runner.invoke(["run-operation", f"reflekt.{macro}", *options, *asked])
    else:
        result = runner.invoke(["parse", *options])
        if result.success:
            return execute_offline(result.result, macro, arguments)
    if isinstance(result.exception, KeyboardInterrupt):
        raise result.exception
    return "\n".join(said) or str(result.exception or "")


def new_runner(listen: Callable[[Any], None]) -> Any:
    """Return a ``dbtRunner`` that tells *listen* of every event.

    Raises:
        DbtError: dbt Core is not in this environment.
    """
    try:
        from dbt.cli.main import dbtRunner
    except ImportError as error:
        raise DbtError(
            "dbt Core is not installed beside reflekt-dbt",
            hint="run: pip install 'reflekt-dbt[duckdb]', or the extra of your warehouse",
        ) from error
    return dbtRunner(callbacks=[listen])
