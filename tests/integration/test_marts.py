"""Projects whose marts need the generated models: before the first build, and after a kill."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from random import Random

import pytest

from integration_tests.jaffle_shop.raw.assemble import REPOSITORY

RUN = ".reflekt/run"
# Changes of the disk, of the eighty-odd that a first build makes: after the first half of
# them all is staged, and near the end all is in its place.
STAGED, MOVED = 40, 80


def killed_build(shop, allowed):
    """Build in a process of its own, which dies before its disk change number *allowed*."""
    return subprocess.run(
        [sys.executable, "-m", "tests.integration.killed_build", str(allowed)],
        cwd=shop.root,
        env={**os.environ, **shop.env, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
    ).returncode


def rework_plan(shop):
    """Let an event go, another come, and a third change."""
    shutil.rmtree(shop.root / "schemas/jaffle_shop/Order_Rated")
    shop.execute("create table jaffle_shop_segment.gift_card_redeemed (id text, amount bigint)")
    path = "schemas/jaffle_shop/Order_Completed/1-0.json"
    document = json.loads(shop.read(path))
    document["description"] = "Paid."
    shop.write(path, json.dumps(document, indent=2))
    shop.commit()


@pytest.fixture(scope="module")
def reworked(built, tmp_path_factory):
    """What an undisturbed build makes of the reworked plan."""
    shop = built.copy_to(tmp_path_factory.mktemp("reworked") / "shop")
    rework_plan(shop)
    assert shop.build().code == 0
    return shop.files()


@pytest.fixture
def fresh(new_shop):
    shop = new_shop("dev")
    assert shop.dbt("deps").code == 0
    return shop


def test_first_build_works_where_dbt_cannot_even_parse(fresh):
    parsed_before = fresh.dbt("parse").code

    said = fresh.typed("reflekt-dbt", "build")

    assert parsed_before != 0
    assert said.code == 0, said.err
    assert fresh.dbt("parse").code == 0


def test_mart_of_a_model_that_nobody_planned_is_not_our_errand(fresh):
    fresh.write("models/marts/wishes.sql", "select * from {{ ref('stg_wishes') }}\n")

    said = fresh.build()

    assert said.code == 0
    assert (fresh.root / fresh.sql("order_completed")).is_file()


def test_marts_of_an_event_that_goes_keep_their_model_until_they_let_go(shop):
    shutil.rmtree(shop.root / "schemas/jaffle_shop/Order_Completed")
    shop.build()
    kept = (shop.root / shop.sql("order_completed")).exists()
    for name in ("fct_orders", "dim_users", "store_revenue"):
        (shop.root / f"models/marts/{name}.sql").unlink()
    (shop.root / "models/marts/_marts.yml").unlink()

    said = shop.build()

    assert kept
    assert said.code == 0
    assert not (shop.root / shop.sql("order_completed")).exists()
    assert shop.dbt("parse").code == 0


@pytest.mark.parametrize("seed", range(4))
def test_killed_rebuild_leaves_a_project_that_parses_and_the_next_build_ends_it(
    shop, reworked, seed
):
    rework_plan(shop)
    # Some twenty changes: six files staged, put or removed, and what is on record.
    died = killed_build(shop, Random(seed).randrange(4, 22))  # noqa: S311 - seeded on purpose

    parsed = shop.dbt("parse")
    said = shop.build()

    assert (died, parsed.code) == (9, 0), parsed.err
    assert said.code == 0
    assert "interrupted" in said.out
    assert shop.files() == reworked


@pytest.mark.parametrize("allowed", [0, STAGED, 50, MOVED])
def test_killed_first_build_is_ended_by_the_next(fresh, built, allowed):
    died = killed_build(fresh, allowed)

    said = fresh.build()

    assert died == 9
    assert said.code == 0
    assert fresh.generated() == built.generated()
    assert not (fresh.root / ".reflekt").exists()


def test_plain_dbt_ends_a_killed_write_before_it_parses(fresh, built):
    killed_build(fresh, 60)
    interrupted = (fresh.root / RUN).exists()
    parsed_before = fresh.dbt("parse").code

    said = fresh.typed("dbt", "run-operation", "reflekt_build")

    assert interrupted
    assert parsed_before != 0
    assert said.code == 0, said.out
    assert fresh.generated() == built.generated()


def test_check_of_an_interrupted_project_writes_nothing_and_fails(shop):
    rework_plan(shop)
    killed_build(shop, 14)
    before = shop.files()

    said = shop.build("--check")

    assert said.code == 1
    assert shop.files() == before


def test_build_that_is_really_killed_from_outside_is_ended_by_the_next(fresh, built):
    command = [sys.executable, "-c", "from reflekt_dbt.cli.main import cli; cli(['build'])"]
    env = {**os.environ, **fresh.env, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(
        command, cwd=fresh.root, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None and not (fresh.root / RUN).exists():
            pass
        process.kill()

    said = fresh.build()

    assert said.code == 0
    assert fresh.generated() == built.generated()
