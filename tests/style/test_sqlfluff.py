"""The SQL that we generate looks like what a person would write, by sqlfluff's rules."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.engines.demo import BIN

ROOT = Path(__file__).parents[2]


def linted(folder):
    command = [BIN / "sqlfluff", "lint", "--config", ROOT / ".sqlfluff"]
    command += ["--disable-progress-bar", "--nocolor", folder]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_sqlfluff_finds_nothing_in_the_generated_demo(demo):
    done = linted(demo / "models")

    assert done.returncode == 0, done.stdout + done.stderr


def test_sqlfluff_finds_nothing_in_a_model_of_several_sources():
    folder = ROOT / "tests" / "golden" / "render" / "union" / "expected" / "models"

    done = linted(folder / "staging" / "shop" / "stg_shop__order_completed.sql")

    assert done.returncode == 0, done.stdout + done.stderr


def test_sqlfluff_would_find_what_a_person_would_not_write(demo, tmp_path):
    model = next((demo / "models" / "staging").rglob("stg_*__order_rated.sql"))
    sql = model.read_text(encoding="utf-8")
    shouted = sql.replace("select", "SELECT").replace("    stars,", "stars,")
    (tmp_path / model.name).write_text(shouted, encoding="utf-8")

    done = linted(tmp_path)

    assert done.returncode == 1
    assert {"CP01", "LT02"} <= set(done.stdout.split())
