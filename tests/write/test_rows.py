from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.write.rows import read_rows, render_rows

# Whatever UTF-8 can hold.
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
ROWS = st.lists(st.tuples(NAMES, NAMES), min_size=1)


@given(ROWS)
def test_any_name_is_read_back_as_it_was(rows):
    text = render_rows("header", rows)

    assert [row.fields for row in read_rows(text)] == rows


@given(ROWS)
def test_a_row_is_a_line_whatever_its_names_hold(rows):
    text = render_rows("header", rows)

    assert text.count("\n") == len(rows) + 1
    assert "\r" not in text


@given(ROWS)
def test_checkout_with_other_line_endings_reads_the_same(rows):
    text = render_rows("header", rows)

    assert list(read_rows(text.replace("\n", "\r\n"))) == list(read_rows(text))


def test_name_that_looks_like_a_comment_or_a_marker_is_a_name():
    rows = [("# no comment", "a"), ("=======", "b"), ("<<<<<<< HEAD", "c")]

    assert [row.fields for row in read_rows(render_rows("header", rows))] == rows


def test_rows_on_both_sides_of_a_conflict_are_read_with_their_line_numbers():
    text = "# header\n<<<<<<< HEAD\na\tb\n=======\nc\td\n>>>>>>> other\n"

    assert list(read_rows(text)) == [(3, ("a", "b")), (5, ("c", "d"))]


def test_broken_escape_leaves_a_row_without_fields():
    assert list(read_rows("a\tb\\\n")) == [(1, ())]


def test_no_rows_make_no_text():
    assert render_rows("header", []) == ""
