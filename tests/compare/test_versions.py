"""Which versions are compared with which, and whether the bump between them is enough."""

from __future__ import annotations

import pytest

from reflekt_dbt.compare.versions import bump_made, compare_sides
from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.model import Version
from tests.compare.sides import schema, side

CART = "shop/Cart_Viewed"
TOTAL = schema({"total": "number"})
TEXT = schema({"total": "string"})
MORE = schema({"total": "number", "coupon": "string"})


def compared(old, new, **how):
    """From, to, needed, made and enough of each comparison."""
    found = compare_sides(side(old), side(new), **how).comparisons
    return [
        (
            str(one.old.version) if one.old else "",
            str(one.new.version) if one.new else "",
            one.needed,
            one.made,
            one.is_enough,
        )
        for one in found
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1-0", "1-1", "minor"),
        ("1-9", "1-10", "minor"),
        ("1-3", "2-0", "major"),
        ("1-0", "1-0", "none"),
        ("1-1", "1-0", "none"),
        ("2-0", "1-9", "none"),
    ],
)
def test_bump_is_the_difference_of_two_versions(old, new, expected):
    versions = [Version(*map(int, one.split("-"))) for one in (old, new)]

    assert bump_made(*versions) == expected


def test_a_file_renamed_to_the_next_minor_and_edited_is_one_event():
    assert compared({f"{CART}/1-0": TOTAL}, {f"{CART}/1-1": MORE}) == [
        ("1-0", "1-1", "minor", "minor", True)
    ]


def test_a_new_file_beside_the_old_one_is_compared_with_it():
    new = {f"{CART}/1-0": TOTAL, f"{CART}/1-1": MORE}

    assert compared({f"{CART}/1-0": TOTAL}, new) == [("1-0", "1-1", "minor", "minor", True)]


def test_a_break_in_a_minor_version_is_not_enough():
    assert compared({f"{CART}/1-0": TOTAL}, {f"{CART}/1-1": TEXT}) == [
        ("1-0", "1-1", "major", "minor", False)
    ]


def test_a_break_in_a_major_version_is_enough():
    assert compared({f"{CART}/1-0": TOTAL}, {f"{CART}/2-0": TEXT}) == [
        ("1-0", "2-0", "major", "major", True)
    ]


def test_a_file_edited_in_its_place_made_no_bump():
    assert compared({f"{CART}/1-0": TOTAL}, {f"{CART}/1-0": MORE}) == [
        ("1-0", "1-0", "minor", "none", False)
    ]


def test_a_break_cannot_hide_in_an_older_version():
    old = {f"{CART}/1-0": TOTAL, f"{CART}/2-0": TEXT}

    assert compared(old, {**old, f"{CART}/1-0": TEXT}) == [
        ("1-0", "1-0", "major", "none", False)
    ]


def test_each_of_several_new_versions_is_compared_with_the_one_before():
    new = {f"{CART}/1-0": TOTAL, f"{CART}/1-1": MORE, f"{CART}/2-0": TEXT}

    assert compared({f"{CART}/1-0": TOTAL}, new) == [
        ("1-0", "1-1", "minor", "minor", True),
        ("1-1", "2-0", "major", "major", True),
    ]


def test_a_minor_of_an_older_major_is_compared_within_its_major():
    old = {f"{CART}/1-0": TOTAL, f"{CART}/2-0": TEXT}

    assert compared(old, {**old, f"{CART}/1-1": MORE}) == [
        ("1-0", "1-1", "minor", "minor", True)
    ]


def test_going_back_to_an_older_version_is_no_bump():
    old = {f"{CART}/1-0": TOTAL, f"{CART}/2-0": TEXT}

    assert compared(old, {f"{CART}/1-0": TOTAL}) == [("2-0", "1-0", "major", "none", False)]


def test_a_version_renamed_to_an_older_one_is_no_bump():
    assert compared({f"{CART}/1-0": TOTAL}, {f"{CART}/0-9": TEXT}) == [
        ("1-0", "0-9", "major", "none", False)
    ]


def test_an_older_major_may_go():
    old = {f"{CART}/1-0": TOTAL, f"{CART}/2-0": TEXT}

    assert compared(old, {f"{CART}/2-0": TEXT}) == []


def test_a_new_event_needs_no_bump():
    assert compared({}, {f"{CART}/1-0": TOTAL}) == [("", "1-0", "none", "none", True)]


def test_an_event_that_is_gone_is_a_break_without_a_bump():
    assert compared({f"{CART}/1-0": TOTAL}, {}) == [("1-0", "", "major", "none", False)]


def test_an_event_that_moved_to_another_folder_is_still_that_event():
    assert compared({f"{CART}/1-0": TOTAL}, {"web/Cart_Viewed/1-1": MORE}) == [
        ("1-0", "1-1", "minor", "minor", True)
    ]


def test_two_events_of_one_name_are_not_taken_for_one_that_moved():
    new = {"web/Cart_Viewed/1-0": TOTAL, "app/Cart_Viewed/1-0": TOTAL}

    assert [one[:2] for one in compared({f"{CART}/1-0": TOTAL}, new)] == [
        ("", "1-0"),
        ("1-0", ""),
        ("", "1-0"),
    ]


def test_words_alone_are_a_comparison_only_for_who_asks():
    old, new = {f"{CART}/1-0": TOTAL}, {f"{CART}/1-0": {**TOTAL, "description": "Other."}}

    assert compared(old, new) == []
    assert compared(old, new, words=True) == [("1-0", "1-0", "none", "none", True)]


def test_an_old_file_that_is_no_json_counts_as_absent_and_is_named():
    found = compare_sides(side({f"{CART}/1-0": "{"}), side({f"{CART}/1-0": TOTAL}))

    assert [change.code for one in found.comparisons for change in one.changes] == [
        "event-added"
    ]
    assert [error.where for error in found.unreadable] == [f"schemas/{CART}/1-0.json:1:2"]


def test_a_file_of_now_that_is_no_json_is_an_error():
    with pytest.raises(SchemaError, match="ends too early"):
        compare_sides(side({f"{CART}/1-0": TOTAL}), side({f"{CART}/1-0": "{"}))


def test_a_file_that_was_broken_and_still_is_concerns_nobody():
    both = {f"{CART}/1-0": "{"}

    assert compared(both, both) == []


@pytest.mark.parametrize(
    "document",
    [{}, {"self": None}, {"self": []}, {"properties": []}, {"required": {}}, {"type": 3}],
    ids=str,
)
def test_a_schema_that_lacks_what_others_have_is_compared_all_the_same(document):
    """Lint of Reflekt: a missing description, $id or properties is a traceback."""
    assert compared({f"{CART}/1-0": document}, {f"{CART}/1-0": document}) == []
    assert compared({f"{CART}/1-0": document}, {f"{CART}/2-0": TOTAL})
    assert compared({f"{CART}/1-0": TOTAL}, {f"{CART}/2-0": document})


def test_an_event_that_says_what_it_was_called_is_that_event_in_another_folder():
    new = {**schema({"total": "number"}), "self": {"name": "Basket Viewed"}}
    new["metadata"] = {"renamed_from": "Cart Viewed"}
    old = {**TOTAL, "self": {"name": "Cart Viewed"}}

    found = compare_sides(
        side({f"{CART}/1-0": old}), side({"shop/Basket_Viewed/1-1": new})
    ).comparisons

    assert [[change.code for change in one.changes] for one in found] == [
        ["event-moved", "event-renamed-from"]
    ]
