"""The end of a session says what was left out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTS = """\
import pytest
from tests.not_tested import skip, skip_but_in_ci

@pytest.fixture(scope="session")
def bigquery():
    skip("BigQuery", "no Python 3.13")

@pytest.fixture(scope="session")
def postgres():
    skip_but_in_ci("PostgreSQL", "no initdb")

@pytest.mark.parametrize("n", range(2))
def test_on_bigquery(bigquery, n): ...
def test_on_postgres(postgres): ...
def test_on_duckdb(): ...
def test_for_another_reason(): pytest.skip("not on a Tuesday")
"""
SECTION = re.compile(r"=+ not tested on this machine =+\n(.*?)\n=", re.DOTALL)


def session(folder: Path, tests: str, *options: str, ci: str) -> str:
    """Run *tests* with the plugin, in a process of its own, and return what it printed."""
    (folder / "test_it.py").write_text(tests, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.not_tested", *options, folder]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "CI": ci}
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", f"--rootdir={folder}", "-c", os.devnull],
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_each_warehouse_left_out_is_named_once_with_its_reason(tmp_path, options):
    said = session(tmp_path, TESTS, *options, ci="")

    (named,) = SECTION.findall(said)
    assert named.splitlines() == [
        "BigQuery not tested: no Python 3.13",
        "PostgreSQL not tested: no initdb",
    ]
    assert "1 passed, 4 skipped" in said


def test_in_ci_what_must_be_there_fails(tmp_path):
    said = session(tmp_path, TESTS, ci="true")

    assert "PostgreSQL not tested: no initdb" not in SECTION.findall(said)[0]
    assert "1 passed, 3 skipped, 1 error" in said


def test_a_session_that_left_nothing_out_says_nothing(tmp_path):
    said = session(tmp_path, "def test_it(): ...\n", ci="")

    assert "not tested" not in said
