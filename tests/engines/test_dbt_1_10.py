"""dbt 1.10, the oldest that we serve: the same bytes from us, the same rows from them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.engines.demo import BIN, LOAD, RAW, built_demo, generated_files, run
from tests.engines.venvs import dbt_1_10

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


def rows_built_by(programs: Path, demo: Path, folder: Path) -> dict[str, list[object]]:
    """Build a copy of *demo* with that dbt; return number and hash of rows, by relation."""
    project = folder / "jaffle_shop"
    leftovers = shutil.ignore_patterns("target", "logs", "*.duckdb")
    shutil.copytree(demo, project, ignore=leftovers, symlinks=True)
    file = project / "jaffle_shop.duckdb"
    run(programs / "python", LOAD, *RAW, "--duckdb", file, cwd=project)
    run(programs / "dbt", "build", cwd=project)
    return json.loads(run(programs / "python", "-c", ROWS, file, cwd=project))


def test_our_build_beside_1_10_writes_the_same_bytes(demo, tmp_path):
    other = built_demo(tmp_path / "jaffle_shop", dbt_1_10())

    assert generated_files(other) == generated_files(demo)


def test_1_10_parses_the_generated_demo_without_a_warning(demo, tmp_path):
    command = [dbt_1_10() / "dbt", "--warn-error", "parse", "--no-partial-parse"]
    command += ["--project-dir", demo, "--profiles-dir", demo]

    said = run(*command, "--target-path", tmp_path, "--log-path", tmp_path, cwd=tmp_path)

    assert "Running with dbt=1.10." in said


def test_1_10_builds_the_same_rows(demo, tmp_path):
    newest = rows_built_by(BIN, demo, tmp_path / "newest")

    oldest = rows_built_by(dbt_1_10(), demo, tmp_path / "oldest")

    assert len(oldest) > 10
    assert oldest == newest
