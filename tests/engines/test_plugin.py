"""The plugin beside dbt Core: it may be broken, and no command but ours may notice."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.engines.demo import BIN, run

PROJECT = """\
name: shop
version: 1.0.0
config-version: 2
profile: shop
vars:
  reflekt:
    sources: [{name: shop, sdk: segment}]
"""
PROFILE = "shop: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:'}}}\n"

# What an upgrade that stopped half-way, or a dependency that was removed, looks like.
BROKEN = {
    "import error": "import a_module_that_nobody_has\n",
    "exception": "raise RuntimeError('half an upgrade')\n",
    "syntax error": "def (\n",
    "other package": "bridge = None\n",
}


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "shop"
    root.mkdir()
    (root / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")
    (root / "profiles.yml").write_text(PROFILE, encoding="utf-8")
    return root


@pytest.fixture
def dbt(project, tmp_path):
    """Run dbt in the project, with a reflekt_dbt of that text where ours would be."""

    def call(text, *command):
        package = tmp_path / "broken" / "reflekt_dbt"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(text, encoding="utf-8")
        return subprocess.run(
            [BIN / "dbt", "--no-use-colors", *command],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(package.parent)},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_package_does_not_break_a_command_of_dbt(text, dbt):
    done = dbt(text, "parse", "--warn-error")

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_macro_of_ours_says_that_the_package_is_broken(text, dbt):
    done = dbt(text, "run-operation", "reflekt_build")

    assert done.returncode == 2
    assert "reflekt-dbt cannot be imported: " in done.stdout
    assert "pip install --force-reinstall reflekt-dbt" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_macro_of_someone_else_runs_beside_a_broken_package(dbt, project):
    (project / "macros").mkdir()
    macro = "{% macro greet() %}{% do print('hello') %}{% endmacro %}"
    (project / "macros" / "greet.sql").write_text(macro, encoding="utf-8")

    done = dbt(BROKEN["exception"], "--quiet", "run-operation", "greet")

    assert done.stdout.splitlines() == ["hello"]


def test_plugin_gives_macros_our_module_in_a_project_that_mentions_us(project):
    (project / "macros").mkdir()
    macro = "{% macro ask() %}{% do print(modules.reflekt is defined) %}{% endmacro %}"
    (project / "macros" / "ask.sql").write_text(macro, encoding="utf-8")

    printed = run(BIN / "dbt", "--quiet", "run-operation", "ask", cwd=project)

    assert printed.splitlines() == ["True"]


def test_plugin_gives_macros_nothing_in_a_project_that_does_not(project):
    settings = PROJECT.partition("vars:")[0]
    (project / "dbt_project.yml").write_text(settings, encoding="utf-8")
    (project / "macros").mkdir()
    macro = "{% macro ask() %}{% do print(modules.reflekt is defined) %}{% endmacro %}"
    (project / "macros" / "ask.sql").write_text(macro, encoding="utf-8")

    printed = run(BIN / "dbt", "--quiet", "run-operation", "ask", cwd=project)

    assert printed.splitlines() == ["False"]
