"""dbt, driven by tests: our macros in a tiny project, on dbt Core and on dbt v2."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt.cli.main import dbtRunner

from reflekt_dbt.plan.dump import inert_json
from tests.engines.venvs import dbt_v2

ROOT = Path(__file__).parents[2]
MARK = "@@test "
_QUIET = ("--quiet", "--no-partial-parse", "--no-use-colors", "--log-level-file", "none")

# One macro call a line of output, in one invocation of dbt: starting it costs seconds.
_CALLS = """\
{%- macro run_cases() -%}
    {%- set text -%}CASES{%- endset -%}
    {%- for case in fromjson(text) -%}
        {%- set result = reflekt.reflekt_files(case['plan'], case['present']) -%}
        {%- do print('MARK' ~ tojson([case['name'], result])) -%}
    {%- endfor -%}
{%- endmacro -%}
"""


@dataclass(frozen=True)
class Project:
    """A dbt project in a folder of its own, with our package installed."""

    root: Path

    def write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")

    def options(self) -> list[str]:
        return ["--project-dir", str(self.root), "--profiles-dir", str(self.root)]

    def dbt(self, *command: str) -> list[str]:
        """Run dbt Core in this process; return what macros printed behind the mark."""
        printed, said = [], []

        def listen(event):
            if event.info.name == "PrintEvent":
                printed.extend(event.info.msg.splitlines())
            elif event.info.level in {"warn", "error"} or event.info.name == "RunResultError":
                said.append(event.info.msg)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # dbt's own and its libraries' are not ours to mend
            result = dbtRunner(callbacks=[listen]).invoke([*_QUIET, *command, *self.options()])
        assert result.success, "\n".join([*said, str(result.exception)])
        return [line.removeprefix(MARK) for line in printed if line.startswith(MARK)]

    def v2(self, program: Path, *command: str) -> list[str]:
        """The same with dbt v2, which is a program of its own."""
        done = subprocess.run(
            [program, "--quiet", *command, *self.options()],
            cwd=self.root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        lines = done.stdout.splitlines()
        return [line.removeprefix(MARK) for line in lines if line.startswith(MARK)]


@pytest.fixture(scope="session")
def mark() -> str:
    """What a macro prints before what it has to say to a test."""
    return MARK


@pytest.fixture(scope="session")
def make_project(tmp_path_factory) -> Callable[..., Project]:
    """Make a project; its only target is *output*, a DuckDB in memory if not given."""

    def make(output: Mapping[str, Any] | None = None, name: str = "shop") -> Project:
        root = tmp_path_factory.mktemp("project", numbered=True)
        package = root / "dbt_packages" / "reflekt"
        shutil.copytree(ROOT / "macros", package / "macros")
        shutil.copy(ROOT / "dbt_project.yml", package)
        target = {"type": "duckdb", "path": ":memory:", "schema": "analytics", "threads": 1}
        profile = {name: {"target": "dev", "outputs": {"dev": output or target}}}
        settings = {"name": name, "profile": name, "version": "1.0.0", "config-version": 2}
        settings["flags"] = {"send_anonymous_usage_stats": False}
        project = Project(root)
        project.write(
            {
                "dbt_project.yml": yaml.safe_dump(settings),
                "profiles.yml": yaml.safe_dump(profile),
                "packages.yml": yaml.safe_dump({"packages": [{"local": str(ROOT)}]}),
            }
        )
        return project

    return make


@pytest.fixture(scope="session")
def project_on(make_project, request) -> Callable[[str], Project]:
    """Make a project whose target is what stands for a warehouse, by the adapter's type."""

    def make(type_: str) -> Project:
        if type_ == "duckdb":
            return make_project()
        server = request.getfixturevalue(type_)
        return make_project({**server.output, "schema": "analytics", "threads": 1})

    return make


@pytest.fixture(scope="session")
def v2_program() -> Path:
    """A real dbt v2, installed once and kept."""
    return dbt_v2()


@pytest.fixture(scope="session")
def call_files(make_project) -> Callable[..., dict[str, Any]]:
    """Call ``reflekt_files`` for many cases in one run of dbt; return result by name.

    With *program*, a dbt v2, that runs instead of dbt Core.
    """

    def call(
        cases: Mapping[str, tuple[Any, Any]], program: Path | None = None
    ) -> dict[str, Any]:
        project = make_project()
        listed = [
            {"name": name, "plan": plan, "present": present}
            for name, (plan, present) in cases.items()
        ]
        text = _CALLS.replace("CASES", inert_json(listed)).replace("MARK", MARK)
        project.write({"macros/run_cases.sql": text})
        command = ("run-operation", "run_cases")
        lines = project.v2(program, *command) if program else project.dbt(*command)
        return dict(json.loads(line) for line in lines)

    return call
