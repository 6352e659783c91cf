from __future__ import annotations

import pytest
from click.testing import CliRunner

from reflekt_dbt import __version__
from reflekt_dbt.cli.main import COMMANDS, cli


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(cli, list(arguments))


def test_version_is_the_packages(run):
    assert run("--version").output == f"reflekt-dbt, version {__version__}\n"


def test_help_names_every_command(run):
    output = run("--help").output

    assert all(f" {name} " in output for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run, name):
    result = run(name, "--help")

    assert result.exit_code == 0
    assert f"reflekt-dbt {name}" in result.output.replace("cli ", "reflekt-dbt ")


def test_misspelt_command_names_the_nearest_one(run):
    result = run("biuld")

    assert result.exit_code == 2
    assert "did you mean 'build'?" in result.output


@pytest.mark.parametrize("name", ["build", "check", "plan", "deps"])
def test_folder_without_a_project_is_one_sentence_and_its_cure(run, name):
    result = run(name)

    assert result.exit_code == 2
    assert "no dbt_project.yml" in result.output
    assert "hint: " in result.output
    assert "Traceback" not in result.output


def test_bug_keeps_its_traceback(run, monkeypatch):
    def broken(_start):
        raise ZeroDivisionError

    monkeypatch.setattr("reflekt_dbt.config.load.find_dbt_project", broken)

    assert isinstance(run("plan").exception, ZeroDivisionError)


def test_interrupt_is_no_finding(run, monkeypatch):
    def interrupted(_start):
        raise KeyboardInterrupt

    monkeypatch.setattr("reflekt_dbt.config.load.find_dbt_project", interrupted)

    result = run("plan")

    assert result.exit_code == 2
    assert "nothing is half-written" in result.output
