from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli

PROJECT = "name: shop\nvars: {reflekt: {sources: [{name: shop, sdk: segment}]}}\n"
GOOD = {
    "description": "An order was paid.",
    "self": {
        "vendor": "com.shop",
        "name": "Order Completed",
        "format": "jsonschema",
        "version": "1-0",
    },
    "type": "object",
    "properties": {"order_id": {"type": "string"}},
}


@pytest.fixture
def lint(tmp_path):
    """Run lint on a project with these schema files."""
    (tmp_path / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")

    def run(files, *arguments):
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
    assert "1-0.json:1:10: " in result.output
    assert result.output.endswith("problems: 1\n")


def test_every_broken_file_is_found(lint):
    broken = {f"shop/E{number}/1-0.json": "{" for number in range(3)}

    result = lint({**broken, "shop/Order_Completed/1-0.json": json.dumps(GOOD)})

    assert result.exit_code == 1
    assert result.output.endswith("problems: 3\n")


def test_nothing_to_lint_is_no_green(lint):
    result = lint({})

    assert result.exit_code == 2
    assert "hint: run: reflekt-dbt init" in result.output


def test_selection_of_nothing_is_no_green(lint):
    result = lint({"shop/Order_Completed/1-0.json": json.dumps(GOOD)}, "--select", "shp")

    assert result.exit_code == 2
    assert "did you mean 'shop'?" in result.output
