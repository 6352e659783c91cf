from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli
from tests.compare.repositories import Repo
from tests.compare.sides import schema

CART = "schemas/shop/Cart_Viewed"
FIRST = schema({"total": "number"})
SECOND = schema({"total": "number", "tip": "number"})
THIRD = schema({"total": "string", "tip": "number"})


@pytest.fixture
def repo(tmp_path):
    repo = Repo.new(tmp_path / "plan")
    repo.write("reflekt_project.yml", "vendor: com.shop\n")
    return repo


@pytest.fixture
def changelog(repo, monkeypatch):
    monkeypatch.chdir(repo.root)
    return lambda *arguments: CliRunner().invoke(cli, ["changelog", *arguments])


def test_versions_that_have_files_are_told_newest_first(repo, changelog):
    for version, document in (("1-0", FIRST), ("1-1", SECOND), ("2-0", THIRD)):
        repo.write(f"{CART}/{version}.json", document)
    repo.commit(date="2026-03-01T12:00:00Z")

    result = changelog("shop/Cart_Viewed")

    assert result.exit_code == 0
    assert result.stdout == (
        "shop/Cart_Viewed\n"
        "2-0 (2026-03-01)\n"
        "  'total' was number and is string now\n"
        "1-1 (2026-03-01)\n"
        "  'tip' is new and optional\n"
        "1-0 (2026-03-01)\n"
        "  first version: The cart was opened.\n"
    )


def test_versions_whose_file_was_renamed_are_taken_from_git(repo, changelog):
    repo.write(f"{CART}/1-0.json", FIRST)
    repo.commit(date="2026-03-01T12:00:00Z")
    repo.remove(f"{CART}/1-0.json")
    repo.write(f"{CART}/1-1.json", SECOND)
    repo.commit(date="2026-04-02T12:00:00Z")
    repo.remove(f"{CART}/1-1.json")
    repo.write(f"{CART}/2-0.json", THIRD)

    result = changelog("shop/Cart_Viewed", "--output", "markdown")

    assert result.stdout == (
        "# shop/Cart_Viewed\n\n"
        "## 2-0\n\n- 'total' was number and is string now\n\n"
        "## 1-1 (2026-04-02)\n\n- 'tip' is new and optional\n\n"
        "## 1-0 (2026-03-01)\n\n- first version: The cart was opened.\n"
    )


def test_a_file_that_git_cannot_parse_is_no_part_of_the_story(repo, changelog):
    repo.write(f"{CART}/1-0.json", "{")
    repo.commit()
    repo.remove(f"{CART}/1-0.json")
    repo.write(f"{CART}/1-1.json", SECOND)

    assert changelog("shop/Cart_Viewed").stdout == (
        "shop/Cart_Viewed\n1-1\n  first version: The cart was opened.\n"
    )


def test_json_has_what_a_program_needs(repo, changelog):
    repo.write(f"{CART}/1-0.json", FIRST)
    repo.write(f"{CART}/1-1.json", SECOND)

    document = json.loads(changelog("shop/Cart_Viewed", "--output", "json").stdout)

    assert document["event"] == "shop/Cart_Viewed"
    assert document["versions"][1] == {
        "version": "1-1",
        "date": None,
        "needed": "minor",
        "changes": [
            {
                "code": "optional-property-added",
                "bump": "minor",
                "property": "tip",
                "sentence": "'tip' is new and optional",
            }
        ],
    }


def test_without_a_commit_the_files_are_all_there_is_and_that_is_said(repo, changelog):
    repo.write(f"{CART}/1-0.json", FIRST)

    result = changelog("shop/Cart_Viewed")

    assert result.exit_code == 0
    assert result.stderr.startswith("note: only versions that have a file: ")


def test_more_than_one_event_is_refused(repo, changelog):
    repo.write(f"{CART}/1-0.json", FIRST)
    repo.write("schemas/shop/Other/1-0.json", schema(name="Other"))

    result = changelog("shop")

    assert result.exit_code == 2
    assert "give one of: shop/Cart_Viewed, shop/Other" in result.stderr


def test_an_unknown_event_names_the_nearest(repo, changelog):
    repo.write(f"{CART}/1-0.json", FIRST)

    result = changelog("shop/Card_Viewed")

    assert result.exit_code == 2
    assert "did you mean 'shop/Cart_Viewed'?" in result.stderr
