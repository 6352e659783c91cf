from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli
from tests.compare.repositories import Repo
from tests.compare.sides import schema

CART = "schemas/shop/Cart_Viewed"
OLD = schema({"total": "number", "coupon": "string"}, required=["total"])
BROKEN = schema({"total": "string", "coupon": "string"}, required=["total"])
MORE = schema({"total": "number", "coupon": "string", "tip": "number"}, required=["total"])
# A tracking plan of its own: no dbt here.
PLAN = "vendor: com.shop\n"
DBT = """
name: shop
profile: shop
vars: {reflekt: {sources: [{name: shop, sdk: segment}]}}
"""


@pytest.fixture
def repo(tmp_path):
    """A plan with one event on main, and a branch to work on."""
    repo = Repo.new(tmp_path / "plan")
    repo.write("reflekt_project.yml", PLAN)
    repo.write(f"{CART}/1-0.json", OLD)
    repo.commit()
    repo.branch("work")
    return repo


@pytest.fixture
def breaking(repo, monkeypatch):
    """Run breaking in the repository."""
    monkeypatch.chdir(repo.root)

    def run(*arguments, against="main"):
        chosen = ["--against", against] if against else []
        result = CliRunner().invoke(cli, ["breaking", *chosen, *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def test_nothing_changed_is_clean(breaking):
    result = breaking()

    assert result.exit_code == 0
    assert result.stdout == (
        "events changed: 0, breaks without a major bump: 0, changes without a minor bump: 0, "
        "others: 0\n"
    )


def test_a_break_without_a_major_bump_is_found(repo, breaking):
    repo.remove(f"{CART}/1-0.json")
    repo.write(f"{CART}/1-1.json", BROKEN)

    result = breaking()

    assert result.exit_code == 1
    assert result.stdout == (
        "shop/Cart_Viewed 1-0 → 1-1 (needs: major bump, made: minor)\n"
        "  schemas/shop/Cart_Viewed/1-1.json:11:5: error type-changed: 'total' was number and "
        "is string now\n"
        "  hint: a major bump is needed: make it shop/Cart_Viewed/2-0.json\n"
        "events changed: 1, breaks without a major bump: 1, changes without a minor bump: 0, "
        "others: 0\n"
    )


def test_a_break_with_a_major_bump_is_clean(repo, breaking):
    repo.write(f"{CART}/2-0.json", BROKEN)

    result = breaking()

    assert result.exit_code == 0
    assert "1-0 → 2-0 (needs: major bump, made: major)" in result.stdout


def test_a_minor_file_renamed_and_edited_is_clean(repo, breaking):
    repo.remove(f"{CART}/1-0.json")
    repo.write(f"{CART}/1-1.json", MORE)

    assert breaking("--fail-on", "warning").exit_code == 0


def test_a_minor_change_without_a_bump_is_no_break_but_can_be_made_to_fail(repo, breaking):
    repo.write(f"{CART}/1-0.json", MORE)

    assert breaking().exit_code == 0
    assert breaking("--fail-on", "warning").exit_code == 1


def test_the_version_to_make_is_one_that_is_free(repo, breaking):
    repo.write(f"{CART}/2-0.json", BROKEN)
    repo.write(f"{CART}/1-1.json", OLD)
    repo.commit()
    repo.git("branch", "--force", "main")
    repo.write(f"{CART}/1-0.json", BROKEN)

    assert "make it shop/Cart_Viewed/3-0.json" in breaking().stdout

    repo.write(f"{CART}/1-0.json", MORE)

    assert "make it shop/Cart_Viewed/1-2.json" in breaking().stdout


def test_any_change_can_be_made_to_fail(repo, breaking):
    repo.write(f"{CART}/2-0.json", BROKEN)

    assert breaking("--fail-on", "warning").exit_code == 0
    assert breaking("--fail-on", "info").exit_code == 1


def test_words_alone_are_no_change(repo, breaking):
    repo.write(f"{CART}/1-0.json", {**OLD, "description": "Better said."})

    assert breaking("--fail-on", "info").exit_code == 0


def test_an_event_that_is_gone_is_a_break_until_it_is_said_to_be_meant(repo, breaking):
    repo.remove(CART)
    repo.write("schemas/shop/Other/1-0.json", schema(name="Other"))

    assert breaking().exit_code == 1
    assert breaking("--accept", "shop/Cart_Viewed").exit_code == 0


def test_a_plan_whose_registry_has_no_versions_is_never_asked_for_a_bump(repo, breaking):
    repo.write("reflekt_project.yml", f"{PLAN}plans: {{shop: {{versions: registry}}}}\n")
    repo.write(f"{CART}/1-0.json", BROKEN)

    result = breaking("--fail-on", "warning")

    assert result.exit_code == 0
    assert "info type-changed: 'total' was number and is string now" in result.stdout
    assert "hint" not in result.stdout


def test_what_main_did_since_is_not_ours(repo, breaking):
    repo.git("checkout", "--quiet", "main")
    repo.write(f"{CART}/2-0.json", BROKEN)
    repo.commit()
    repo.git("checkout", "--quiet", "work")

    assert breaking("--fail-on", "info").exit_code == 0
    assert breaking("--exact").exit_code == 1


def test_select_narrows_to_an_event(repo, breaking):
    repo.write(f"{CART}/1-0.json", BROKEN)
    repo.write("schemas/shop/Other/1-0.json", schema(name="Other"))

    assert breaking("--select", "shop/Other").exit_code == 0
    assert breaking("--select", "shop/Cart_Viewed").exit_code == 1


def test_select_may_name_an_event_that_is_gone(repo, breaking):
    repo.remove(CART)
    repo.write("schemas/shop/Other/1-0.json", schema(name="Other"))

    assert breaking("--select", "shop/Cart_Viewed").exit_code == 1


@pytest.mark.parametrize("option", ["--select", "--accept"])
def test_nothing_selected_is_not_green(breaking, option):
    """Lint of Reflekt: nothing selected is exit 0."""
    result = breaking(option, "shop/Card_Viewed")

    assert result.exit_code == 2
    assert "did you mean 'shop/Cart_Viewed'?" in result.stderr


def test_a_file_of_now_that_is_no_json_is_not_green(repo, breaking):
    """Lint of Reflekt: broken JSON is a traceback."""
    repo.write(f"{CART}/1-0.json", "{")

    result = breaking()

    assert result.exit_code == 2
    assert "schemas/shop/Cart_Viewed/1-0.json:1:2: the file ends too early" in result.stderr


def test_an_old_file_that_is_no_json_is_said_and_passed_over(repo, breaking):
    repo.git("checkout", "--quiet", "main")
    repo.write(f"{CART}/1-0.json", "{")
    repo.commit()
    repo.branch("mended")
    repo.write(f"{CART}/1-0.json", OLD)

    result = breaking()

    assert result.exit_code == 0
    assert "note: not compared, as it could not be read: main:schemas/shop" in result.stdout


def test_markup_in_a_schema_is_shown_as_it_stands(repo, breaking):
    """Lint of Reflekt: [x] is swallowed as markup."""
    repo.write(f"{CART}/2-0.json", schema({"[red]x[/red]": "string"}))

    assert "'[red]x[/red]' is new and optional" in breaking().stdout


def test_a_link_to_schemas_that_a_commit_cannot_follow_is_not_green(repo, breaking):
    repo.git("checkout", "--quiet", "main")
    repo.write("elsewhere/Other/1-0.json", schema(name="Other"))
    (repo.root / "schemas/linked").symlink_to("../elsewhere", target_is_directory=True)
    repo.commit()
    repo.branch("linked")

    result = breaking()

    assert result.exit_code == 2
    assert "main:linked: a link, which cannot be followed in a commit" in result.stderr


def test_hidden_folders_hold_no_events_on_either_side(repo, breaking):
    repo.git("checkout", "--quiet", "main")
    repo.write("schemas/.reflekt/meta/1-0.json", {"type": "object"})
    repo.commit()
    repo.branch("hidden")
    repo.remove("schemas/.reflekt")

    assert breaking("--fail-on", "info").exit_code == 0


def test_main_without_schemas_is_said(repo, breaking):
    repo.git("checkout", "--quiet", "--orphan", "bare")
    repo.git("rm", "--quiet", "-r", "--force", ".")
    repo.commit()
    repo.write("reflekt_project.yml", PLAN)
    repo.write(f"{CART}/1-0.json", OLD)

    result = breaking(against="bare")

    assert result.exit_code == 0
    assert "note: bare has no schemas there: every event counts as new" in result.stdout


def test_before_the_first_commit_every_event_is_new(tmp_path, monkeypatch):
    repo = Repo.new(tmp_path / "unborn")
    repo.write("reflekt_project.yml", PLAN)
    repo.write(f"{CART}/1-0.json", OLD)
    monkeypatch.chdir(repo.root)

    result = CliRunner().invoke(cli, ["breaking", "--against", "HEAD"])

    assert result.exit_code == 0
    assert "info event-added: the event 'Cart Viewed' is new" in result.stdout


@pytest.mark.parametrize(
    ("against", "said"),
    [
        ("mian", "git knows no commit 'mian'"),
        ("./nowhere", "no folder './nowhere'"),
        ("--all", "git knows no commit '--all'"),
    ],
)
def test_what_is_nothing_to_compare_with_is_not_green(breaking, against, said):
    result = breaking(against=against)

    assert result.exit_code == 2
    assert said in result.stderr


def test_nothing_to_compare_with_is_a_wrong_command(breaking):
    result = breaking(against="")

    assert result.exit_code == 2
    assert "say what to compare: --against main" in " ".join(result.stderr.split())


def test_in_no_repository_is_not_green(tmp_path, monkeypatch):
    (tmp_path / "schemas/shop/Cart_Viewed").mkdir(parents=True)
    (tmp_path / f"{CART}/1-0.json").write_text(json.dumps(OLD), encoding="utf-8")
    (tmp_path / "reflekt_project.yml").write_text(PLAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(cli, ["breaking", "--against", "main"])

    assert result.exit_code == 2
    assert "this is in no git repository" in result.stderr


def test_a_shallow_clone_is_not_green(repo, tmp_path, monkeypatch):
    repo.write(f"{CART}/1-0.json", BROKEN)
    repo.commit()
    clone = tmp_path / "shallow"
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.root}", str(clone))
    monkeypatch.chdir(clone)

    result = CliRunner().invoke(cli, ["breaking", "--against", "main"])

    assert result.exit_code == 2
    assert "git fetch --unshallow" in result.stderr
    assert "fetch-depth: 0" in result.stderr


@pytest.mark.parametrize("inner", ["", "schemas"], ids=["project", "schemas folder"])
def test_a_folder_can_be_compared_with(breaking, tmp_path, inner):
    other = Repo.new(tmp_path / "other")
    other.write("schemas/shop/Cart_Viewed/1-0.json", BROKEN)

    result = breaking(against=str(other.root / inner))

    assert result.exit_code == 1
    assert "'total' was string and is number now" in result.stdout


def test_a_folder_beside_us_needs_no_dot_where_git_knows_no_such_name(repo, breaking):
    repo.write("before/shop/Cart_Viewed/1-0.json", BROKEN)

    assert breaking(against="before").exit_code == 1


def test_two_files_are_compared_without_a_project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.json").write_text(json.dumps(OLD), encoding="utf-8")
    (tmp_path / "new.json").write_text(json.dumps(BROKEN), encoding="utf-8")

    result = CliRunner().invoke(cli, ["breaking", "old.json", "new.json"])

    assert result.exit_code == 1
    assert "new.json:1:" in result.stdout
    assert "'total' was number and is string now" in result.stdout


def test_two_files_have_the_versions_of_their_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "1-0.json").write_text(json.dumps(OLD), encoding="utf-8")
    (tmp_path / "2-0.json").write_text(json.dumps(BROKEN), encoding="utf-8")

    assert CliRunner().invoke(cli, ["breaking", "1-0.json", "2-0.json"]).exit_code == 0


def test_json_says_all_of_it(repo, breaking):
    repo.remove(f"{CART}/1-0.json")
    repo.write(f"{CART}/1-1.json", BROKEN)

    result = breaking("--output", "json")

    document = json.loads(result.stdout)
    assert document["against"] == "main"
    assert document["commit"] == repo.git("rev-parse", "main")
    assert document["events"] == [
        {
            "event": "shop/Cart_Viewed",
            "old": {"version": "1-0", "path": f"{CART}/1-0.json"},
            "new": {"version": "1-1", "path": f"{CART}/1-1.json"},
            "needed": "major",
            "made": "minor",
            "is_enough": False,
            "is_asked": True,
            "severity": "error",
            "hint": "a major bump is needed: make it shop/Cart_Viewed/2-0.json",
            "changes": [
                {
                    "code": "type-changed",
                    "bump": "major",
                    "severity": "error",
                    "path": ["total"],
                    "property": "total",
                    "before": ["number"],
                    "after": ["string"],
                    "sentence": "'total' was number and is string now",
                    "line": 11,
                    "column": 5,
                    "reaches": [],
                }
            ],
        }
    ]


def test_github_puts_a_note_beside_the_line(repo, breaking):
    repo.write(f"{CART}/1-0.json", BROKEN)

    result = breaking("--output", "github")

    assert result.stdout.startswith(
        f"::error file={CART}/1-0.json,line=11,col=5,title=type-changed::"
        "'total' was number and is string now%0Ahint: "
    )


def test_sarif_names_the_kind_of_change(repo, breaking):
    repo.write(f"{CART}/1-0.json", BROKEN)

    (run,) = json.loads(breaking("--output", "sarif").stdout)["runs"]

    (found,) = run["results"]
    rules = run["tool"]["driver"]["rules"]
    assert rules[found["ruleIndex"]]["id"] == found["ruleId"] == "type-changed"
    assert found["level"] == "error"


def test_a_dbt_project_names_the_model_and_column(repo, breaking):
    repo.remove("reflekt_project.yml")
    repo.write("dbt_project.yml", DBT)
    repo.write(f"{CART}/1-0.json", BROKEN)

    result = breaking()

    assert "    stg_shop__cart_viewed.total\n" in result.stdout
    assert "note: what reads these models is not known: run dbt compile first" in result.stdout


def test_works_where_neither_dbt_nor_sqlglot_is_installed(repo):
    repo.write(f"{CART}/1-0.json", BROKEN)
    script = (
        "import sys; sys.modules.update({'dbt': None, 'sqlglot': None});"
        "from reflekt_dbt.cli.main import cli; cli(['breaking', '--against', 'main'])"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=repo.root, env={**os.environ}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "'total' was number and is string now" in done.stdout
