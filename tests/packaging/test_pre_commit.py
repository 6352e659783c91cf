"""Our hooks in a git repository, run by pre-commit itself.

Only the installing is left out, which would need a network: the hooks are those of our
manifest, but the program is the one that is here. The wheel has tests of its own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
EVENT = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "shop/Order_Completed/1-0.json",
    "description": "An order was paid for in the shop.",
    "self": {
        "vendor": "com.shop",
        "name": "Order Completed",
        "format": "jsonschema",
        "version": "1-0",
    },
    "type": "object",
    "properties": {
        "order_id": {"description": "ID of the order.", "type": "string"},
        "total": {"description": "What was paid, in euros.", "type": "number"},
    },
    "required": ["order_id", "total"],
}


class Repository:
    """A git repository with a tracking plan and our hooks."""

    def __init__(
        self,
        root: Path,
        home: Path,
        settings: str = "reflekt_project.yml",
        text: str = "vendor: com.shop\n",
    ) -> None:
        self.root = root
        tools = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        self._environment = os.environ | {"PATH": tools, "PRE_COMMIT_HOME": str(home)}
        self.git("init", "--quiet", "--initial-branch=main")
        self.write(settings, text)
        self.write(".pre-commit-config.yaml", yaml.safe_dump(hooks()))
        self.put(EVENT)
        self.git("add", ".")
        self.git("commit", "--quiet", "--message=Begin")
        self.run("pre-commit", "install", check=True)

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def put(self, event, name: str = "Order_Completed", version: str = "1-0") -> Path:
        path = f"schemas/shop/{name}/{version}.json"
        return self.write(path, json.dumps(event, indent=2) + "\n")

    def run(self, *command: str, check: bool = False) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.root,
            env=self._environment,
            capture_output=True,
            text=True,
            check=check,
        )

    def git(self, *arguments: str) -> str:
        return self.run("git", *arguments, check=True).stdout

    def commit(self) -> tuple[bool, str]:
        """Commit all there is; return whether that was let through, and what was said."""
        self.git("add", "--all")
        done = self.run("git", "commit", "--message=Change")
        return done.returncode == 0, done.stdout + done.stderr


def hooks():
    """Our manifest as the hooks of a repository, run with what is installed here."""
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return {
        "repos": [
            {"repo": "local", "hooks": [hook | {"language": "system"} for hook in manifest]}
        ]
    }


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "shop").mkdir()
    return Repository(tmp_path / "shop", tmp_path / "pre-commit")


def changed(**keys):
    return EVENT | keys


def test_a_change_that_is_fine_is_let_through(repository):
    repository.put(changed(description="An order was paid for."))

    through, said = repository.commit()

    assert through, said


def test_an_unformatted_file_is_formatted_and_the_commit_is_stopped(repository):
    file = repository.write("schemas/shop/Order_Completed/1-0.json", json.dumps(EVENT))

    through, said = repository.commit()

    assert not through
    assert "files were modified by this hook" in said
    assert file.read_text(encoding="utf-8") == json.dumps(EVENT, indent=2) + "\n"


def test_a_violation_in_a_committed_file_is_stopped_with_its_place(repository):
    repository.put(changed(**{"$id": "shop/Cart_Viewed/1-0.json"}))

    through, said = repository.commit()

    assert not through
    assert "schemas/shop/Order_Completed/1-0.json:3:10: RF106" in said


def test_lint_knows_the_files_that_are_not_in_the_commit_and_is_silent_of_their_own(repository):
    repository.put(changed(**{"$id": "shop/Cart_Viewed/1-0.json"}), "Cart_Viewed")
    other = {**EVENT["self"], "name": "Cart Viewed"}
    repository.put(changed(self=other, description="Cart."), "Old_Cart_Viewed")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--no-verify", "--message=As it was before us")
    repository.put(changed(**{"$id": "shop/Cart_Viewed/1-0.json"}, description="Paid for."))

    through, said = repository.commit()

    assert not through
    assert "RF107" in said
    assert "schemas/shop/Old_Cart_Viewed" not in said


def test_other_json_files_are_no_affair_of_ours(repository):
    repository.write("package.json", '{"name": 1,}')
    repository.write("schemas/.reflekt/meta.json", '{"name": 1}')

    through, said = repository.commit()

    assert through, said


MART = """\
select order_id, total * 2 as doubled
from {{ ref('stg_shop__order_completed') }}
"""
UNTOUCHED_MART = "select order_id from {{ ref('stg_shop__order_completed') }}\n"


@pytest.fixture
def dbt_repository(tmp_path):
    """A dbt project in git: built by us, with marts behind it, and compiled by dbt."""
    root = tmp_path / "shop"
    root.mkdir()
    with duckdb.connect(root / "raw.duckdb") as connection:
        connection.execute("create schema shop")
        connection.execute(
            "create table shop.order_completed (id text, order_id text, total double)"
        )
    made = Repository(root, tmp_path / "pre-commit", settings="dbt_project.yml", text=DBT)
    made.write("profiles.yml", PROFILES)
    made.write(".gitignore", "target/\nlogs/\n*.duckdb\n")
    made.run("reflekt-dbt", "build", check=True)
    made.write("models/marts/fct_revenue.sql", MART)
    made.write("models/marts/fct_orders.sql", UNTOUCHED_MART)
    made.run("dbt", "compile", "--profiles-dir", ".", check=True)
    made.git("add", "--all")
    made.git("commit", "--quiet", "--no-verify", "--message=Build")
    return made


DBT = """\
name: shop
version: '1.0'
profile: shop
vars:
  reflekt:
    sources: [{name: shop, sdk: segment}]
"""
PROFILES = "shop: {target: dev, outputs: {dev: {type: duckdb, path: raw.duckdb}}}\n"


def test_a_breaking_change_is_stopped_and_names_the_models_that_it_breaks(dbt_repository):
    total = {"description": "What was paid, in words.", "type": "string"}
    dbt_repository.put(changed(properties=EVENT["properties"] | {"total": total}))

    through, said = dbt_repository.commit()

    assert not through
    assert re.search(r"reflekt-dbt breaking\.+Failed", said)
    assert "fct_revenue" in said
    assert "fct_orders" not in said


def test_the_same_change_as_a_new_major_version_is_let_through(dbt_repository):
    total = {"description": "What was paid, in words.", "type": "string"}
    event = changed(
        properties=EVENT["properties"] | {"total": total},
        self={**EVENT["self"], "version": "2-0"},
        **{"$id": "shop/Order_Completed/2-0.json"},
    )
    dbt_repository.put(event, version="2-0")

    through, said = dbt_repository.commit()

    assert through, said


def test_an_event_that_is_deleted_is_stopped(dbt_repository):
    dbt_repository.git("rm", "--quiet", "-r", "schemas/shop/Order_Completed")
    dbt_repository.put(
        changed(
            self={**EVENT["self"], "name": "Cart Viewed"},
            **{"$id": "shop/Cart_Viewed/1-0.json"},
        ),
        "Cart_Viewed",
    )

    through, said = dbt_repository.commit()

    assert not through
    assert "fct_orders" in said
