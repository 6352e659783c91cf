"""The state file: sorted, a line an event, and mergeable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.errors import WriteError
from reflekt_dbt.registries.state import Base, Held, State, parse_state

A, B = "a" * 16, "b" * 16


def state(**hashes):
    return State({Held("segment", "shop", key): Base(f"shop/{key}/1-0", frozenset(one))
                  for key, one in hashes.items()})  # fmt: skip


def test_a_line_an_event_sorted():
    lines = state(Zed={A}, Act={B}).render().splitlines()[1:]

    assert lines == [
        f"segment\tAct\tshop/Act/1-0\t{B}",
        f"segment\tZed\tshop/Zed/1-0\t{A}",
    ]


def test_nothing_in_step_is_no_file():
    assert State().render() == ""


def test_both_sides_of_a_merge_conflict_count():
    line = "segment\tAct\tshop/Act/1-0\t"
    text = f"<<<<<<< ours\n{line}{A}\n=======\n{line}{B}\n>>>>>>> theirs\n"

    assert parse_state(text) == state(Act={A, B})


def test_line_that_is_none_is_named():
    with pytest.raises(WriteError, match=r"reflekt\.registries:2: expected a registry"):
        parse_state(f"# header\nsegment\tAct\tx\t{A}\n")


@given(st.dictionaries(st.text(min_size=1), st.sets(st.sampled_from([A, B]), min_size=1)))
def test_any_key_is_read_back(hashes):
    bases = {
        Held("segment", "shop", key): Base("shop/E/1-0", frozenset(one))
        for key, one in hashes.items()
    }

    assert parse_state(State(bases).render()) == State(bases)


def test_one_plan_is_changed_and_others_stay():
    before = State({
        Held("a", "shop", "k"): Base("shop/E/1-0", frozenset({A})),
        Held("a", "other", "k"): Base("other/E/1-0", frozenset({A})),
    })  # fmt: skip

    after = before.having("a", "shop", {"k": None, "new": Base("shop/F/1-0", frozenset({B}))})

    assert after.of("a", "shop").keys() == {"new"}
    assert after.of("a", "other").keys() == {"k"}
