"""A project of a hundred models of people's own gets reflekt: nothing of theirs changes."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import pytest

from tests.integration.handwritten import (
    NOUNS,
    RAW,
    SOURCE,
    VERBS,
    hand_written,
    schema_file,
    write_schemas,
)
from tests.integration.shops import Said, Shop

# What init has to add a line to.
SETTINGS = ("dbt_project.yml", "packages.yml")
# One by its name, which is ours, and one that has a name and a folder of its own.
ADOPTED = ("stg_shop__reward_started", "models/staging/review/review_started.sql")
# A model of ours in a mart, as is the purpose of it all.
OF_BOTH = """\
select id from {{ ref('orders_viewed') }}
union all
select event_id from {{ ref('stg_shop__order_viewed') }}
"""
# Of these, models that people wrote are called as ours are, or use ours.
OF_BOTH_KINDS = ("Order", "Reward")
# dbt-duckdb leaves an event loop open behind a model in Python.
NOT_RUN = ("first_order",)
KINDS = ("nodes", "sources", "exposures", "unit_tests", "docs", "macros", "groups")
# When dbt looked, and what only a run adds to a node.
_OF_THE_DAY = ("created_at", "build_path", "compiled_path", "compiled", "compiled_code")


@dataclass(frozen=True)
class Moment:
    """The project after one step.

    Attributes:
        said: By the step's command.
        parsed: By ``dbt parse``.
        nodes: What dbt knows of everything that people wrote, by id.
    """

    said: Said
    parsed: Said
    files: Mapping[str, bytes]
    nodes: Mapping[str, Any]


def init(shop: Shop) -> Said:
    said = shop.reflekt("init", "--yes", "--no-sample", "--source", SOURCE, "--schema", RAW)
    assert shop.dbt("deps").code == 0
    return said


def build_one_event(shop: Shop) -> Said:
    write_schemas(shop)
    return shop.build("--select", "shop/Cart_Viewed")


def build_news(shop: Shop) -> Said:
    """One more property of an event whose model is ours, and of one whose is theirs."""
    shop.execute(f"alter table {RAW}.cart_viewed add column coupon text")
    for noun in ("Cart", "Reward"):
        shop.write(*schema_file(noun, "Viewed", coupon="string"))
    return shop.build()


def adopt(shop: Shop) -> Said:
    return shop.reflekt("adopt", *ADOPTED)


def build_news_of_adopted(shop: Shop) -> Said:
    for noun in ("Review", "Reward"):
        shop.write(*schema_file(noun, "Started", coupon="string"))
    return shop.build()


def prune(shop: Shop) -> Said:
    """Drop events: of a model that people use, of some that nobody does, and of theirs."""
    shop.write("models/marts/of_both.sql", OF_BOTH)
    for event in ("Order_Viewed", "Store_Failed", "Reward_Viewed", "Review_Added"):
        shutil.rmtree(shop.root / "schemas/shop" / event)
    return shop.build()


STEPS: dict[str, Callable[[Shop], Said]] = {
    "init": init,
    "build one": build_one_event,
    "build all": Shop.build,
    "build again": Shop.build,
    "build news": build_news,
    "prune": prune,
    "prune again": Shop.build,
    "adopt": adopt,
    "build adopted": Shop.build,
    "build news of adopted": build_news_of_adopted,
    "adopt the news": adopt,
    "build at last": Shop.build,
}
# Of two texts that have no line in common the news can be shown, and not merged.
FOUND = {"build news of adopted": 1}
SINCE_ADOPTED = list(STEPS)[list(STEPS).index("adopt") :]


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Shop:
    """The project as it was, built and committed. Look, but leave it so."""
    shop = hand_written(tmp_path_factory.mktemp("hand_written"))
    assert shop.dbt("deps").code == 0
    said = shop.dbt("run", "--exclude", *NOT_RUN)
    assert said.code == 0, said.err
    shop.commit()
    return shop


@pytest.fixture(scope="module")
def walk(before, tmp_path_factory) -> tuple[Shop, dict[str, Moment]]:
    """The project after all steps, and what it was like after each."""
    shop = before.copy_to(tmp_path_factory.mktemp("brownfield"))
    moments = {"": moment(shop, Said(0, "", ""))}
    for name, step in STEPS.items():
        moments[name] = moment(shop, step(shop))
    return shop, moments


@pytest.fixture(scope="module")
def moments(walk) -> dict[str, Moment]:
    return walk[1]


def moment(shop: Shop, said: Said) -> Moment:
    parsed = shop.dbt("parse")
    files = shop.files()
    del files["package-lock.yml"]  # of dbt deps
    return Moment(said, parsed, files, nodes_of_people(shop))


def nodes_of_people(shop: Shop) -> dict[str, Any]:
    manifest = json.loads(shop.read("target/manifest.json"))
    ours = shop.generated().keys() if (shop.root / "reflekt.lock").exists() else set()
    listed = [
        *(item for kind in KINDS for item in manifest[kind].items()),
        *((key, node) for key, nodes in manifest["disabled"].items() for node in nodes),
    ]
    return {
        key: {name: value for name, value in node.items() if name not in _OF_THE_DAY}
        for key, node in listed
        if node["package_name"] in {"jaffle_shop", "house_style"}
        if node["original_file_path"] not in ours
    }


def changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    return {key for key, value in old.items() if new.get(key) != value}


def old_lines_are_there(old: bytes, new: bytes) -> bool:
    rest = iter(new.splitlines(keepends=True))
    return all(line in rest for line in old.splitlines(keepends=True))


def rows(shop: Shop, tables: list[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    return {
        (schema, table): Counter(shop.query(f"select * from {schema}.{table}"))  # noqa: S608 - dbt's own names
        for schema, table in tables
    }


def test_project_is_of_real_size(moments):
    files = moments[""].files

    assert (
        sum(path.startswith("models/staging/") and path.endswith(".sql") for path in files)
        > 100
    )
    assert len(NOUNS) * len(VERBS) == 100


@pytest.mark.parametrize("step", STEPS)
def test_dbt_parses_the_project_after_each_step(moments, step):
    assert moments[step].parsed.code == 0, moments[step].parsed.err


@pytest.mark.parametrize("step", STEPS)
def test_no_byte_of_what_people_wrote_changes(moments, step):
    assert changed(moments[""].files, moments[step].files) <= set(SETTINGS)


@pytest.mark.parametrize("step", STEPS)
def test_dbt_makes_the_same_of_what_people_wrote(moments, step):
    adopted = {f"model.jaffle_shop.{PurePosixPath(path).stem}" for path in ADOPTED}

    differs = changed(moments[""].nodes, moments[step].nodes)

    # Once they are adopted, these are described.
    assert differs - (adopted if step in SINCE_ADOPTED else set()) == set()


@pytest.mark.parametrize("file", SETTINGS)
def test_init_adds_lines_and_takes_none(moments, file):
    assert old_lines_are_there(moments[""].files[file], moments["init"].files[file])


@pytest.mark.parametrize("step", [name for name in STEPS if name not in SINCE_ADOPTED][1:])
def test_settings_are_left_alone_by_all_that_follows(moments, step):
    before, after = moments["init"].files, moments[step].files

    assert {file: after[file] for file in SETTINGS} == {file: before[file] for file in SETTINGS}


def test_adopting_adds_lines_to_the_settings_and_takes_none(moments):
    before, after = moments["prune again"].files, moments["adopt"].files

    assert changed(before, after) == {"dbt_project.yml", "reflekt.lock"}
    assert old_lines_are_there(before["dbt_project.yml"], after["dbt_project.yml"])


@pytest.mark.parametrize("step", STEPS)
def test_every_command_ends_as_it_should(moments, step):
    said = moments[step].said

    assert said.code == FOUND.get(step, 0), said.err + said.out


def test_adopted_model_takes_the_place_of_ours(moments):
    files = moments["build adopted"].files

    assert f"models/staging/{SOURCE}/stg_{SOURCE}__review_started.sql" not in files


def test_news_of_adopted_models_are_shown(moments):
    out = moments["build news of adopted"].said.out

    assert out.count("<<<<<<< yours") == len(ADOPTED)
    assert "as coupon,  -- no column yet" in out


@pytest.mark.parametrize("step", ["build again", "prune again", "build at last"])
def test_second_build_has_nothing_to_do(moments, step):
    names = list(STEPS)

    assert moments[step].files == moments[names[names.index(step) - 1]].files


def test_every_event_has_a_model_be_it_ours_or_theirs(moments):
    models = {path.rpartition("/")[2] for path in moments["build all"].files}

    wanted = {f"stg_{SOURCE}__{noun}_{verb}.sql".lower() for noun in NOUNS for verb in VERBS}
    assert wanted - models == set()


def test_news_reach_our_model_of_the_event_and_not_theirs(moments):
    before, after = moments["build again"].files, moments["build news"].files

    told = {path for path in changed(before, after) if path.endswith(".sql")}

    assert told == {f"models/staging/{SOURCE}/stg_{SOURCE}__cart_viewed.sql"}


def test_what_is_planned_no_more_goes_unless_people_use_it(moments):
    before, after = moments["build news"].files, moments["prune"].files

    gone = {path for path in before.keys() - after.keys() if path.startswith("models/")}

    assert gone == {
        f"models/staging/{SOURCE}/{name}"
        for table in ("store_failed", "review_added")
        for name in (f"stg_{SOURCE}__{table}.sql", f"_stg_{SOURCE}__{table}.yml")
    }


def test_model_that_people_use_is_kept_and_they_are_named(moments):
    said = moments["prune"].said

    kept = f"models/staging/{SOURCE}/stg_{SOURCE}__order_viewed.sql: no longer planned, but"
    assert f"{kept} used by models/marts/of_both.sql" in said.out


def test_rows_of_what_people_built_are_the_same(before, walk):
    shop, _ = walk
    listed = [
        (schema, table)
        for schema, table in before.query(
            "select table_schema, table_name from information_schema.tables"
        )
        if schema.startswith("analytics")
    ]

    others = [f"stg_{SOURCE}__{noun.lower()}_*" for noun in NOUNS if noun not in OF_BOTH_KINDS]
    said = shop.dbt("run", "--exclude", *NOT_RUN, *others)

    assert said.code == 0, said.err
    assert len(listed) > 100
    assert rows(shop, listed) == rows(before, listed)
