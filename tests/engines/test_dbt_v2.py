"""A real dbt v2 takes what we generate, and renders the same bytes from the same plan."""

from __future__ import annotations

import json
import shutil

import pytest

from reflekt_dbt.bridge.catalog import as_present
from reflekt_dbt.plan.dump import inert_json
from reflekt_dbt.write.catalog import read_catalog
from tests.engines.demo import BIN, generated_files, run
from tests.engines.venvs import dbt_v2

MARK = "@@file "
PRINT_FILES = """\
{%- macro print_files() -%}
    {%- set text -%}GIVEN{%- endset -%}
    {%- set given = fromjson(text) -%}
    {%- for file in reflekt.reflekt_files(given['plan'], given['present'])['files'] -%}
        {%- do print('MARK' ~ tojson(file)) -%}
    {%- endfor -%}
{%- endmacro -%}
"""


@pytest.fixture(scope="module")
def project(demo, tmp_path_factory):
    """The demo as it is committed, but for a macro that prints what reflekt would write."""
    copy = tmp_path_factory.mktemp("v2") / "jaffle_shop"
    leftovers = shutil.ignore_patterns("target", "logs", "dbt_packages", "package-lock.yml")
    shutil.copytree(demo, copy, ignore=leftovers)
    plan = json.loads(run(BIN / "reflekt-dbt", "plan", cwd=copy))
    given = inert_json({"plan": plan, "present": as_present(read_catalog(copy))})
    macro = PRINT_FILES.replace("GIVEN", given).replace("MARK", MARK)
    (copy / "macros").mkdir()
    (copy / "macros" / "print_files.sql").write_text(macro, encoding="utf-8")
    run(dbt_v2(), "deps", cwd=copy)
    return copy


def files_printed_by(program, project):
    """Return the files that the macros make of the demo's plan, run by *program*."""
    printed = run(program, "--quiet", "run-operation", "print_files", cwd=project)
    lines = [line.removeprefix(MARK) for line in printed.splitlines() if line.startswith(MARK)]
    return {path: text.encode() for path, _, text in map(json.loads, lines)}


def test_v2_parses_the_generated_demo_without_a_warning(project):
    printed = run(dbt_v2(), "parse", "--warn-error", cwd=project)

    assert "successfully" in printed
    assert (project / "target" / "manifest.json").exists()


SHOW_PLAN = "{% macro show_plan() %}{% do print(tojson(reflekt_plan())) %}{% endmacro %}\n"


@pytest.mark.parametrize("engine", ["dbt v2", "dbt 1.11"])
def test_every_engine_reads_the_committed_plan(engine, project):
    run(BIN / "reflekt-dbt", "plan", "--write", cwd=project)
    (project / "macros" / "show_plan.sql").write_text(SHOW_PLAN, encoding="utf-8")
    program = dbt_v2() if engine == "dbt v2" else BIN / "dbt"

    printed = run(program, "--quiet", "run-operation", "show_plan", cwd=project)

    shown = json.loads(next(line for line in printed.splitlines() if line.startswith("{")))
    assert shown.pop("vars")["sources"][0]["sdk"] == "segment"
    assert shown == json.loads(run(BIN / "reflekt-dbt", "plan", cwd=project))


@pytest.mark.parametrize("engine", ["dbt v2", "dbt 1.11"])
def test_every_engine_renders_the_bytes_that_the_build_wrote(engine, project):
    program = dbt_v2() if engine == "dbt v2" else BIN / "dbt"

    printed = files_printed_by(program, project)

    written = generated_files(project)
    records = {"reflekt.lock", "reflekt.catalog"}
    assert printed == {path: text for path, text in written.items() if path not in records}
