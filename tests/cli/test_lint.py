from __future__ import annotations

import json
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli

PROJECT = "name: shop\nvars: {reflekt: {sources: [{name: shop, sdk: segment}]}}\n"
GOOD = {
    "$id": "shop/Order_Completed/1-0.json",
    "description": "An order was paid.",
    "self": {
        "vendor": "com.shop",
        "name": "Order Completed",
        "format": "jsonschema",
        "version": "1-0",
    },
    "type": "object",
    "properties": {"order_id": {"type": "string", "description": "Which order."}},
}
FILE = "shop/Order_Completed/1-0.json"
BARE = json.dumps({**GOOD, "properties": {"order_id": {"type": "string"}}})
COLUMN = BARE.index('"order_id"') + 1


@pytest.fixture
def lint(tmp_path, monkeypatch):
    """Run lint on a project with these schema files."""
    (tmp_path / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")

    def run(files, *arguments):
        monkeypatch.chdir(tmp_path)
        for path, text in files.items():
            (tmp_path / "schemas" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "schemas" / path).write_text(text, encoding="utf-8")
        return CliRunner().invoke(cli, ["lint", "--project-dir", str(tmp_path), *arguments])

    return run


def test_good_schemas_are_clean(lint):
    result = lint({"shop/Order_Completed/1-0.json": json.dumps(GOOD)})

    assert (result.exit_code, result.output) == (0, "event schemas: 1, problems: 0\n")


def test_one_broken_file_is_found_with_its_place(lint):
    result = lint({"shop/Order_Completed/1-0.json": '{"self": }'})

    assert result.exit_code == 1
    assert f"schemas/{FILE}:1:10: RF101 unreadable-file: " in result.output
    assert result.output.endswith("problems: 1 (errors: 1)\n")


def test_every_broken_file_is_found(lint):
    broken = {f"shop/E{number}/1-0.json": "{" for number in range(3)}

    result = lint({**broken, "shop/Order_Completed/1-0.json": json.dumps(GOOD)})

    assert result.exit_code == 1
    assert result.output.endswith("problems: 3 (errors: 3)\n")


def test_nothing_to_lint_is_no_green(lint):
    result = lint({})

    assert result.exit_code == 2
    assert "hint: run: reflekt-dbt init" in result.output


def test_selection_of_nothing_is_no_green(lint):
    result = lint({"shop/Order_Completed/1-0.json": json.dumps(GOOD)}, "--select", "shp")

    assert result.exit_code == 2
    assert "did you mean 'shop'?" in result.output


def test_text_is_place_rule_sentence_and_hint(lint):
    result = lint({FILE: BARE})

    first, second, last = result.output.splitlines()
    assert first == (
        f"schemas/{FILE}:1:{COLUMN}: RF203 property-without-description: "
        "'order_id' has no description"
    )
    assert second.startswith("  hint: ")
    assert last == "event schemas: 1, problems: 1 (warnings: 1)"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [([], 1), (["--fail-on", "error"], 0), (["--fail-on", "warning"], 1)],
    ids=["default", "error", "warning"],
)
def test_severity_decides_over_the_exit_code(lint, arguments, code):
    assert lint({FILE: BARE}, *arguments).exit_code == code


def test_config_says_what_fails(lint, tmp_path):
    settings = "name: shop\nvars: {reflekt: {lint: {fail_on: error}}}\n"
    (tmp_path / "dbt_project.yml").write_text(settings, encoding="utf-8")

    assert lint({FILE: BARE}).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--select-rules", "RF1,RF204"], 0),
        (["--select-rules", "RF1", "--select-rules", "RF203"], 1),
        (["--ignore-rules", "property-without-description"], 0),
        (["--ignore-rules", "RF1 RF204"], 1),
    ],
    ids=str,
)
def test_rules_are_chosen_on_the_command_line(lint, arguments, code):
    assert lint({FILE: BARE}, *arguments).exit_code == code


def test_unknown_rule_is_an_error_with_a_guess(lint):
    result = lint({FILE: BARE}, "--select-rules", "property-without-descripton")

    assert result.exit_code == 2
    assert "did you mean 'property-without-description'?" in result.output


def test_json_is_one_document(lint):
    result = lint({FILE: BARE}, "--output", "json")

    document = json.loads(result.stdout)
    assert (result.exit_code, document["exit_code"]) == (1, 1)
    assert document["counts"] == {
        "severity": {"error": 0, "warning": 1, "info": 0}, "rule": {"RF203": 1},
    }  # fmt: skip
    (violation,) = document["violations"]
    assert violation["path"] == f"schemas/{FILE}"
    assert (violation["line"], violation["pointer"]) == (1, "/properties/order_id")


def test_sarif_names_the_file_from_here(lint):
    result = lint({FILE: BARE}, "--output", "sarif")

    (found,) = json.loads(result.stdout)["runs"][0]["results"]
    place = found["locations"][0]["physicalLocation"]["artifactLocation"]
    assert (found["ruleId"], place["uri"]) == ("RF203", f"schemas/{FILE}")


def test_github_gets_a_command_a_violation(lint):
    result = lint({FILE: BARE}, "--output", "github")

    assert result.stdout.startswith(f"::warning file=schemas/{FILE},line=1,col={COLUMN},")


def test_junit_counts_what_fails(lint):
    strict = lint({FILE: BARE}, "--output", "junit")
    lenient = lint({FILE: BARE}, "--output", "junit", "--fail-on", "error")

    failures = [ET.fromstring(run.stdout).get("failures") for run in (strict, lenient)]  # noqa: S314 - our own text
    assert failures == ["1", "0"]


def test_statistics_count_instead_of_listing(lint):
    result = lint({FILE: BARE}, "--statistics")

    assert result.output.splitlines()[0] == "1  RF203  warning  property-without-description"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--statistics", "--output", "sarif"],
        ["--write-baseline", "b.json", "--select", "shop"],
        ["--write-baseline", "b.json", "--baseline", "c.json"],
    ],
    ids=" ".join,
)
def test_options_that_exclude_each_other_are_refused(lint, arguments):
    assert lint({FILE: BARE}, *arguments).exit_code == 2


def test_baseline_keeps_what_was_there_from_failing(lint):
    written = lint({FILE: BARE}, "--write-baseline", "b.json")
    known = lint({}, "--baseline", "b.json")
    new = lint(
        {FILE: BARE.replace('"type": "string"', '"typ": "string"')}, "--baseline", "b.json"
    )
    mended = lint({FILE: json.dumps(GOOD)}, "--baseline", "b.json")

    assert (written.exit_code, known.exit_code, new.exit_code) == (0, 0, 1)
    assert known.output == "event schemas: 1, problems: 0, in the baseline: 1\n"
    assert mended.output.endswith(
        "gone from the baseline: 1; --write-baseline writes it anew\n"
    )


def test_baseline_of_the_config_is_used(lint, tmp_path):
    settings = "name: shop\nvars: {reflekt: {lint: {baseline: b.json}}}\n"
    (tmp_path / "dbt_project.yml").write_text(settings, encoding="utf-8")

    missing = lint({FILE: BARE})
    lint({}, "--write-baseline", "b.json")

    assert (missing.exit_code, lint({}).exit_code) == (2, 0)


def test_markup_in_a_name_is_printed_as_it_is(lint):
    """Reflekt 0.6.0 lost ``[x]``."""
    text = json.dumps({**GOOD, "properties": {"[x]": {"type": "string"}}})

    assert "'[x]' has no description" in lint({FILE: text}).output


def test_rule_prints_its_page():
    result = CliRunner().invoke(cli, ["rule", "RF203"])

    assert result.exit_code == 0
    assert result.output.startswith("## RF203 property-without-description\n")


def test_rule_without_a_name_lists_all():
    lines = CliRunner().invoke(cli, ["rule"]).output.splitlines()

    assert len(lines) > 40
    assert lines[0].startswith("RF101  error   unreadable-file")


def test_rule_that_is_not_there_names_the_nearest():
    result = CliRunner().invoke(cli, ["rule", "RF2O3"])

    assert result.exit_code == 2
    assert "did you mean 'RF203'?" in result.output


def test_rule_of_the_project_is_explained_too(tmp_path):
    custom = "{id: SHOP1, message: ids end in _id, regex: _id$}"
    settings = f"name: shop\nvars: {{reflekt: {{lint: {{custom: [{custom}]}}}}}}\n"
    (tmp_path / "dbt_project.yml").write_text(settings, encoding="utf-8")

    result = CliRunner().invoke(cli, ["rule", "SHOP1", "--project-dir", str(tmp_path)])

    assert "ids end in _id." in result.output


def test_lint_imports_neither_dbt_nor_what_only_others_need(lint, tmp_path):
    lint({FILE: json.dumps(GOOD)})
    heavy = {
        "dbt",
        "duckdb",
        "httpx",
        "httpx2",
        "jsonschema",
        "ruamel",
        "sqlglot",
        "questionary",
    }
    script = (
        "import sys; from reflekt_dbt.cli.main import cli;"
        f"cli(['lint', '--project-dir', {str(tmp_path)!r}], standalone_mode=False);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )

    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert heavy & set(run.stdout.splitlines()[-1].split()) == set()
