from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.lock import Entry, Lock, parse_lock, read_lock

A, B = "a" * 40, "b" * 40

LOCK = Lock(
    {
        "models/staging/shop/stg_shop__orders.sql": Entry(
            "shop", frozenset({A}), "model shop.orders"
        ),
        "models/staging/_reflekt_segment.md": Entry(
            "-", frozenset({B}), "text _reflekt_segment.md"
        ),
    }
)
TEXT = (
    "# What reflekt-dbt last generated: git blob id, dbt source, what it is, path. "
    "Commit it; after a merge conflict, just build again.\n"
    f"{B}\t-\ttext _reflekt_segment.md\tmodels/staging/_reflekt_segment.md\n"
    f"{A}\tshop\tmodel shop.orders\tmodels/staging/shop/stg_shop__orders.sql\n"
)

ENTRIES = st.dictionaries(
    st.from_regex(r"[a-z_ ]{1,9}(/[a-zé]{1,9}){0,3}", fullmatch=True),
    st.builds(
        Entry,
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
        st.sets(st.sampled_from([A, B]), min_size=1).map(frozenset),
        st.text(st.characters(exclude_categories=["Cs"])),
    ),
)


def test_lock_is_one_line_a_file_sorted_by_path():
    assert LOCK.render() == TEXT


@given(ENTRIES)
def test_lock_is_read_back_as_it_was(entries):
    assert parse_lock(Lock(entries).render()) == Lock(entries)


def test_equal_locks_give_the_same_text_in_whatever_order_they_were_made():
    backwards = Lock(dict(reversed(LOCK.entries.items())))

    assert backwards.render() == TEXT


def test_project_without_a_lock_has_an_empty_one(tmp_path):
    assert read_lock(tmp_path) == Lock()


def test_rows_of_the_first_versions_are_read():
    text = f"{A}\tshop\tx.sql\n<<<<<<< HEAD\n{B}\tshop\tmodel shop.x\tx.sql\n>>>>>>> b\n"

    assert parse_lock(text).entries == {
        "x.sql": Entry("shop", frozenset({A, B}), "model shop.x")
    }


def test_empty_lock_has_no_text():
    assert Lock().render() == ""


def test_both_sides_of_a_merge_conflict_count():
    text = f"<<<<<<< HEAD\n{A}\tshop\tx.sql\n=======\n{B}\tshop\tx.sql\n>>>>>>> other\n"

    assert parse_lock(text).entries == {"x.sql": Entry("shop", frozenset({A, B}))}


def test_restored_takes_back_what_was_on_record_of_some_files():
    older = Lock({"x.sql": Entry("shop", frozenset({A})), "y.sql": Entry("-", frozenset({A}))})
    newer = Lock({"x.sql": Entry("shop", frozenset({B})), "z.sql": Entry("-", frozenset({B}))})

    restored = newer.restored(["x.sql", "z.sql"], older)

    assert restored.entries == {"x.sql": older.entries["x.sql"]}


@pytest.mark.parametrize(
    "line",
    [
        "not a line of ours",
        f"{A}\tshop",
        f"{A[1:]}\tshop\tx.sql",
        f"{A}\t\tx.sql",
        f"{A}\tshop\t../x.sql",
        f"{A}\tshop\t/etc/x.sql",
        f"{A}\tshop\tmodel x\tx.sql\tmore",
        f"{A}\tshop\tx\\",
    ],
    ids=["words", "no path", "short id", "no source", "up", "absolute", "more", "escape"],
)
def test_broken_line_is_named_with_its_number_and_a_cure(line, tmp_path):
    (tmp_path / "reflekt.lock").write_text(f"# header\n{line}\n", encoding="utf-8")

    with pytest.raises(WriteError, match="expected a git blob id") as caught:
        read_lock(tmp_path)

    assert caught.value.where == "reflekt.lock:2"
    assert "delete the line" in caught.value.hint


def test_folder_in_place_of_the_lock_is_an_error_with_a_cure(tmp_path):
    (tmp_path / "reflekt.lock").mkdir()

    with pytest.raises(WriteError, match="directory") as caught:
        read_lock(tmp_path)

    assert caught.value.hint
