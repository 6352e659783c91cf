"""A run over several files: what is read, what is reported, and in which order."""

from __future__ import annotations

import subprocess

import pytest

from reflekt_dbt.errors import SchemaError, SelectError
from reflekt_dbt.lint.history import History

BARE = {"type": "string"}


def test_every_violation_has_its_line_and_column(shop):
    shop.write(
        "shop/Order/1-0.json",
        '{\n  "self": {"vendor": "x", "name": "Order", "format": "jsonschema", "version": "1-0"'
        '},\n  "properties": {"é": {}, "b": {\n    "typ": 1}}}',
    )

    found = shop.lint("RF105", "RF111", "RF204")

    assert [(one.line, one.column, one.code) for one in found] == [
        (1, 1, "RF105"),
        (3, 18, "RF204"),
        (3, 27, "RF204"),
        (4, 5, "RF111"),
    ]


def test_files_come_by_version_and_lines_by_number(shop):
    for version in ("1-10", "1-9"):
        shop.write(f"shop/Order/{version}.json", {"properties": {"a": BARE, "b": BARE}})

    found = shop.lint("RF203")

    assert [one.path.rpartition("/")[2] for one in found] == ["1-9.json"] * 2 + [
        "1-10.json"
    ] * 2
    assert [one.line for one in found[:2]] == sorted(one.line for one in found[:2])


def test_unreadable_file_hides_no_other(shop):
    shop.write("shop/A/1-0.json", "{")
    shop.write("shop/B/1-0.json", {"properties": {"a": BARE}})
    shop.write("shop/C/v1.json", {})

    assert shop.codes() == ["RF101", "RF203", "RF102"]


def test_unreadable_version_is_no_gap_and_breaks_nothing(shop):
    string, number = ({"properties": {"a": {"type": name}}} for name in ("string", "number"))
    shop.write("shop/Order/1-0.json", string)
    shop.write("shop/Order/1-1.json", "{")
    shop.write("shop/Order/1-2.json", number)

    assert shop.codes("RF5") == []


def test_everything_wrong_with_one_file_is_said_at_once(shop):
    shop.write("shop/Order/1-0.json", {"self.format": None, "properties": {"a": {"tpye": "x"}}})

    assert shop.codes() == ["RF104", "RF203", "RF204", "RF111"]


def test_only_selected_files_are_reported_though_all_are_read(shop):
    shop.write("shop/A/1-0.json", {"$id": "x", "properties": {"a": BARE}})
    shop.write("shop/B/1-0.json", {"$id": "x", "properties": {"a": BARE}})

    linted = shop.linted("RF107", "RF203", select=("shop/B",))

    assert [(one.path, one.code) for one in linted.violations] == [
        ("schemas/shop/B/1-0.json", "RF107"),
        ("schemas/shop/B/1-0.json", "RF203"),
    ]
    assert list(linted.files) == ["schemas/shop/B/1-0.json"]


def test_misnamed_file_is_selected_by_its_folder(shop):
    shop.write("shop/A/1-0.json")
    shop.write("shop/B/v1.json")

    assert shop.codes("RF1") == ["RF102"]
    assert [one.code for one in shop.lint("RF1", select=("shop/B",))] == ["RF102"]
    assert shop.lint("RF1", select=("shop/A",)) == ()


def test_nothing_selected_is_an_error(shop):
    shop.write("shop/Order/1-0.json")

    with pytest.raises(SelectError, match="did you mean 'shop'"):
        shop.lint(select=("shp",))


def test_no_file_at_all_is_an_error(shop):
    with pytest.raises(SchemaError, match="no schema file"):
        shop.lint()


def test_meta_schema_of_the_project_counts(shop):
    shop.write("shop/Order/1-0.json")
    shop.write(".reflekt/meta/1-0.json", '{"properties": {"self": {"required": ["metadata"]}}}')

    (violation,) = shop.lint()

    assert (violation.code, violation.problem) == ("RF104", "missing key 'metadata' in 'self'")


def test_warehouse_rules_name_sdk_source_and_warehouse(shop):
    shop.write("shop/Order/1-0.json", {"properties": {"order": BARE}})
    sources = [{"name": "web", "sdk": "segment"}, {"name": "app", "sdk": "rudderstack"}]

    found = shop.lint("RF403", sources=sources, lint={"warehouses": ["snowflake", "duckdb"]})

    assert [one.problem for one in found] == [
        f"'order' may be called '_order' in order ({loader}; Snowflake, DuckDB reserve it)"
        for loader in ("RudderStack, source app", "Segment, source web")
    ]


def test_property_behind_a_reference_is_reported_where_it_is_used(shop):
    person = {"type": "object", "properties": {"orderId": BARE, "order_id": BARE}}
    shop.write(
        "shop/Order/1-0.json",
        {"properties": {"who": {"$ref": "#/definitions/p"}}, "definitions": {"p": person}},
    )

    found = shop.lint("RF401", sources=[{"name": "web", "sdk": "segment"}])

    text = (shop.root / "schemas/shop/Order/1-0.json").read_text(encoding="utf-8").splitlines()
    assert len(found) == 2
    assert {text[one.line - 1].strip() for one in found} == {'"who": {'}


class TestHistory:
    @pytest.fixture
    def repository(self, shop):
        def git(*arguments):
            subprocess.run(
                ["git", "-C", str(shop.root), *arguments], check=True, capture_output=True
            )

        git("init", "--quiet")
        shop.write("shop/Order/1-0.json", {"properties": {"a": {"type": "string"}}})
        shop.write("shop/Order/1-1.json", {"properties": {"a": {"type": "string"}}})
        git("add", ".")
        git("commit", "--quiet", "-m", "plan")
        return shop

    def test_unchanged_file_needs_no_look_at_what_was_committed(self, repository):
        file = repository.root / "schemas/shop/Order/1-0.json"

        assert History(repository.root / "schemas").committed(file) is None

    def test_other_line_endings_are_no_change(self, repository):
        file = repository.root / "schemas/shop/Order/1-0.json"
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

        assert History(repository.root / "schemas").committed(file) is None

    def test_edited_file_is_as_it_was(self, repository):
        file = repository.write(
            "shop/Order/1-0.json", {"properties": {"a": {"type": "number"}}}
        )

        committed = History(repository.root / "schemas").committed(file)

        assert committed["properties"] == {"a": {"type": "string"}}

    def test_file_that_was_never_committed_is_nothing(self, repository):
        file = repository.write("shop/Cart/1-0.json")

        assert History(repository.root / "schemas").committed(file) is None

    def test_without_a_repository_or_a_commit_there_is_nothing(self, shop):
        file = shop.write("shop/Cart/1-0.json")

        assert History(shop.root / "schemas").committed(file) is None

        subprocess.run(["git", "init", "--quiet", str(shop.root)], check=True)

        assert History(shop.root / "schemas").committed(file) is None
