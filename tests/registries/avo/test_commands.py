"""`reflekt-dbt pull` and `push` with Avo, from the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli
from reflekt_dbt.registries.pace import Clock
from tests.fakes.avo import ACCOUNT, SECRET, WORKSPACE, FakeAvo, event, plan

CART = event("Cart Viewed", {"cart_id": {"type": "string", "description": "ID of the cart."}})
CONFIG = """\
vendor: com.thejaffleshop
plans: {jaffle_shop: {versions: registry}}
registries:
  avo: {type: avo, workspace: %s, url: "%s", plans: {jaffle_shop: main}}
"""


@pytest.fixture
def avo():
    with FakeAvo({"main": plan(CART)}) as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
def run(avo, tmp_path, monkeypatch):
    """Type a command in a tracking plan whose folder jaffle_shop is Avo's main branch."""
    (tmp_path / "reflekt_project.yml").write_text(
        CONFIG % (WORKSPACE, avo.url), encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Clock, "sleep", lambda *_: None)
    monkeypatch.setenv("REFLEKT_AVO_ACCOUNT", ACCOUNT)
    monkeypatch.setenv("REFLEKT_AVO_SECRET", SECRET)
    return lambda *typed: CliRunner().invoke(cli, typed)


def pull(run, *more):
    return run("pull", "--registry", "avo", "--select", "jaffle_shop", "--yes", *more)


def files(root):
    below = root / "schemas"
    return {
        file.relative_to(below).as_posix(): file.read_bytes()
        for file in below.rglob("1-0.json")
    }


def test_a_pull_writes_files_that_lint_has_nothing_against(run, tmp_path):
    result = pull(run)

    assert result.exit_code == 0, result.output
    (path,) = files(tmp_path)
    assert path == "jaffle_shop/Cart_Viewed/1-0.json"
    assert run("lint").exit_code == 0
    assert run("fmt", "--check").exit_code == 0


def test_a_second_pull_writes_nothing(run, tmp_path):
    pull(run)
    before = files(tmp_path)

    result = pull(run, "--dry-run")

    assert result.exit_code == 0, result.output
    assert files(tmp_path) == before


def test_what_changed_in_avo_comes_over_and_what_we_added_stays(run, avo, tmp_path):
    pull(run)
    file = tmp_path / "schemas/jaffle_shop/Cart_Viewed/1-0.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    said["properties"]["cart_id"]["maxLength"] = 36
    file.write_text(json.dumps(said), encoding="utf-8")
    more = {
        "cart_id": {"type": "string", "description": "ID of a cart."},
        "n": {"type": "integer"},
    }
    avo.workspace.branches[0].plan = plan(event("Cart Viewed", more))

    result = pull(run)

    assert result.exit_code == 0, result.output
    found = json.loads(file.read_text(encoding="utf-8"))["properties"]
    assert found["cart_id"] == {
        "type": "string", "description": "ID of a cart.", "maxLength": 36
    }  # fmt: skip
    assert found["n"] == {"type": "integer"}


def test_push_explains_why_not(run, avo):
    pull(run)
    asked = len(avo.requests)

    result = run("push", "--registry", "avo", "--select", "jaffle_shop", "--yes")

    assert result.exit_code == 2
    assert "edited in Avo" in result.output
    assert "pull" in result.output
    assert len(avo.requests) == asked
