"""The GitHub Action: its inputs, and its script run with stand-ins for pip, us and gh."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / ".github" / "action" / "run.sh"
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

# A stand-in notes its arguments, one call a line, and ends as CODE_<first argument> says.
STAND_IN = """\
#!/usr/bin/env bash
printf '%s\\n' "$(basename "$0") $*" >>"$CALLS"
case "$(basename "$0") $1" in
    'python3 -m')
        mkdir -p "$3/bin"
        cp "$0" "$3/bin/python"
        cp "$0" "$3/bin/reflekt-dbt"
        if [ -n "${OURS:-}" ]; then ln -sf "$OURS" "$3/bin/reflekt-dbt"; fi
        ;;
    'reflekt-dbt diff') printf '%s' "$DIFF" ;;
    'gh api') case "$*" in
        *--paginate*) printf '%s' "$COMMENTS" ;;
        *) all="$*"; cp "${all##*@}" "$CALLS.body" ;;
    esac ;;
esac
code="CODE_${1//-/}"
exit "${!code:-0}"
"""


CHANGES = "<!-- reflekt-dbt diff -->\n\n### Order Completed\n"
NOTHING = "<!-- reflekt-dbt diff -->\n\nNo schema changes.\n"


class Run:
    """What a run of the script did."""

    def __init__(self, done: subprocess.CompletedProcess[str], calls: Path) -> None:
        self.code = done.returncode
        self.words = done.stdout + done.stderr
        self.calls = calls.read_text(encoding="utf-8").splitlines()
        body = calls.with_name(f"{calls.name}.body")
        self.body = body.read_text(encoding="utf-8") if body.exists() else ""

    def of(self, program: str) -> list[str]:
        begin = f"{program} "
        return [call.removeprefix(begin) for call in self.calls if call.startswith(begin)]


@pytest.fixture
def run(tmp_path):
    """Run the script on a pull request, with these variables instead of the usual ones."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("python3", "gh"):
        (programs / name).write_text(STAND_IN, encoding="utf-8")
        (programs / name).chmod(0o755)
    calls = tmp_path / "calls"

    def run(cwd=tmp_path, **variables):
        usual = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "RUNNER_TEMP": str(tmp_path / "temp"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_REPOSITORY": "shop/plan",
            "CALLS": str(calls),
            "COMMANDS": "lint fmt breaking",
            "AGAINST": "origin/main",
            "COMMENT": "true",
            "PULL_REQUEST": "7",
            "DIFF": CHANGES,
            "COMMENTS": "",
        }
        (tmp_path / "temp").mkdir(exist_ok=True)
        done = subprocess.run(
            [SCRIPT],
            env={**usual, **variables},
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
        )
        return Run(done, calls)

    return run


def test_every_input_is_described_and_reaches_the_script_as_a_variable():
    (step,) = ACTION["runs"]["steps"]

    used = set(re.findall(r"inputs\.([\w-]+)", json.dumps(step)))

    assert used == ACTION["inputs"].keys()
    assert all(one["description"] for one in ACTION["inputs"].values())
    assert "${{" not in step["run"]


def test_every_variable_of_the_script_is_set_by_the_action_or_the_runner():
    (step,) = ACTION["runs"]["steps"]
    text = SCRIPT.read_text(encoding="utf-8")

    used = set(re.findall(r"\$\{?([A-Z][A-Z_]+)", text)) - {"MARK", "NOTHING", "LONGEST"}

    runner = {"RUNNER_TEMP", "GITHUB_ACTION_PATH", "GITHUB_REPOSITORY"}
    assert used - runner == step["env"].keys() - {"GH_TOKEN"}


def test_the_script_is_one_that_a_shell_can_read_and_run():
    subprocess.run(["bash", "-n", SCRIPT], check=True)

    assert os.access(SCRIPT, os.X_OK)


def test_the_page_has_every_input_with_its_default():
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")

    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.*?) \|", page, re.MULTILINE))

    assert rows.keys() == ACTION["inputs"].keys()
    assert rows["command"] == f"`{ACTION['inputs']['command']['default']}`"


def test_all_commands_run_and_the_comment_is_written(run):
    done = run()

    assert done.code == 0
    assert done.of("reflekt-dbt") == [
        "lint --output github",
        "fmt --check",
        "breaking --against origin/main --output github",
        "diff --against origin/main --output markdown",
    ]
    assert done.of("gh")[1].startswith("api --silent repos/shop/plan/issues/7/comments ")
    assert done.body == CHANGES


def test_what_is_installed_is_the_actions_own_version_or_the_one_that_is_asked_for(run):
    own, asked = run().of("python")[-1], run(VERSION="0.1.0").of("python")[-1]

    assert own.endswith(f" {ROOT}")
    assert asked.endswith(" reflekt-dbt==0.1.0")


def test_nothing_is_run_where_nothing_could_be_installed(run):
    done = run(CODE_m="1")

    assert done.code == 2
    assert done.of("reflekt-dbt") == []


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ({"CODE_lint": "1"}, 1),
        ({"CODE_lint": "2", "CODE_breaking": "1"}, 2),
        ({"CODE_fmt": "1"}, 1),
        ({"CODE_diff": "2"}, 2),
        ({"CODE_diff": "1"}, 0),
    ],
    ids=str,
)
def test_the_gravest_end_is_that_of_all_and_everything_is_run(run, codes, expected):
    done = run(**codes)

    assert done.code == expected
    assert len(done.of("reflekt-dbt")) == 4


def test_a_second_push_changes_the_comment_that_is_there(run):
    done = run(COMMENTS="41\n42\n")

    assert "--method PATCH repos/shop/plan/issues/comments/41 " in done.of("gh")[-1]


def test_a_pull_request_that_changes_nothing_gets_no_comment(run):
    assert len(run(DIFF=NOTHING).of("gh")) == 1


def test_a_comment_on_what_has_been_taken_back_is_brought_up_to_date(run):
    assert run(DIFF=NOTHING, COMMENTS="41").body == NOTHING


def test_a_comment_that_github_would_refuse_is_cut_and_says_so(run):
    body = run(DIFF="x" * 70_000).body

    assert len(body) < 65_536
    assert "too long for a comment" in body


def test_a_token_that_may_not_write_is_a_warning_and_no_failure(run):
    done = run(CODE_api="1")

    assert done.code == 0
    assert "::warning::" in done.words


@pytest.mark.parametrize(
    "variables", [{"COMMENT": "false"}, {"PULL_REQUEST": ""}], ids=["not asked for", "a push"]
)
def test_no_comment_where_there_is_none_to_write(run, variables):
    assert run(**variables).of("gh") == []


def test_without_anything_to_compare_with_it_says_so(run):
    done = run(AGAINST="")

    assert [call.split()[0] for call in done.of("reflekt-dbt")] == ["lint", "fmt"]
    assert done.words.count("::notice::") == 2


def test_options_go_to_each_command_and_are_no_script(run):
    done = run(ARGS="--project-dir analytics $(touch owned) ; *")

    assert done.of("reflekt-dbt")[1] == (
        "fmt --check --project-dir analytics $(touch owned) ; *"
    )


def test_a_command_that_is_none_is_no_green(run):
    done = run(COMMANDS="lnt")

    assert done.code == 2
    assert "unknown command 'lnt'" in done.words


@pytest.fixture
def repository(tmp_path):
    """A tracking plan in git, on a branch that has changed nothing yet."""
    root = tmp_path / "plan"
    shutil.copytree(ROOT / "schemas" / "jaffle_shop", root / "schemas" / "jaffle_shop")
    settings = "conventions: {property: {casing: snake, numbers: true}}\n"
    (root / "reflekt_project.yml").write_text(settings, encoding="utf-8")
    for command in ("init -q -b main", "add .", "commit -q -m Begin", "switch -q -c branch"):
        subprocess.run(["git", *command.split()], cwd=root, check=True)
    return root


OURS = str(Path(sys.executable).with_name("reflekt-dbt"))


def test_with_our_own_program_a_breaking_change_is_annotated_and_commented(run, repository):
    file = repository / "schemas/jaffle_shop/Cart_Viewed/1-0.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"number"', '"string"', 1), encoding="utf-8")

    done = run(cwd=repository, OURS=OURS, AGAINST="main")

    assert done.code == 1
    assert "::error file=schemas/jaffle_shop/Cart_Viewed/1-0.json,line=" in done.words
    assert done.body.startswith(CHANGES.partition("\n")[0])
    assert "| subtotal |" in done.body


def test_with_our_own_program_a_branch_that_changes_nothing_is_clean_and_silent(
    run, repository
):
    done = run(cwd=repository, OURS=OURS, AGAINST="main")

    assert done.code == 0, done.words
    assert done.body == ""
