"""Whether dbt can connect, by dbt's own test of it."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from reflekt_dbt.bridge.profiles import find_profiles_dir, secrets_in
from reflekt_dbt.bridge.runner import Connection, new_runner, scratch_options
from reflekt_dbt.errors import DbtError
from reflekt_dbt.project import Project
from reflekt_dbt.sdks.reserved import RESERVED_BY_ADAPTER

_REASON = re.compile(r"following (?:error|reason):(.*?)(?:Check your|\Z)", re.DOTALL)
_KIND = re.compile(r">?(Runtime|Database|Compilation) Error\b")
_ADAPTER = re.compile(r"adapter type (\w+)|adapters\.(\w+)")


class Connected(NamedTuple):
    """What came of the test.

    Attributes:
        status: ``skipped`` without dbt Core, which nothing but `build` and `check` needs.
        text: Who answered, or why nobody did; no password in it.
        hint: What to do; ``""`` if nothing.
    """

    status: Literal["ok", "failed", "skipped"]
    text: str
    hint: str = ""


def try_to_connect(project: Project, connection: Connection) -> Connected:
    """Have dbt connect to the warehouse of *project*.

    Raises:
        ConfigError: There is no such profile or target.
    """
    said: list[tuple[str, str]] = []

    def listen(event: Any) -> None:
        said.append((event.info.name, event.info.msg))

    try:
        runner = new_runner(listen)
    except DbtError as error:
        return Connected("skipped", error.problem, error.hint)
    options = scratch_options(project, connection)
    result = runner.invoke(["debug", "--connection", *_known(options)])
    if result.success:
        return Connected("ok", f"dbt is connected{_adapter(said)}")
    reason = _reason(said) or str(result.exception or "dbt did not connect")
    folder = find_profiles_dir(project.root, connection.profiles_dir)
    for secret in secrets_in(folder):
        reason = secret.hidden_in(reason)
    return Connected("failed", reason, _hint(reason))


def _known(options: list[str]) -> list[str]:
    """Return *options* without the one that ``dbt debug`` does not know."""
    at = options.index("--target-path")
    return [*options[:at], *options[at + 2 :]]


def _adapter(said: list[tuple[str, str]]) -> str:
    mark = "adapter type: "
    return next((f" ({text[len(mark) :]})" for _, text in said if text.startswith(mark)), "")


def _reason(said: list[tuple[str, str]]) -> str:
    """Return what went wrong, on one line."""
    results = "\n".join(text for name, text in said if name == "DebugCmdResult")
    found = _REASON.search(results)
    return " ".join(_KIND.sub("", found[1] if found else results).split())


def _hint(reason: str) -> str:
    adapter = _ADAPTER.search(reason)
    if adapter and ("not find" in reason or "No module" in reason):
        name = adapter[1] or adapter[2]
        wanted = f"'reflekt-dbt[{name}]'" if name in RESERVED_BY_ADAPTER else f"dbt-{name}"
        return f"run: pip install {wanted}"
    return "see the target in profiles.yml; dbt debug says more"
