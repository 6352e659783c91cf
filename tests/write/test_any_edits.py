"""Whatever people and schemas do to a file: no line of a person's is lost, and it settles."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt_dbt.write.bases import Bases
from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.decision import HELD_BACK, Decision
from reflekt_dbt.write.merge import merge
from reflekt_dbt.write.settle import settled

# Lines of ours are a letter each, those of people are numbered.
OURS = st.lists(st.sampled_from("abcdefgh"), min_size=3, max_size=8, unique=True)
EDITS = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=4)


def text_of(lines):
    return "".join(f"{line}\n" for line in lines)


def edited(lines, edits):
    """Put a line of a person's somewhere, or take one of ours out."""
    made = list(lines)
    for number, (place, puts) in enumerate(edits):
        at = min(place, len(made))
        if puts:
            made.insert(at, f"mine {number}")
        elif made[at : at + 1] and not made[at].startswith("mine"):
            del made[at]
    return made


def mine(text):
    return [line for line in text.split("\n") if line.startswith("mine")]


def outcome(before, base, new, *others):
    texts = {blob_id(text): text for text in (base, *others)}
    one = Decision("kept", "x.sql", "shop", before, new)
    return settled(one, one, frozenset(texts), Bases(texts))


@settings(deadline=None, max_examples=60)
@given(OURS, OURS, EDITS)
def test_merged_file_has_every_line_of_its_editor_and_settles(old, new, edits):
    base, news = text_of(old), text_of(new)
    before = text_of(edited(old, edits))

    one = outcome(before, base, news)

    result = one.result or ""
    assert mine(result) == mine(before)
    if one.kind in HELD_BACK:
        assert result == before
    else:
        assert outcome(result, news, news).kind in {"edited", "merged"}
        assert (outcome(result, news, news).result or "") == result


@settings(deadline=None, max_examples=60)
@given(OURS, OURS, OURS, EDITS, EDITS)
def test_nothing_is_lost_where_git_could_not_merge_two_branches(old, one, new, ours, theirs):
    left, right = text_of(edited(old, ours)), text_of(edited(one, theirs))
    conflicted = merge(left, text_of(old), right).text

    found = outcome(conflicted, text_of(old), text_of(new), text_of(one))

    if found.kind == "merged":
        assert set(mine(conflicted)) <= set(mine(found.result or ""))
    else:
        assert found.result == conflicted
