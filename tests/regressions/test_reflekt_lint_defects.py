"""What Reflekt 0.6.0 gets wrong when it lints, a test each; every one was seen to happen."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli

FILE = "shop/Order_Completed/1-0.json"
GOOD = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": FILE,
    "description": "The customer paid for an order.",
    "self": {
        "vendor": "com.shop",
        "name": "Order Completed",
        "format": "jsonschema",
        "version": "1-0",
    },
    "type": "object",
    "properties": {"order_id": {"type": "string", "description": "Which order."}},
    "required": ["order_id"],
    "additionalProperties": False,
}
# As the README of Reflekt 0.6.0 shows it, under the keys that it has here.
OF_THE_README = """\
conventions:
  event: {casing: title, numbers: false, reserved: []}
  property: {casing: snake, numbers: false, reserved: []}
  data_types: [string, integer, number, boolean, object, array, any, 'null']
"""


@pytest.fixture
def lint(tmp_path):
    """Run lint on schemas (path → JSON or text) under settings in YAML; return what came."""

    def run(files, settings="vendor: com.shop", *arguments):
        indented = "".join(f"    {line}\n" for line in settings.splitlines())
        project = f"name: shop\nvars:\n  reflekt:\n{indented}"
        (tmp_path / "dbt_project.yml").write_text(project, encoding="utf-8")
        for path, content in files.items():
            file = tmp_path / "schemas" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            text = content if isinstance(content, str) else json.dumps(content)
            file.write_text(text, encoding="utf-8")
        command = ["lint", "--project-dir", str(tmp_path), "--output", "json", *arguments]
        return CliRunner().invoke(cli, command)

    return run


def found(result):
    """``(rule, pointer)`` of each violation; a traceback is a failure of its own."""
    assert result.exception is None or isinstance(result.exception, SystemExit), (
        result.exception
    )
    return [(one["name"], one["pointer"]) for one in json.loads(result.stdout)["violations"]]


def without(key):
    return {name: value for name, value in GOOD.items() if name != key}


def with_property(**described):
    return {**GOOD, "properties": {**GOOD["properties"], **described}}


def test_numbers_true_allows_digits(lint):
    schema = with_property(address2={"type": "string", "description": "Second line."})
    settings = "conventions: {event: {numbers: true}, property: {numbers: true}}"

    assert found(lint({FILE: schema}, settings)) == []


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (without("description"), ("event-without-description", "")),
        (
            with_property(a={"type": "string"}),
            ("property-without-description", "/properties/a"),
        ),
        (without("$id"), ("missing-id", "")),
        ({**without("properties"), "required": []}, ("violates-meta-schema", "")),
        ("{", ("unreadable-file", "")),
    ],
    ids=["description", "property's description", "$id", "properties", "broken JSON"],
)
def test_what_is_missing_is_no_traceback(lint, schema, expected):
    assert found(lint({FILE: schema})) == [expected]


@pytest.mark.parametrize("nest", ["object", "array"])
def test_nested_properties_are_linted(lint, nest):
    inner = {"type": "object", "properties": {"SKU": {}}}
    schema = {
        "object": with_property(cart={**inner, "description": "All of it."}),
        "array": with_property(cart={"type": "array", "description": "All.", "items": inner}),
    }[nest]

    rules = {
        name for name, pointer in found(lint({FILE: schema}, OF_THE_README)) if "SKU" in pointer
    }

    assert rules == {
        "miscased-property",
        "property-without-description",
        "property-without-type",
    }


def test_id_that_differs_from_the_path_is_found(lint):
    schema = {**GOOD, "$id": "shop/Order_Complete/1-0.json"}

    assert found(lint({FILE: schema})) == [("id-differs-from-path", "/$id")]


def test_id_that_two_files_have_is_found(lint):
    copied = {**GOOD, "self": {**GOOD["self"], "name": "Cart Viewed"}}

    names = [name for name, _ in found(lint({FILE: GOOD, "shop/Cart_Viewed/1-0.json": copied}))]

    assert names.count("duplicate-id") == 2


@pytest.mark.parametrize("select", ["shop/Order_Complete", "shpo", "schemas/none"])
def test_nothing_selected_is_exit_2(lint, select):
    result = lint({FILE: GOOD}, "vendor: com.shop", "--select", select)

    assert result.exit_code == 2
    assert "no schema file under" in result.stderr


def test_bad_regex_is_found(lint):
    schema = with_property(zip={"type": "string", "description": "Code.", "pattern": "[0-9"})

    assert found(lint({FILE: schema})) == [("bad-regex", "/properties/zip/pattern")]


def test_unknown_name_in_required_is_found(lint):
    schema = {**GOOD, "required": ["order_id", "orderid"]}

    assert found(lint({FILE: schema})) == [("unknown-required", "/required/1")]


def test_misspelt_keyword_is_found(lint):
    schema = with_property(a={"type": "string", "descripton": "x", "description": "x y"})

    assert found(lint({FILE: schema})) == [("unknown-keyword", "/properties/a/descripton")]


def test_type_any_passes_where_config_allows_it(lint):
    schema = with_property(value={"type": "any", "description": "Whatever was sent."})

    assert found(lint({FILE: schema}, OF_THE_README)) == []
    assert found(lint({FILE: schema}, "conventions: {data_types: [string]}")) == [
        ("type-not-allowed", "/properties/value/type")
    ]


def test_each_violation_is_printed_once_and_brackets_are_kept(lint):
    schema = with_property(**{"[x]": {"type": "string"}})

    result = lint({FILE: schema}, "vendor: com.shop", "--output", "text")

    assert result.output.count("'[x]' has no description") == 1
    assert result.stderr == ""


def test_configuration_of_the_readme_works(lint):
    assert lint({FILE: GOOD}, OF_THE_README).exit_code == 0
