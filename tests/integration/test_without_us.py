"""What was generated stands alone: the same rows without our packages, dbt's or Python's."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter

import pytest
import yaml

# Python reads it before anything else: pip uninstall, as far as a process can tell.
UNINSTALLED = """
import pkgutil
import sys

HIDDEN = {"dbt_reflekt", "reflekt_dbt"}


class Hidden:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in HIDDEN:
            raise ModuleNotFoundError(name=name)


listed = pkgutil.iter_modules
pkgutil.iter_modules = lambda *given: (one for one in listed(*given) if one.name not in HIDDEN)
sys.meta_path.insert(0, Hidden)
"""


@pytest.fixture(scope="module")
def uninstalled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("uninstalled")
    (folder / "sitecustomize.py").write_text(UNINSTALLED, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


def rows(shop):
    tables = shop.query(
        "select table_name from information_schema.tables where table_schema = 'analytics'"
    )
    return {
        table: Counter(shop.query(f"select * from analytics.{table}"))  # noqa: S608 - dbt's own names
        for (table,) in tables
    }


def take_us_out(shop):
    settings = yaml.safe_load(shop.read("dbt_project.yml"))
    del settings["vars"]
    shop.write("dbt_project.yml", yaml.safe_dump(settings))
    (shop.root / "packages.yml").unlink()
    for folder in ("dbt_packages", "schemas", "target"):
        shutil.rmtree(shop.root / folder)
    for name in ("package-lock.yml", "reflekt.lock", "reflekt.catalog"):
        (shop.root / name).unlink()


def test_uninstalled_means_uninstalled(uninstalled):
    program = [sys.executable, "-c", "import reflekt_dbt"]

    done = subprocess.run(program, env=uninstalled, capture_output=True, text=True, check=False)

    assert "ModuleNotFoundError" in done.stderr


@pytest.mark.parametrize("target", ["dev", "postgres"], ids=["duckdb", "postgres"])
def test_project_builds_the_same_rows_without_us(new_shop, uninstalled, target):
    shop = new_shop(target)
    assert shop.dbt("deps").code == 0
    assert shop.build().code == 0
    assert shop.dbt("build").code == 0
    with_us = rows(shop)
    shop.execute("drop schema analytics cascade")
    take_us_out(shop)

    said = shop.typed("dbt", "build", "--no-partial-parse", "--warn-error-options",
                      json.dumps({"error": ["Deprecations"]}), **uninstalled)  # fmt: skip

    assert said.code == 0, said.out
    assert with_us["stg_jaffle_shop_segment__order_completed"]
    assert rows(shop) == with_us
