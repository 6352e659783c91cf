"""What pre-commit is told of our hooks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from pre_commit.clientlib import load_manifest

from reflekt_dbt.cli.main import cli

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))}


def test_pre_commit_understands_the_file():
    assert HOOKS.keys() == {"reflekt-lint", "reflekt-fmt", "reflekt-breaking"}


@pytest.mark.parametrize("hook", HOOKS.values(), ids=HOOKS)
def test_each_hook_is_a_command_of_ours_that_pip_installs(hook):
    program, command = hook["entry"].split()

    assert (program, hook["language"]) == ("reflekt-dbt", "python")
    assert CliRunner().invoke(cli, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize("name", ["reflekt-lint", "reflekt-fmt"])
@pytest.mark.parametrize(
    ("path", "is_meant"),
    [
        ("schemas/shop/Order_Completed/1-0.json", True),
        ("analytics/schemas/shop/Order_Completed/1-0.json", True),
        ("schemas/shop/Order_Completed/first.json", True),
        ("schemas/.reflekt/meta/1-0.json", False),
        (".vscode/schemas/x.json", False),
        ("my-schemas/package.json", False),
        ("package.json", False),
        ("schemas/README.md", False),
    ],
)
def test_schema_files_are_passed_and_nothing_else(name, path, is_meant):
    hook = HOOKS[name]

    passed = bool(re.search(hook["files"], path)) and not re.search(hook["exclude"], path)

    assert passed == is_meant


def test_hooks_that_read_all_files_are_started_once():
    assert all(HOOKS[name]["require_serial"] for name in ("reflekt-lint", "reflekt-fmt"))


def test_a_deleted_file_is_looked_at_too():
    hook = HOOKS["reflekt-breaking"]

    assert hook["always_run"]
    assert not hook["pass_filenames"]


def test_the_page_names_the_hooks_that_there_are():
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    shown = yaml.safe_load(re.search(r"```yaml\n(repos:.*?)```", page, re.DOTALL)[1])

    (repository,) = shown["repos"]

    assert {hook["id"] for hook in repository["hooks"]} == HOOKS.keys()
