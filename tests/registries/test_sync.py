"""What a push and a pull do about every standing of the two sides, and what they never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.registries.model import Document, Expressed, Remote
from reflekt_dbt.registries.semantics import (
    differences,
    fingerprint,
    grafted,
    is_same,
)
from reflekt_dbt.registries.state import Base
from reflekt_dbt.registries.sync import (
    Choice,
    Entry,
    changes_of,
    entries_of,
    highest_minors,
    pull_action,
    push_action,
)

ID = "shop/Order_Completed/1-0"


def schema(text="", **members):
    own = {"name": "Order Completed", "version": "1-0"}
    return {"description": text, "self": own, "type": "object", **members}


def entry(local=None, remote=None, base=None):
    """An event of which git, registry and record say these words; None says nothing."""
    here = there = known = None
    if local is not None:
        document = Document(ID, schema(local))
        here = Expressed("k", document, document)
    if remote is not None:
        there = Remote("k", Document(ID, schema(remote)), None)
    if base is not None:
        known = Base(ID, frozenset(fingerprint(schema(one)) for one in base))
    return Entry("k", here, there, known)


STANDINGS = {
    "in step": entry("a", "a", "a"),
    "only here": entry("a"),
    "only there": entry(remote="a"),
    "changed here": entry("b", "a", "a"),
    "changed there": entry("a", "b", "a"),
    "changed on both sides": entry("b", "c", "a"),
    "never in step": entry("a", "b"),
    "gone here": entry(None, "a", "a"),
    "gone there": entry("a", None, "a"),
    "gone": entry(None, None, "a"),
}
# Standing → what a push does; with --prune; with --overwrite.
PUSHES = {
    "in step": ("none", "none", "none"),
    "only here": ("create", "create", "create"),
    "only there": ("kept", "kept", "kept"),
    "changed here": ("update", "update", "update"),
    "changed there": ("conflict", "conflict", "update"),
    "changed on both sides": ("conflict", "conflict", "update"),
    "never in step": ("update", "update", "update"),
    "gone here": ("kept", "delete", "kept"),
    "gone there": ("create", "create", "create"),
    "gone": ("none", "none", "none"),
}
PULLS = {
    "in step": ("none", "none", "none"),
    "only here": ("kept", "kept", "kept"),
    "only there": ("create", "create", "create"),
    "changed here": ("kept", "kept", "update"),
    "changed there": ("update", "update", "update"),
    "changed on both sides": ("conflict", "conflict", "update"),
    "never in step": ("conflict", "conflict", "update"),
    "gone here": ("kept", "kept", "create"),
    "gone there": ("kept", "delete", "kept"),
    "gone": ("none", "none", "none"),
}
CHOICES = (Choice(), Choice(prune=True), Choice(overwrite=True))


@pytest.mark.parametrize("standing", STANDINGS)
def test_every_standing_is_told_and_acted_on(standing):
    one = STANDINGS[standing]

    assert one.standing == standing
    assert tuple(push_action(one, choice).kind for choice in CHOICES) == PUSHES[standing]
    assert tuple(pull_action(one, choice).kind for choice in CHOICES) == PULLS[standing]


def test_what_both_sides_of_a_merge_had_in_step_counts():
    assert entry("b", "a", ["a", "b"]).standing == "changed here"


def test_event_gone_from_git_and_changed_there_is_a_conflict_for_prune():
    one = entry(None, "b", "a")

    assert push_action(one, Choice(prune=True)).kind == "conflict"
    assert push_action(one, Choice(prune=True, overwrite=True)).kind == "delete"
    assert pull_action(one, Choice()).kind == "conflict"


def test_file_changed_since_is_a_conflict_for_prune():
    one = entry("b", None, "a")

    assert pull_action(one, Choice(prune=True)).kind == "conflict"
    assert pull_action(one, Choice(prune=True, overwrite=True)).kind == "delete"


def test_delete_is_of_what_the_registry_has_and_pushes_nothing():
    kinds = {
        name: push_action(one, Choice(delete=True)).kind for name, one in STANDINGS.items()
    }

    assert {name for name, kind in kinds.items() if kind == "delete"} == {
        "in step",
        "only there",
        "changed here",
        "never in step",
        "gone here",
    }
    assert set(kinds.values()) == {"delete", "none", "conflict"}


WORDS = st.sampled_from("abc")
ENTRIES = st.builds(
    entry,
    st.none() | WORDS,
    st.none() | WORDS,
    st.none() | st.lists(WORDS, min_size=1, max_size=2),
)


@given(ENTRIES, st.booleans())
def test_nothing_is_deleted_unless_asked(one, overwrite):
    choice = Choice(overwrite=overwrite)

    assert push_action(one, choice).kind != "delete"
    assert pull_action(one, choice).kind != "delete"


@given(ENTRIES)
def test_prune_deletes_only_what_was_in_step_and_has_not_changed_since(one):
    for act, side in ((push_action, one.hash), (pull_action, one.wanted_hash)):
        if act(one, Choice(prune=True)).kind == "delete":
            assert one.base is not None
            assert side in one.base.hashes


@given(ENTRIES)
def test_what_only_one_side_says_is_never_replaced_without_overwrite(one):
    if pull_action(one, Choice()).kind == "update":
        assert one.base is not None
        assert one.wanted_hash in one.base.hashes
    if push_action(one, Choice()).kind == "update" and one.base is not None:
        assert one.hash in one.base.hashes


def test_both_sides_are_joined_by_key_and_not_by_file():
    here = Expressed("k", Document("shop/A/1-3", schema("a")), Document(ID, schema("a")))
    there = Remote("k", Document("shop/B/1-0", schema("a")), None)

    (one,) = entries_of([here], [there], {})

    assert (one.standing, one.id) == ("in step", "shop/A/1-3")


def test_highest_minor_of_each_major_is_what_goes():
    ids = ["s/E/1-0", "s/E/1-10", "s/E/1-9", "s/E/2-0", "s/F/1-1"]

    assert highest_minors(ids) == {"s/E/1-10", "s/E/2-0", "s/F/1-1"}


class TestMeaning:
    def test_order_and_spelling_do_not_count(self):
        one = schema(
            required=["a", "b"], properties={"a": {"type": ["string"]}, "b": {"minimum": 1.0}}
        )
        other = schema(
            properties={"b": {"minimum": 1}, "a": {"type": "string"}}, required=["b", "a"]
        )

        assert is_same({**one, "$id": "x"}, other)
        assert fingerprint(one) == fingerprint(other)

    def test_true_is_not_one(self):
        assert not is_same(schema(properties={"a": {"const": 1}}),
                           schema(properties={"a": {"const": True}}))  # fmt: skip

    def test_differences_name_properties_and_words(self):
        old = schema(properties={"a": {"type": "string", "description": "old"}})
        new = schema("b", properties={"a": {"type": "integer", "description": "new"}})

        found = [(one.path, one.sentence) for one in differences(old, new)]

        assert found == [
            ("a", "'a' was string and is integer now"),
            ("", "description is another"),
            ("a", "properties.a.description is another"),
        ]

    def test_metadata_is_a_difference(self):
        old = schema()
        new = schema(metadata={"owner": "shop"})

        assert [one.sentence for one in differences(old, new)] == ["metadata is new"]

    @given(st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(
            st.sampled_from(["properties", "type", "items", "a", "$ref", "description"]),
            inner, max_size=3,
        ),
        max_leaves=8,
    ))  # fmt: skip
    def test_documents_that_differ_have_a_difference(self, inner):
        old, new = schema(), schema(definitions={"x": inner})

        assert differences(old, new)
        assert not differences(new, new)


class TestGraft:
    def test_what_the_registry_cannot_say_stays_in_the_file(self):
        local = schema("old", **{"$comment": "mine", "$id": f"{ID}.json"})
        known = schema("old")

        assert grafted(local, known, schema("new")) == {
            **local,
            "description": "new",
        }

    def test_what_went_there_goes_here_too(self):
        local = schema(properties={"a": {"type": "string", "lint": "x"}, "b": {}})
        known = schema(properties={"a": {"type": "string"}, "b": {}})
        news = schema(properties={"a": {"type": "number"}, "c": {}})

        made = grafted(local, known, news)

        assert made["properties"] == {"a": {"type": "number", "lint": "x"}, "c": {}}

    def test_without_losses_the_file_becomes_what_came(self):
        local, news = schema("a", required=["x"]), schema("b", properties={"y": {}})

        assert grafted(local, local, news) == news


def test_changes_read_from_what_is_to_what_will_be():
    one = entry("b", "a", "a")

    push = changes_of(push_action(one, Choice()), "push")
    pull = changes_of(pull_action(one, Choice(overwrite=True)), "pull")

    assert (push[0].before, push[0].after) == ("a", "b")
    assert (pull[0].before, pull[0].after) == ("b", "a")
