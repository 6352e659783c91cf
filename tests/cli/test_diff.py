from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli
from tests.compare.repositories import Repo
from tests.compare.sides import schema

CART = "schemas/shop/Cart_Viewed"
DBT = "name: shop\nprofile: shop\nvars: {reflekt: {sources: [{name: shop, sdk: segment}]}}\n"
OLD = schema(
    {
        "total": {"type": "number", "description": "In all."},
        "group": {"type": "string", "description": "Whose."},
        "cart": {"type": "object", "properties": {"id": {"type": "string"}}},
    },
    required=["total"],
)
NEW = schema(
    {
        "total": {"type": "string", "description": "In all, with tax."},
        "group": {"type": "string", "description": "Whose cart."},
        "tip": {"type": ["integer", "null"], "description": "For the kitchen."},
        "cart": {
            "type": "object",
            "properties": {"id": {"type": "string", "maxLength": 9}},
        },
    },
    required=["total"],
)


@pytest.fixture
def repo(tmp_path):
    repo = Repo.new(tmp_path / "shop")
    repo.write("dbt_project.yml", DBT)
    repo.write(f"{CART}/1-0.json", OLD)
    repo.commit()
    repo.branch("work")
    return repo


@pytest.fixture
def diff(repo, monkeypatch):
    monkeypatch.chdir(repo.root)

    def run(output="text", *arguments):
        command = ["diff", "--against", "main", "--output", output, *arguments]
        result = CliRunner().invoke(cli, command)
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_markdown_is_a_table_of_columns(repo, diff):
    repo.write(f"{CART}/1-1.json", NEW)

    assert diff("markdown") == (
        "<!-- reflekt-dbt diff -->\n\n"
        "## What changes in the events\n\n"
        "Compared with main.\n\n"
        "> what reads these models is not known: run dbt compile first\n\n"
        "### Cart Viewed 1-0 → 1-1\n\n"
        "Model: stg_shop__cart_viewed\n\n"
        "❌ a major bump is needed: make it shop/Cart_Viewed/2-0.json\n\n"
        "| property | column | type | description | what changed |\n"
        "|---|---|---|---|---|\n"
        "| total | stg_shop__cart_viewed.total | ~~number, required~~ string, required | "
        "~~In all.~~ In all, with tax. | 'total' was number and is string now |\n"
        "| group | stg_shop__cart_viewed.&#95;group | string | ~~Whose.~~ Whose cart. | "
        "description |\n"
        "| tip | stg_shop__cart_viewed.tip | integer, or null | For the kitchen. | "
        "'tip' is new and optional |\n"
        "| cart.id | stg_shop__cart_viewed.cart_id | string |  | "
        "the greatest length of 'cart.id' was not set and is 9 now |\n"
    )


def test_text_says_the_same_for_a_terminal(repo, diff):
    repo.write(f"{CART}/1-1.json", NEW)

    assert diff().splitlines()[1:] == [
        "Cart Viewed 1-0 → 1-1",
        "  stg_shop__cart_viewed.total: number, required → string, required",
        "    description: In all. → In all, with tax.",
        "    'total' was number and is string now",
        "  stg_shop__cart_viewed._group: string",
        "    description: Whose. → Whose cart.",
        "  stg_shop__cart_viewed.tip: none → integer, or null",
        "    description: none → For the kitchen.",
        "    'tip' is new and optional",
        "  stg_shop__cart_viewed.cart_id: string",
        "    the greatest length of 'cart.id' was not set and is 9 now",
        "events changed: 1",
    ]


def test_json_has_the_columns_too(repo, diff):
    repo.write(f"{CART}/1-1.json", NEW)

    (event,) = json.loads(diff("json"))["columns"]

    assert event["models"] == ["stg_shop__cart_viewed"]
    assert event["rows"][2] == {
        "property": "tip",
        "columns": ["stg_shop__cart_viewed.tip"],
        "before": None,
        "after": {"type": "integer, or null", "description": "For the kitchen."},
        "sentences": ["'tip' is new and optional"],
    }


def test_a_description_of_the_event_is_shown(repo, diff):
    repo.write(f"{CART}/1-0.json", {**OLD, "description": "Seen."})

    assert "Description: ~~The cart was opened.~~ Seen.\n" in diff("markdown")


def test_nothing_changed_is_said(diff):
    assert diff("markdown").endswith("\n\nNo schema changes.\n")


def test_an_event_that_is_gone_loses_its_columns(repo, diff):
    repo.remove(CART)
    repo.write("schemas/shop/Other/1-0.json", schema(name="Other"))

    text = diff("markdown")

    assert "### Cart Viewed 1-0 (gone)" in text
    assert (
        "| total | stg_shop__cart_viewed.total | ~~number, required~~ | ~~In all.~~ | gone |"
    ) in text


HOSTILE = (
    "a | b\n\n# heading <script>alert(1)</script> @everyone [x](http://evil.example) "
    "![i](https://evil.example/i.png) `code` **bold** ~~gone~~ #12 www.evil.example "
    "<!-- $x$ _em_ \\ & \u202e\u200b"
)


def test_hostile_text_stays_text_in_a_comment(repo, diff):
    properties = {"total": {"type": "number", "description": HOSTILE}}
    repo.write(f"{CART}/1-0.json", schema(properties, required=["total"], name=HOSTILE))

    text = diff("markdown")

    (row,) = [line for line in text.splitlines() if line.startswith("| total ")]
    assert row.count("|") == 6
    inside = text.replace("<!-- reflekt-dbt diff -->", "")
    outside_of_ours = inside.replace("~~", "").replace("<br>", "")
    for mark in (
        "<",
        "@everyone",
        "://",
        "www.",
        "](",
        "![",
        "`",
        "**",
        " #12",
        "_em_",
        "\u202e",
    ):
        assert mark not in outside_of_ours, mark
    assert "\n# heading" not in text


def test_a_comment_is_never_longer_than_a_code_host_takes(repo, diff):
    for number in range(400):
        properties = {f"property_{n}": "string" for n in range(5)}
        repo.write(
            f"schemas/shop/Event_{number}/1-0.json", schema(properties, name=f"Event {number}")
        )

    text = diff("markdown")

    assert len(text) < 65_536
    assert "more: run `reflekt-dbt diff --against` for all of them." in text
