from __future__ import annotations

import pytest

from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.decide import decide, next_lock, scope_of
from reflekt_dbt.write.decision import Decision, Generated
from reflekt_dbt.write.judge import judge
from reflekt_dbt.write.lock import Entry, Lock
from reflekt_dbt.write.scan import folder_of, scan
from reflekt_dbt.write.survey import Survey
from tests.write.projects import (
    ALL,
    CARTS,
    CARTS_YML,
    DOCS,
    ORDERS,
    SOURCE,
    TEST,
    WITHOUT_CARTS,
    generated,
    locked,
    model_sql,
)

OLD, NEW, MINE = "select old\n", "select new\n", "select mine\n"
CONFLICT = f"<<<<<<< HEAD\n{OLD}=======\n{NEW}>>>>>>> other\n"
EVERYTHING = frozenset({"shop", "-"})


def entry(*texts):
    return Entry("shop", frozenset(map(blob_id, texts)))


def decided(new, on_disk, *recorded, force=False):
    lock = Lock({"x.sql": entry(*recorded)} if recorded else {})
    texts = {} if on_disk is None else {"x.sql": on_disk}
    judged = judge([Generated("x.sql", "shop", new)], lock, texts, EVERYTHING)
    (one,) = decide(judged, lock, texts, Survey(), force=force)
    return one


def pruned(before, after, *, others=None, scope=EVERYTHING):
    """Kinds of decisions by path, where *before* was generated and *after* is to be."""
    texts = {**before, **(others or {})}
    macros = frozenset({"in_list"})
    survey = Survey(
        {path: scan(path, text, folder_of(path, text), macros) for path, text in texts.items()},
        macros,
    )
    ours = {path: texts[path] for path in before}
    judged = judge(generated(after), locked(before), ours, scope)
    decisions = decide(judged, locked(before), ours, survey)
    return {one.path: one for one in decisions}


def kinds(decisions):
    return {path: one.kind for path, one in decisions.items() if one.kind != "unchanged"}


@pytest.mark.parametrize(
    ("kind", "on_disk", "recorded"),
    [
        ("create", None, []),
        ("create", None, [OLD]),
        ("unchanged", NEW, [NEW]),
        ("unchanged", NEW.replace("\n", "\r\n"), [NEW]),
        ("adopt", NEW, []),
        ("adopt", NEW, [OLD]),
        ("adopt", NEW, [OLD, NEW]),
        ("update", OLD, [OLD]),
        ("update", OLD.replace("\n", "\r\n"), [OLD]),
        ("update", OLD, [OLD, MINE]),
        ("update", CONFLICT, [OLD, NEW]),
        ("update", CONFLICT, [OLD]),
        ("edited", MINE, [NEW]),
        ("kept", CONFLICT, [NEW]),
        ("kept", MINE, [OLD]),
        ("kept", MINE, [OLD, NEW]),
        ("kept", CONFLICT, [MINE]),
        ("foreign", MINE, []),
    ],
)
def test_fate_of_a_file_follows_from_disk_and_record(kind, on_disk, recorded):
    assert decided(NEW, on_disk, *recorded).kind == kind


@pytest.mark.parametrize(("recorded"), [[OLD], []], ids=["kept", "foreign"])
def test_force_replaces_what_is_held_back_and_shows_what_it_drops(recorded):
    one = decided(NEW, MINE, *recorded, force=True)

    assert one.kind == "forced"
    assert "-select mine\n+select new\n" in one.diff


def test_force_leaves_an_edit_alone_that_nothing_new_is_in_the_way_of():
    assert decided(NEW, MINE, NEW, force=True).kind == "edited"


def test_decisions_come_sorted_by_path_whatever_the_order_of_files():
    backwards = dict(reversed(ALL.items()))

    assert list(pruned({}, backwards)) == sorted(ALL)


def test_unedited_file_that_is_no_longer_planned_is_deleted_with_its_properties():
    decisions = pruned(ALL, WITHOUT_CARTS)

    assert kinds(decisions) == {CARTS: "delete", CARTS_YML: "delete", SOURCE: "update"}


def test_stale_file_that_was_edited_stays_and_so_do_its_properties():
    decisions = pruned(ALL, WITHOUT_CARTS, others={CARTS: model_sql("carts", "mine")})

    assert kinds(decisions) == {CARTS: "kept_stale", CARTS_YML: "kept_stale", SOURCE: "update"}
    assert decisions[CARTS].referred_by == ()
    assert decisions[CARTS_YML].referred_by == (CARTS,)


def test_stale_model_that_a_mart_refers_to_stays_and_names_the_mart():
    mart = {"models/marts/m.sql": "select * from {{ ref('stg_shop__carts') }}"}

    decisions = pruned(ALL, WITHOUT_CARTS, others=mart)

    assert kinds(decisions) == {CARTS: "kept_stale", CARTS_YML: "kept_stale", SOURCE: "update"}
    assert "models/marts/m.sql" in decisions[CARTS].referred_by


def test_stale_model_stays_if_its_properties_were_edited():
    mine = {CARTS_YML: ALL[CARTS_YML] + "# mine\n"}

    assert kinds(pruned(ALL, WITHOUT_CARTS, others=mine))[CARTS] == "kept_stale"


def test_doc_blocks_and_tests_that_a_kept_file_needs_stay_with_it():
    mart = {"models/marts/m.sql": "select * from {{ ref('stg_shop__carts') }}"}

    decisions = pruned(ALL, {}, others=mart)

    assert kinds(decisions) == {
        **dict.fromkeys([CARTS, CARTS_YML, DOCS, TEST, SOURCE], "kept_stale"),
        **dict.fromkeys(ALL.keys() - {CARTS, CARTS_YML, DOCS, TEST, SOURCE}, "delete"),
    }
    assert decisions[DOCS].referred_by == (CARTS_YML,)


def test_everything_of_a_source_that_left_the_configuration_goes():
    assert set(kinds(pruned(ALL, {})).values()) == {"delete"}


def test_file_whose_successor_stands_in_another_folder_goes():
    moved = {path.replace("/shop/", "/web/"): text for path, text in ALL.items()}
    mart = {"models/marts/m.sql": "select * from {{ ref('stg_shop__carts') }}"}

    decisions = pruned(ALL, moved, others=mart)

    assert kinds(decisions) == {
        **dict.fromkeys(moved.keys() - ALL.keys(), "create"),
        **dict.fromkeys(ALL.keys() - moved.keys(), "delete"),
    }


def test_doc_blocks_that_a_new_text_needs_stay():
    docs_and_orders = {DOCS: ALL[DOCS], ORDERS: model_sql("orders")}
    now = {ORDERS: "-- {{ doc('reflekt_segment__id') }}\n"}

    assert kinds(pruned(docs_and_orders, now)) == {DOCS: "kept_stale", ORDERS: "update"}


def test_stale_files_out_of_scope_are_not_looked_at():
    decisions = pruned(ALL, {}, scope=frozenset({"other"}))

    assert decisions == {}


def test_file_of_no_source_stays_in_a_run_that_does_not_cover_all():
    decisions = pruned({DOCS: ALL[DOCS], CARTS: ALL[CARTS]}, {}, scope=frozenset({"shop"}))

    assert kinds(decisions) == {CARTS: "delete"}


def test_stale_file_that_someone_deleted_is_only_struck_off():
    decisions = decide(
        judge([], locked({CARTS: OLD}), {}, EVERYTHING), locked({CARTS: OLD}), {}, Survey()
    )

    assert [one.kind for one in decisions] == ["gone"]
    assert next_lock(locked({CARTS: OLD}), decisions) == Lock()


@pytest.mark.parametrize(
    ("on_disk", "recorded", "then"),
    [
        (None, [], [NEW]),
        (NEW, [OLD], [NEW]),
        (OLD, [OLD, MINE], [NEW]),
        (MINE, [NEW], [NEW]),
        (MINE, [OLD], [OLD]),
        (MINE, [OLD, NEW], [OLD, NEW]),
    ],
    ids=["create", "adopt", "update", "edited", "kept", "kept with two"],
)
def test_record_moves_on_only_with_what_was_brought(on_disk, recorded, then):
    lock = Lock({"x.sql": entry(*recorded)} if recorded else {})

    after = next_lock(lock, [decided(NEW, on_disk, *recorded)])

    assert after.entries == {"x.sql": entry(*then)}


def test_foreign_file_is_not_put_on_record():
    assert next_lock(Lock(), [decided(NEW, MINE)]) == Lock()


def test_stale_file_that_is_kept_stays_on_record():
    lock = Lock({"x.sql": entry(OLD)})

    assert next_lock(lock, [Decision("kept_stale", "x.sql", "shop", MINE)]) == lock


@pytest.mark.parametrize(
    ("planned", "scope"),
    [
        ({"shop"}, {"shop"}),
        (set(), set()),
        ({"shop", "app"}, {"shop", "app", "old", "-"}),
    ],
    ids=["some", "none", "all"],
)
def test_scope_holds_what_left_the_configuration_only_in_a_run_of_all(planned, scope):
    lock = Lock({"a": entry(OLD), "b": Entry("old", frozenset({blob_id(OLD)}))})

    assert scope_of(lock, planned, {"shop", "app"}) == scope


@pytest.mark.parametrize(
    ("before", "after", "diff"),
    [
        (None, "a\n", "--- /dev/null\n+++ b/x.sql\n@@ -0,0 +1 @@\n+a\n"),
        ("a\n", None, "--- a/x.sql\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"),
        (
            "a\r\nb",
            "a\nc\n",
            (
                "--- a/x.sql\n+++ b/x.sql\n@@ -1,2 +1,2 @@\n"
                " a\n-b\n\\ No newline at end of file\n+c\n"
            ),
        ),
        ("a\n", "a\n", ""),
        ("\udce9\n", "a\n", "--- a/x.sql\n+++ b/x.sql\n@@ -1 +1 @@\n-?\n+a\n"),
    ],
    ids=["new", "gone", "no line end", "equal", "no utf-8"],
)
def test_diff_is_as_git_shows_it(before, after, diff):
    assert Decision("update", "x.sql", "shop", before, after).diff == diff
