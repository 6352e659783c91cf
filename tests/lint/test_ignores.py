"""What schema files, config and baselines keep from being reported."""

from __future__ import annotations

import pytest

from reflekt_dbt.errors import ConfigError, SelectError, WriteError
from reflekt_dbt.lint.baseline import Baseline, baseline_text, write_baseline

FILE = "shop/Order_Completed/1-0.json"
BARE = {"type": "string"}


@pytest.mark.parametrize(
    "word",
    [
        False,
        ["RF203"],
        ["property-without-description"],
        "RF203",
        {"ignore": ["RF203"]},
        {"ignore": "property-without-description"},
    ],
    ids=str,
)
@pytest.mark.parametrize("on", ["event", "self", "property", "outer property"])
def test_schema_file_excuses_what_stands_in_it(shop, word, on):
    inner = {**BARE, "lint": word} if on == "property" else BARE
    outer = {"type": "object", "description": "All of it.", "properties": {"a": inner}}
    top = {"lint": word} if on == "event" else {"self.lint": word} if on == "self" else {}
    if on == "outer property":
        outer["lint"] = word
    shop.write(FILE, {"properties": {"cart": outer}, **top})

    assert shop.codes() == []


def test_one_property_excuses_no_other(shop):
    shop.write(FILE, {"properties": {"a": {**BARE, "lint": ["RF203"]}, "b": BARE}})

    assert [one.json_pointer for one in shop.lint()] == ["/properties/b"]


def test_one_rule_excuses_from_no_other(shop):
    shop.write(FILE, {"properties": {"a": {"lint": ["RF203"]}}})

    assert shop.codes() == ["RF204"]


def test_rules_about_several_files_can_be_excused_from(shop):
    shop.write(FILE, {"$id": "x", "lint": ["RF106", "duplicate-id"]})
    shop.write("shop/Cart_Viewed/1-0.json", {"$id": "x", "lint": ["RF106"]})

    assert [(one.code, one.path) for one in shop.lint()] == [
        ("RF107", "schemas/shop/Cart_Viewed/1-0.json")
    ]


def test_what_was_not_looked_for_is_not_called_unused(shop):
    shop.write(FILE, {"properties": {"a": {**BARE, "lint": False}}, "lint": ["RF105"]})

    assert shop.codes("RF204", "RF191") == []


def test_misspelt_rule_in_a_schema_says_what_was_meant(shop):
    shop.write(FILE, {"lint": ["missing_id"]})

    (violation,) = shop.lint("RF192")

    assert violation.hint == "did you mean 'missing-id'?"


def test_path_is_excused_by_globs(shop):
    for path in ("legacy/Order/1-0.json", "legacy/deep/Cart/1-0.json", "shop/Cart/1-0.json"):
        shop.write(path, {"properties": {"a": {}}})

    found = shop.lint("RF203", "RF204", lint={"ignore_paths": {"schemas/legacy/**": "RF203"}})

    assert [(one.path.split("/")[1], one.code) for one in found] == [
        ("legacy", "RF204"), ("legacy", "RF204"), ("shop", "RF203"), ("shop", "RF204"),
    ]  # fmt: skip


def test_unknown_rule_of_a_path_is_an_error(shop):
    shop.write(FILE)

    with pytest.raises(SelectError, match="unknown rule 'RF9x'"):
        shop.lint(lint={"ignore_paths": {"schemas/**": "RF9x"}})


class TestBaseline:
    def test_knows_what_it_was_made_of_and_nothing_else(self, shop, tmp_path):
        shop.write(FILE, {"properties": {"a": BARE}})
        write_baseline(tmp_path / "b.json", shop.lint())
        shop.write(FILE, {"properties": {"z": BARE, "a": BARE}})

        new, known, gone = Baseline.read(tmp_path / "b.json").split(shop.lint())

        assert [one.json_pointer for one in new] == ["/properties/z"]
        assert (known, gone) == (1, 0)

    def test_says_how_many_have_gone(self, shop, tmp_path):
        shop.write(FILE, {"properties": {"a": BARE, "b": BARE}})
        write_baseline(tmp_path / "b.json", shop.lint())
        shop.write(FILE, {"properties": {"a": BARE}})

        new, known, gone = Baseline.read(tmp_path / "b.json").split(shop.lint())

        assert (new, known, gone) == ([], 1, 1)

    def test_counts_how_often_a_violation_may_be_there(self, shop, tmp_path):
        shop.write(FILE, "{}")
        violations = shop.lint("RF104")
        write_baseline(tmp_path / "b.json", violations[:1])

        new, known, _ = Baseline.read(tmp_path / "b.json").split(violations)

        assert (len(violations), len(new), known) == (2, 1, 1)

    def test_is_the_same_text_whatever_the_order(self, shop):
        shop.write(FILE, {"properties": {"a": BARE, "b": {}}})
        violations = shop.lint()

        assert baseline_text(violations) == baseline_text(violations[::-1])

    @pytest.mark.parametrize(
        "text",
        ["", "[]", "{}", '{"version": 1}', '{"version": 1, "violations": [1]}', "[" * 9999],
        ids=lambda text: text[:20],
    )
    def test_refuses_what_is_none(self, tmp_path, text):
        (tmp_path / "b.json").write_text(text, encoding="utf-8")

        with pytest.raises(ConfigError, match="no baseline of lint"):
            Baseline.read(tmp_path / "b.json")

    def test_refuses_a_version_to_come(self, tmp_path):
        (tmp_path / "b.json").write_text('{"version": 2, "violations": []}', encoding="utf-8")

        with pytest.raises(ConfigError, match="unknown version 2"):
            Baseline.read(tmp_path / "b.json")

    def test_that_is_missing_says_how_to_write_it(self, tmp_path):
        with pytest.raises(ConfigError) as caught:
            Baseline.read(tmp_path / "b.json")

        assert "--write-baseline b.json" in caught.value.hint

    @pytest.mark.parametrize("text", ["{}", "name: shop", '{"$id": 1}'])
    def test_takes_the_place_of_no_other_file(self, tmp_path, text):
        (tmp_path / "b.json").write_text(text, encoding="utf-8")

        with pytest.raises(WriteError, match="no baseline to write anew"):
            write_baseline(tmp_path / "b.json", ())

        assert (tmp_path / "b.json").read_text(encoding="utf-8") == text

    def test_that_cannot_be_written_is_an_error(self, tmp_path):
        with pytest.raises(WriteError, match="cannot be written"):
            write_baseline(tmp_path / "no" / "b.json", ())
