"""dbt 1.10, the oldest that we serve: the same bytes from us, the same rows from them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.engines.demo import BIN, built_demo, done, generated_files, run
from tests.engines.venvs import dbt_1_10
from tests.integration.shops import Shop

# Prints the rows of every staging model and mart; each engine's DuckDB reads its own file.
ROWS = """
import hashlib, json, sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    tables = connection.execute(
        "select table_name from information_schema.tables where table_schema = 'analytics'"
    ).fetchall()
    rows = {name: connection.table("analytics." + name).fetchall() for (name,) in tables}
digest = lambda found: hashlib.sha256(repr(sorted(map(repr, found))).encode()).hexdigest()
print(json.dumps({name: [len(found), digest(found)] for name, found in rows.items()}))
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory) -> Path:
    """The demo as we made it beside dbt 1.10."""
    return built_demo(tmp_path_factory.mktemp("other") / "jaffle_shop", dbt_1_10())


def rows(programs: Path, project: Path) -> dict[str, list[object]]:
    """Return number and hash of the rows of what dbt built, by relation."""
    file = project / "jaffle_shop.duckdb"
    return json.loads(run(programs / "python", "-c", ROWS, file, cwd=project))


def test_our_build_beside_1_10_writes_the_same_bytes(demo, other):
    assert generated_files(other) == generated_files(demo)


def test_1_10_parses_the_generated_demo_without_a_warning(demo, tmp_path):
    command = [dbt_1_10() / "dbt", "--warn-error", "parse", "--no-partial-parse"]
    command += ["--project-dir", demo, "--profiles-dir", demo]

    said = run(*command, "--target-path", tmp_path, "--log-path", tmp_path, cwd=tmp_path)

    assert "Running with dbt=1.10." in said


def test_1_10_builds_the_same_rows(demo, other, tmp_path):
    newest = tmp_path / "jaffle_shop"
    shutil.copytree(demo, newest, symlinks=True)
    done(Shop(newest, target="").dbt("build"))

    run(dbt_1_10() / "dbt", "build", cwd=other)

    oldest_rows = rows(dbt_1_10(), other)
    assert len(oldest_rows) > 10
    assert oldest_rows == rows(BIN, newest)
