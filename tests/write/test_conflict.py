from __future__ import annotations

import subprocess

import pytest

from reflekt_dbt.write.conflict import sides

BASE = "select\n    id\nfrom source\n"
OURS = "select\n    id,\n    coupon\nfrom source\n"
THEIRS = "select\n    id,\n    total\nfrom source\n"


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_sides_of_a_conflict_that_git_made_are_what_was_merged(style, tmp_path):
    names = ("ours", "base", "theirs")
    for name, text in zip(names, (OURS, BASE, THEIRS), strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    merged = subprocess.run(
        ["git", "-c", f"merge.conflictStyle={style}", "merge-file", "-p", *names],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    ).stdout

    both = sides(merged)

    assert both == (OURS, THEIRS)


def test_line_endings_of_a_checkout_do_not_hide_a_conflict():
    text = "a\r\n<<<<<<< HEAD\r\nb\r\n=======\r\nc\r\n>>>>>>> other\r\n"

    assert sides(text) == ("a\nb\n", "a\nc\n")


@pytest.mark.parametrize(
    "text",
    [
        "a\nb\n",
        "Heading\n=======\n",
        "<<<<<<< HEAD\na\n",
        "<<<<<<< HEAD\na\n=======\nb\n",
        "=======\n>>>>>>> other\n",
        "<<<<<<<<<<\na\n=======\nb\n>>>>>>>>>>\n",
    ],
    ids=["none", "heading", "only opened", "not closed", "not opened", "longer markers"],
)
def test_what_is_no_whole_conflict_has_no_sides(text):
    assert sides(text) is None
