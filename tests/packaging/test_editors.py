"""The JSON Schemas for editors, held to what other tools make of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli

ROOT = Path(__file__).parents[2]
DEMO = sorted((ROOT / "schemas").rglob("*.json"))


def printed(of: str) -> str:
    result = CliRunner().invoke(cli, ["schema", of])
    assert result.exit_code == 0
    return result.stdout


@pytest.fixture
def check(tmp_path):
    """Run check-jsonschema with the schema that is printed; return exit code and words."""

    def run(of, *files):
        schema = tmp_path / f"{of}.schema.json"
        schema.write_text(printed(of), encoding="utf-8")
        command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, *files]
        done = subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.mark.parametrize("of", ["event", "config", "dbt_project"])
def test_what_is_printed_is_a_json_schema_to_others(of, tmp_path):
    schema = tmp_path / "schema.json"
    schema.write_text(printed(of), encoding="utf-8")

    command = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", schema]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_every_event_of_the_demo_passes(check):
    assert check("event", *DEMO)[0] == 0


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ('"vendor"', '"vender"', "vender"),
        ('"type": "string"', '"type": "text"', "text"),
        ('"1-0"', '"1.0"', "1.0"),
    ],
    ids=["misspelt key", "no type", "no version"],
)
def test_a_broken_event_does_not(check, tmp_path, before, after, word):
    text = DEMO[0].read_text(encoding="utf-8")
    file = tmp_path / "1-0.json"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")

    code, words = check("event", file)

    assert code == 1
    assert word in words


def test_the_settings_of_the_demo_pass_as_those_of_dbt_and_as_our_own(check, tmp_path):
    dbt = ROOT / "integration_tests" / "jaffle_shop" / "dbt_project.yml"
    ours = tmp_path / "reflekt_project.yml"
    settings = yaml.safe_load(dbt.read_text(encoding="utf-8"))["vars"]["reflekt"]
    ours.write_text(yaml.safe_dump(settings), encoding="utf-8")

    assert check("dbt_project", dbt)[0] == 0
    assert check("config", ours)[0] == 0


@pytest.mark.parametrize("of", ["config", "dbt_project"])
def test_a_misspelt_setting_does_not(check, tmp_path, of):
    settings = {"conventions": {"event": {"casng": "title"}}}
    whole = settings if of == "config" else {"name": "x", "vars": {"reflekt": settings}}
    file = tmp_path / "x.yml"
    file.write_text(yaml.safe_dump(whole), encoding="utf-8")

    code, words = check(of, file)

    assert code == 1
    assert "casng" in words


def test_variables_of_others_are_none_of_our_business(check, tmp_path):
    file = tmp_path / "dbt_project.yml"
    file.write_text("name: x\nvars: {other: {any: 1}, flag: true}\n", encoding="utf-8")

    assert check("dbt_project", file)[0] == 0


def test_vs_code_gets_the_schema_of_events_under_the_address_that_they_name():
    settings = json.loads(printed("vscode"))

    (entry,) = settings["json.schemas"]
    named = {json.loads(file.read_text(encoding="utf-8"))["$schema"] for file in DEMO}
    assert named == {entry["url"]}
    assert entry["schema"] == json.loads(printed("event"))


def test_the_page_names_the_files_that_vs_code_is_told_of():
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")

    files = json.loads(printed("vscode"))["yaml.schemas"]

    assert set(files.values()) == {"reflekt_project.yml", "dbt_project.yml"}
    for file in files:
        assert f"> {file.removeprefix('./')}\n" in page


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_for_a_shell_makes_its_completion(shell, tmp_path):
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    program = Path(sys.executable).with_name("reflekt-dbt")

    done = subprocess.run(
        [program],
        env={"_REFLEKT_DBT_COMPLETE": f"{shell}_source", "PATH": "/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert f"_REFLEKT_DBT_COMPLETE={shell}_source reflekt-dbt" in page
    assert f"_REFLEKT_DBT_COMPLETE={shell}_complete" in done.stdout
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=done.stdout, text=True, check=True)


COMPLETIONS = {
    "a command": ("reflekt-dbt fm", 1, {"plain,fmt"}),
    "an option": ("reflekt-dbt fmt --ch", 2, {"plain,--check"}),
    "a value": ("reflekt-dbt schema e", 2, {"plain,event"}),
    "behind no command of ours": ("reflekt-dbt typo x", 2, set()),
}


@pytest.mark.parametrize("case", COMPLETIONS.values(), ids=COMPLETIONS)
def test_completion_knows_commands_options_and_values(case, tmp_path):
    words, word, expected = case
    program = Path(sys.executable).with_name("reflekt-dbt")
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(word), "PATH": "/usr/bin:/bin"}

    done = subprocess.run(
        [program],
        env={**asked, "_REFLEKT_DBT_COMPLETE": "bash_complete"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert set(done.stdout.split()) == expected
    assert done.stderr == ""
