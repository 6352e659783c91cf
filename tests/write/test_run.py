from __future__ import annotations

import os

import pytest

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.decision import Generated
from reflekt_dbt.write.lock import parse_lock
from reflekt_dbt.write.run import Job, write_files
from tests.write.projects import (
    ALL,
    CARTS,
    CARTS_YML,
    ORDERS,
    ORDERS_YML,
    SOURCE,
    WITHOUT_CARTS,
    files_in,
    generated,
    lay_out,
    locked,
    model_sql,
    source_yaml,
    surveyed,
)

EVERYTHING = frozenset({"shop", "-"})
CATALOG = "# catalogue\nshop\torders\tid\tvarchar\n"


def run(root, texts, **job):
    asked = Job(generated(texts), **{"scope": EVERYTHING, "catalog": CATALOG, **job})
    return write_files(root, asked, surveyed(root))


def stamps(root):
    return {path: (root / path).stat().st_mtime_ns for path in files_in(root)}


def make_old(root):
    """Give each file a time that nothing written now can have."""
    for path in files_in(root):
        os.utime(root / path, (1, 1))


@pytest.fixture
def built(tmp_path):
    run(tmp_path, ALL)
    return tmp_path


def test_first_run_writes_files_lock_and_catalog(tmp_path):
    outcome = run(tmp_path, ALL)

    assert files_in(tmp_path) == {
        **ALL,
        "reflekt.lock": locked(ALL).render(),
        "reflekt.catalog": CATALOG,
    }
    assert outcome.counts == {"create": len(ALL)}
    assert outcome.exit_code == 0


def test_second_run_touches_nothing(built):
    make_old(built)
    before = stamps(built)

    outcome = run(built, ALL)

    assert stamps(built) == before
    assert outcome.counts == {"unchanged": len(ALL)}
    assert not outcome.on_record


def test_run_after_a_checkout_with_other_line_endings_touches_nothing(built):
    for path, text in files_in(built).items():
        (built / path).write_bytes(text.replace("\n", "\r\n").encode())
    make_old(built)
    before = stamps(built)

    outcome = run(built, ALL)

    assert stamps(built) == before
    assert not outcome.would_change


def test_new_text_of_one_file_touches_that_file_and_the_lock_only(built):
    make_old(built)

    run(built, {**ALL, ORDERS: model_sql("orders", "event_id")})

    assert {path for path, time in stamps(built).items() if time > 10**9} == {
        ORDERS,
        "reflekt.lock",
    }


def test_edited_file_with_something_new_to_bring_is_left_and_exits_1(built):
    (built / ORDERS).write_text("select mine\n", encoding="utf-8")

    outcome = run(built, {**ALL, ORDERS: model_sql("orders", "event_id")})

    assert files_in(built)[ORDERS] == "select mine\n"
    assert [one.path for one in outcome.held_back] == [ORDERS]
    assert "-select mine" in outcome.held_back[0].diff
    assert outcome.exit_code == 1


def test_what_could_not_be_brought_is_offered_again_by_the_next_run(built):
    (built / ORDERS).write_text("select mine\n", encoding="utf-8")
    run(built, {**ALL, ORDERS: model_sql("orders", "event_id")})

    outcome = run(built, {**ALL, ORDERS: model_sql("orders", "event_id")})

    assert [one.path for one in outcome.held_back] == [ORDERS]


def test_edited_file_with_nothing_new_to_bring_is_left_in_silence(built):
    (built / ORDERS).write_text("select mine\n", encoding="utf-8")

    outcome = run(built, ALL)

    assert files_in(built)[ORDERS] == "select mine\n"
    assert outcome.exit_code == 0
    assert not outcome.would_change


def test_force_overwrites_and_says_what_it_dropped(built):
    (built / ORDERS).write_text("select mine\n", encoding="utf-8")
    new = model_sql("orders", "event_id")

    outcome = run(built, {**ALL, ORDERS: new}, force=True)

    assert files_in(built)[ORDERS] == new
    assert "-select mine" in outcome.of("forced")[0].diff
    assert outcome.exit_code == 0


def test_removed_event_takes_its_files_and_then_its_empty_folder_with_it(built):
    run(built, WITHOUT_CARTS)
    left = files_in(built)

    run(built, {})

    assert left.keys() & {CARTS, CARTS_YML} == set()
    assert left["reflekt.lock"] == locked(WITHOUT_CARTS).render()
    assert not (built / "models/staging").exists()


def test_model_that_a_mart_refers_to_survives_its_event_and_goes_with_the_mart(built):
    lay_out(built, {"models/marts/m.sql": "select * from {{ ref('stg_shop__carts') }}"})
    outcome = run(built, WITHOUT_CARTS)
    (built / "models/marts/m.sql").unlink()

    run(built, WITHOUT_CARTS)

    assert "models/marts/m.sql" in outcome.of("kept_stale")[0].referred_by + (
        outcome.of("kept_stale")[1].referred_by
    )
    assert outcome.exit_code == 0
    assert files_in(built).keys() & {CARTS, CARTS_YML} == set()


def test_build_of_a_selection_leaves_what_was_built_before(built):
    part = {SOURCE: ALL[SOURCE], ORDERS: model_sql("orders", "event_id")}

    run(built, part, scope=frozenset())

    assert files_in(built) == {
        **ALL,
        ORDERS: model_sql("orders", "event_id"),
        "reflekt.lock": locked({**ALL, **part}).render(),
        "reflekt.catalog": CATALOG,
    }


def test_conflict_between_two_generated_texts_is_resolved_by_building(built):
    ours, theirs = model_sql("orders", "a"), model_sql("orders", "b")
    lock = built / "reflekt.lock"
    sides = [locked({**ALL, ORDERS: text}).render() for text in (ours, theirs)]
    for path, (one, other) in {ORDERS: (ours, theirs), "reflekt.lock": sides}.items():
        text = f"<<<<<<< HEAD\n{one}=======\n{other}>>>>>>> other\n"
        (built / path).write_text(text, encoding="utf-8")

    run(built, ALL)

    assert files_in(built) | {"reflekt.catalog": CATALOG} == files_in(built)
    assert files_in(built)[ORDERS] == ALL[ORDERS]
    assert parse_lock(lock.read_text(encoding="utf-8")) == locked(ALL)


def test_lost_lock_is_made_anew_without_touching_a_file(built):
    (built / "reflekt.lock").unlink()
    make_old(built)
    before = stamps(built)

    outcome = run(built, ALL)

    assert stamps(built).items() >= before.items()
    assert files_in(built)["reflekt.lock"] == locked(ALL).render()
    assert outcome.counts == {"adopt": len(ALL)}


@pytest.mark.parametrize("mode", ["check", "dry_run"])
def test_run_that_is_not_to_write_writes_nothing_at_all(mode, tmp_path):
    outcome = run(tmp_path, ALL, mode=mode)

    assert list(tmp_path.iterdir()) == []
    assert outcome.would_change
    assert outcome.on_record


@pytest.mark.parametrize(
    "texts",
    [
        {**ALL, ORDERS: "select 1\n"},
        {**ALL, "models/staging/shop/new.sql": "select 1\n"},
        WITHOUT_CARTS,
    ],
    ids=["update", "create", "delete"],
)
def test_check_exits_1_if_anything_would_change_and_dry_run_shows_it(texts, built):
    before = files_in(built)

    check = run(built, texts, mode="check")
    dry_run = run(built, texts, mode="dry_run")

    assert files_in(built) == before
    assert (check.exit_code, dry_run.exit_code) == (1, 0)
    assert any(one.diff for one in dry_run.decisions)


def test_check_of_files_that_are_as_generated_is_clean_whatever_the_lock_says(built):
    (built / "reflekt.lock").write_text("", encoding="utf-8")

    outcome = run(built, ALL, mode="check")

    assert outcome.exit_code == 0
    assert outcome.on_record


def test_check_exits_1_on_a_file_that_something_new_cannot_be_brought_to(built):
    (built / ORDERS).write_text("select mine\n", encoding="utf-8")

    outcome = run(built, {**ALL, ORDERS: "select 1\n"}, mode="check")

    assert outcome.exit_code == 1


def test_interrupted_run_is_finished_first_and_said(built):
    lay_out(built, {".reflekt/run/00000": "staged"})

    outcome = run(built, ALL)

    assert outcome.recovered == (
        "an earlier run was interrupted before it had changed anything",
    )
    assert not (built / ".reflekt").exists()


def test_check_leaves_an_interrupted_run_alone_and_is_not_clean(built):
    lay_out(built, {".reflekt/run/journal.json": '{"version": 1, "steps": []}'})

    outcome = run(built, ALL, mode="check")

    assert outcome.interrupted
    assert outcome.exit_code == 1
    assert (built / ".reflekt/run/journal.json").exists()


def test_run_without_a_catalog_leaves_the_one_there_is(built):
    run(built, ALL, catalog=None)

    assert files_in(built)["reflekt.catalog"] == CATALOG


def test_run_that_makes_nothing_leaves_nothing(tmp_path):
    run(tmp_path, {}, catalog="")

    assert list(tmp_path.iterdir()) == []


def test_build_path_may_change(built):
    moved = {path.replace("/shop/", "/web/"): text for path, text in ALL.items()}

    run(built, moved)

    assert files_in(built) == {
        **moved,
        "reflekt.lock": locked(moved).render(),
        "reflekt.catalog": CATALOG,
    }
    assert not (built / "models/staging/shop").exists()


@pytest.mark.parametrize(
    ("paths", "problem"),
    [
        (["models/a.sql", "models/A.sql"], "one on macOS and Windows"),
        (["../a.sql"], "not a place inside the project"),
        (["/a.sql"], "not a place inside the project"),
    ],
    ids=["case", "up", "absolute"],
)
def test_paths_that_cannot_be_are_refused_before_anything_is_written(paths, problem, tmp_path):
    root = tmp_path / "project"
    root.mkdir()
    asked = Job(
        tuple(Generated(path, "shop", "x\n") for path in ["ok.sql", *paths]), EVERYTHING
    )

    with pytest.raises(WriteError, match=problem):
        write_files(root, asked, surveyed(root))

    assert list(tmp_path.rglob("*")) == [root]


def test_folder_in_the_way_is_an_error_with_its_path_in_every_mode(built):
    (built / "models/staging/shop/new.sql").mkdir()

    with pytest.raises(WriteError, match=r"new\.sql: is a directory"):
        run(built, {**ALL, "models/staging/shop/new.sql": "x\n"}, mode="check")


def test_source_table_that_is_dropped_from_the_yaml_is_dropped_after_its_model(built):
    run(built, {**WITHOUT_CARTS, SOURCE: source_yaml("orders")})

    assert files_in(built)[SOURCE] == source_yaml("orders")
    assert files_in(built)[ORDERS_YML] == ALL[ORDERS_YML]
