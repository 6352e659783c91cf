"""Push and pull on the file registry, through the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli
from reflekt_dbt.registries.local import text_of

CONFIG = """\
vendor: com.shop
registries:
  shared: {type: file, path: registry, plans: {shop: Jaffle Shop}}
"""


def event(name, version="1-0", text="It was done.", **members):
    own = {"vendor": "com.shop", "name": name, "format": "jsonschema", "version": version}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "description": text,
        "self": own,
        "type": "object",
        "properties": {"order_id": {"description": "Which order.", "type": "string"}},
        **members,
    }


class Team:
    """A tracking plan in git, and a registry beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "registry").mkdir(parents=True)
        self.write("reflekt_project.yml", CONFIG)

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def schema(self, path, name, **said):
        version = path.rpartition("/")[2]
        data = {"$id": f"{path}.json", **event(name, version, **said)}
        self.write(f"schemas/{path}.json", text_of(data, path))

    def remote(self, path, name, **said):
        version = path.rpartition("/")[2]
        data = event(name, version, **said)
        self.write(f"registry/Jaffle Shop/{path}.json", text_of(data, path))

    def files(self, folder):
        root = self.root / folder
        found = (one for one in root.rglob("*") if one.is_file())
        return {one.relative_to(root).as_posix(): one.read_bytes() for one in found}

    def run(self, *arguments, **asked):
        words = [*arguments, "--project-dir", str(self.root)]
        if "--registry" not in arguments and "-r" not in arguments:
            words += ["--registry", "shared"]
        return CliRunner().invoke(cli, words, **asked)

    def done(self, *arguments):
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output
        return result.output


@pytest.fixture
def team(tmp_path):
    return Team(tmp_path / "plan")


@pytest.fixture
def in_step(team):
    """A plan of three versions of two events that is in step."""
    team.schema("shop/Order_Done/1-0", "Order Done")
    team.schema("shop/Order_Done/1-1", "Order Done", text="Done, and paid.")
    team.schema("shop/Cart_Seen/1-0", "Cart Seen")
    team.done("push", "-s", "shop", "--yes")
    return team


class TestPush:
    def test_first_push_makes_the_plan_with_its_events(self, in_step):
        # Reflekt: the first push to a new plan creates it empty and reports success.
        assert in_step.files("registry").keys() == {
            "Jaffle Shop/Cart_Seen/1-0.json",
            "Jaffle Shop/Order_Done/1-0.json",
            "Jaffle Shop/Order_Done/1-1.json",
        }

    def test_push_of_an_unchanged_plan_writes_nothing(self, in_step):
        before = {one: one.stat().st_mtime_ns for one in in_step.root.rglob("*")}

        said = in_step.done("push", "-s", "shop")

        assert "in step: 3" in said
        assert {one: one.stat().st_mtime_ns for one in in_step.root.rglob("*")} == before

    def test_dry_run_shows_each_property_and_exits_1(self, in_step):
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen",
                       properties={"order_id": {"type": "integer"}})  # fmt: skip
        before = in_step.files(".")

        result = in_step.run("push", "-s", "shop", "--dry-run")

        assert result.exit_code == 1
        assert "~ update shop/Cart_Seen/1-0 (Cart Seen)" in result.output
        assert "'order_id' was string and is integer now" in result.output
        assert in_step.files(".") == before

    def test_dry_run_in_step_exits_0(self, in_step):
        assert in_step.run("push", "-s", "shop", "--dry-run").exit_code == 0

    def test_without_a_terminal_and_yes_nothing_is_done(self, in_step):
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen", text="News.")
        before = in_step.files(".")

        result = in_step.run("push", "-s", "shop")

        assert result.exit_code == 2
        assert "nobody is there to confirm this" in result.output
        assert in_step.files(".") == before

    @pytest.mark.parametrize("word", ["--yes", "-y", "--force", "-F"])
    def test_reflekts_words_for_yes(self, in_step, word):
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen", text="News.")

        assert "done: 1" in in_step.done("push", "-s", "shop", word)

    def test_change_there_is_not_reverted(self, in_step):
        in_step.remote("Cart_Seen/1-0", "Cart Seen", text="Edited there.")
        before = in_step.files("registry")

        result = in_step.run("push", "-s", "shop", "--yes")

        assert result.exit_code == 1
        assert (
            "! conflict shop/Cart_Seen/1-0 (Cart Seen): changed in the registry"
            in result.output
        )
        assert in_step.files("registry") == before

    def test_overwrite_lets_git_win(self, in_step):
        before = in_step.files("registry")
        in_step.remote("Cart_Seen/1-0", "Cart Seen", text="Edited there.")

        in_step.done("push", "-s", "shop", "--yes", "--overwrite")

        assert in_step.files("registry") == before

    def test_what_only_the_registry_has_stays_whatever_is_pruned(self, in_step):
        # Reflekt: PUT replaces everything with what it read.
        in_step.remote("Theirs/1-0", "Theirs")

        said = in_step.done("push", "-s", "shop", "--yes", "--prune")

        assert "= kept shop/Theirs/1-0 (Theirs): only the registry has it" in said
        assert "Jaffle Shop/Theirs/1-0.json" in in_step.files("registry")

    def test_gone_from_git_is_deleted_only_by_prune(self, in_step):
        (in_step.root / "schemas/shop/Cart_Seen/1-0.json").unlink()

        assert "--prune deletes it" in in_step.done("push", "-s", "shop", "--yes")
        assert "Jaffle Shop/Cart_Seen/1-0.json" in in_step.files("registry")
        assert "- delete shop/Cart_Seen/1-0" in in_step.done(
            "push", "-s", "shop", "-F", "--prune"
        )
        assert "Jaffle Shop/Cart_Seen/1-0.json" not in in_step.files("registry")
        assert "Cart_Seen" not in (in_step.root / "reflekt.registries").read_text()

    def test_delete_takes_the_selected_from_the_registry_and_leaves_the_file(self, in_step):
        said = in_step.done("push", "-s", "shop/Order Done/1-0", "-D", "-F")

        assert "to delete: 1" in said
        assert in_step.files("registry").keys() == {
            "Jaffle Shop/Cart_Seen/1-0.json",
            "Jaffle Shop/Order_Done/1-1.json",
        }
        assert (in_step.root / "schemas/shop/Order_Done/1-0.json").exists()

    def test_delete_without_a_selection_is_refused(self, in_step):
        assert in_step.run("push", "-D", "-F").exit_code == 2

    def test_delete_and_prune_exclude_each_other(self, in_step):
        assert in_step.run("push", "-s", "shop", "-D", "--prune", "-F").exit_code == 2

    def test_part_of_a_plan_leaves_the_rest(self, in_step):
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen", text="News.")
        in_step.schema("shop/Order_Done/1-1", "Order Done", text="News.")

        assert "to update: 1" in in_step.done("push", "-s", "shop/Cart_Seen", "-F")

    def test_broken_schema_is_an_error_before_anything_is_done(self, in_step):
        in_step.write("schemas/shop/Odd/1-0.json", "{")
        before = in_step.files("registry")

        assert in_step.run("push", "-s", "shop", "-F").exit_code == 2
        assert in_step.files("registry") == before

    def test_plan_that_is_nowhere_is_an_error(self, in_step):
        result = in_step.run("push", "-s", "shpo", "-F")

        assert result.exit_code == 2
        assert "no schema file in this plan" in result.output
        assert "known: shop" in result.output


class TestPull:
    @pytest.fixture
    def theirs(self, team):
        team.remote("Order_Done/1-0", "Order Done")
        team.remote("Order_Done/1-1", "Order Done", text="Done, and paid.")
        return team

    def test_new_project_gets_the_plan_and_a_second_pull_is_no_diff(self, theirs):
        theirs.done("pull", "-s", "Jaffle Shop")
        before = theirs.files(".")

        assert "in step: 2" in theirs.done("pull", "-s", "Jaffle Shop")
        assert theirs.files(".") == before
        data = json.loads(before["schemas/shop/Order_Done/1-1.json"])
        assert data["$id"] == "shop/Order_Done/1-1.json"

    def test_pulled_files_are_in_our_form(self, theirs):
        theirs.write("registry/Jaffle Shop/Odd/1-0.json", json.dumps(event("Odd")))
        theirs.done("pull", "-s", "Jaffle Shop")

        result = CliRunner().invoke(cli, ["fmt", "--check", "--project-dir", str(theirs.root)])

        assert result.exit_code == 0, result.output

    def test_change_there_is_brought_and_pull_needs_no_yes(self, in_step):
        in_step.remote("Cart_Seen/1-0", "Cart Seen", text="Edited there.")

        assert "~ update shop/Cart_Seen/1-0" in in_step.done("pull", "-s", "shop")
        text = (in_step.root / "schemas/shop/Cart_Seen/1-0.json").read_text()
        assert json.loads(text)["description"] == "Edited there."
        assert "$id" in text

    def test_edit_here_stays(self, in_step):
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen", text="Mine.")
        before = in_step.files("schemas")

        assert "= kept shop/Cart_Seen/1-0" in in_step.done("pull", "-s", "shop")
        assert in_step.files("schemas") == before

    def test_edit_on_both_sides_is_a_conflict_and_loses_nothing(self, in_step):
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen", text="Mine.")
        in_step.remote("Cart_Seen/1-0", "Cart Seen", text="Theirs.")
        before = in_step.files(".")

        result = in_step.run("pull", "-s", "shop")

        assert result.exit_code == 1
        assert "description is another" in result.output
        assert in_step.files(".") == before

    def test_overwrite_lets_the_registry_win_once_confirmed(self, in_step):
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen", text="Mine.")
        in_step.remote("Cart_Seen/1-0", "Cart Seen", text="Theirs.")

        assert in_step.run("pull", "-s", "shop", "--overwrite").exit_code == 2
        in_step.done("pull", "-s", "shop", "--overwrite", "--yes")

        assert b"Theirs." in in_step.files("schemas")["shop/Cart_Seen/1-0.json"]

    def test_gone_there_is_removed_only_by_prune_once_confirmed(self, in_step):
        # Reflekt: a pull keeps events deleted upstream, and nothing says so.
        (in_step.root / "registry/Jaffle Shop/Cart_Seen/1-0.json").unlink()

        assert "--prune removes the file" in in_step.done("pull", "-s", "shop")
        assert in_step.run("pull", "-s", "shop", "--prune").exit_code == 2
        assert "shop/Cart_Seen/1-0.json" in in_step.files("schemas")
        in_step.done("pull", "-s", "shop", "--prune", "--yes")
        assert "shop/Cart_Seen/1-0.json" not in in_step.files("schemas")

    def test_prune_leaves_files_that_were_never_pushed(self, in_step):
        in_step.schema("shop/New/1-0", "New")

        in_step.done("pull", "-s", "shop", "--prune", "--yes")

        assert "shop/New/1-0.json" in in_step.files("schemas")

    def test_plan_that_is_not_there_is_an_error(self, in_step):
        result = in_step.run("pull", "-s", "Nothing", "-r", "file")

        assert result.exit_code == 2
        assert "no plan 'Nothing'" in result.output

    def test_event_and_version_can_be_pulled_alone(self, theirs):
        theirs.done("pull", "-s", "Jaffle Shop/Order Done/1-1")

        assert theirs.files("schemas").keys() == {"shop/Order_Done/1-1.json"}

    def test_half_a_file_there_is_an_error_that_changes_nothing(self, theirs):
        theirs.write("registry/Jaffle Shop/Order_Done/1-1.json", '{"self"')

        assert theirs.run("pull", "-s", "Jaffle Shop").exit_code == 2
        assert theirs.files("schemas") == {}

    def test_control_character_there_is_an_error_that_shows_none(self, theirs):
        data = event("Bell", text="a\x07b")
        theirs.write("registry/Jaffle Shop/Bell/1-0.json", json.dumps(data))

        result = theirs.run("pull", "-s", "Jaffle Shop")

        assert result.exit_code == 2
        assert "the control character U+0007" in result.output
        assert "\x07" not in result.output
        assert theirs.files("schemas") == {}


class TestForms:
    def test_json_is_one_document_on_stdout(self, in_step):
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen", text="News.")

        result = in_step.run("push", "-s", "shop", "--dry-run", "--output", "json")
        made = json.loads(result.stdout)

        assert (made["command"], made["done"], made["exit_code"]) == ("push", False, 1)
        (plan,) = made["plans"]
        assert (plan["registry"], plan["plan"], plan["folder"]) == (
            "shared", "Jaffle Shop", "shop",
        )  # fmt: skip
        assert plan["events"] == [
            {
                "id": "shop/Cart_Seen/1-0",
                "key": "Cart_Seen/1-0",
                "name": "Cart Seen",
                "action": "update",
                "why": "",
                "failed": "",
                "changes": [
                    {
                        "path": "",
                        "text": "description is another",
                        "before": "It was done.",
                        "after": "News.",
                    }
                ],
                "losses": [],
            }
        ]

    def test_folder_needs_no_configuration(self, team, tmp_path):
        team.write("reflekt_project.yml", "vendor: com.shop\n")
        team.schema("jaffle_shop/Done/1-0", "Done")
        url = (tmp_path / "other").as_uri()
        (tmp_path / "other" / "Jaffle Shop").mkdir(parents=True)

        team.done("push", "-r", url, "-s", "jaffle_shop", "-F")

        assert (tmp_path / "other/Jaffle Shop/Done/1-0.json").is_file()

    def test_registry_that_is_not_there_is_an_error(self, team):
        team.schema("shop/Done/1-0", "Done")

        result = team.run("push", "-r", "./nowhere", "-s", "shop", "-F")

        assert result.exit_code == 2
        assert "this folder cannot be read" in result.output

    def test_reflekts_short_options(self, in_step):
        said = in_step.done(
            "push", "-r", "file", "-s", "shop", "-p", "shared", "-D", "-F", "-v"
        )

        assert "to delete: 3" in said
        assert in_step.files("registry") == {}

    def test_verbose_shows_every_difference(self, in_step):
        many = {f"p{number}": {"type": "string"} for number in range(20)}
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen", properties=many)

        short = in_step.run("push", "-s", "shop", "--dry-run").output
        long = in_step.run("push", "-s", "shop", "--dry-run", "--verbose").output

        assert "and 9 more; --verbose shows them" in short
        assert "'p19'" in long
        assert "more; --verbose" not in long

    def test_person_at_a_terminal_is_asked(self, in_step):
        in_step.schema("shop/Cart_Seen/1-0", "Cart Seen", text="News.")

        said = [answered(in_step.root, answer) for answer in ("n", "y")]

        assert [code for code, _ in said] == [1, 0]
        assert "push these 1? [y/N]" in said[0][1]
        assert b"News." in in_step.files("registry")["Jaffle Shop/Cart_Seen/1-0.json"]


def answered(root, answer):
    """Return exit code and words of a push at a terminal at which someone types *answer*."""
    pty = pytest.importorskip("pty", reason="Windows has no terminals that a test can open")
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    run = "from reflekt_dbt.cli.main import cli; cli()"
    done = subprocess.run(
        [sys.executable, "-c", run, "push", "-r", "shared", "-s", "shop"],
        cwd=root, stdin=theirs, capture_output=True, text=True, check=False,
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    return done.returncode, done.stdout + done.stderr
