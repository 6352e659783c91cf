"""Aliases: plain, distinct, and never changed by what else is planned."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reflekt_dbt.config.model import PROVENANCE
from reflekt_dbt.naming import LONGEST_IDENTIFIER
from reflekt_dbt.plan.aliases import property_alias, taken_names
from reflekt_dbt.sdks import SDKS
from reflekt_dbt.sdks.reserved import RESERVED

EACH_SDK = pytest.mark.parametrize("sdk", SDKS.values(), ids=SDKS)
# The names that can clash, with and without underscores, among names of any kind.
CLASHING = ["order", "group", "id", "ip", "event_id", "yes", "schema_id", "context_ip", "1st"]
BASES = st.one_of(
    st.builds("{}{}".format, st.sampled_from(["", "_", "__"]), st.sampled_from(CLASHING)),
    st.from_regex(r"[a-z0-9_]*[a-z0-9]", fullmatch=True),
    st.text("ab_", min_size=60, max_size=70).filter(lambda name: name.strip("_")),
)
NAMES = st.text("aZ09_ é", min_size=1, max_size=6) | st.sampled_from(
    ["order", "Order", "_order", "id", "_id", "ip", "_ip", "yes", "call_type", "first name"]
)
PATHS = st.lists(NAMES, min_size=1, max_size=2).map(".".join)


@pytest.mark.parametrize(
    ("base", "alias"),
    [
        ("coupon", "coupon"),
        ("order", "_order"),
        ("_order", "__order"),
        ("__order", "___order"),
        ("_coupon", "_coupon"),
        ("ip", "_ip"),
        ("context_ip", "_context_ip"),
        ("event_id", "_event_id"),
        ("schema_id", "_schema_id"),
        ("yes", "_yes"),
        ("2nd", "_2nd"),
        ("_2nd", "__2nd"),
    ],
)
def test_name_that_is_taken_gets_an_underscore(base, alias):
    taken = taken_names(SDKS["segment"])

    assert property_alias(base, taken) == alias


def test_long_name_is_cut_and_stays_distinct():
    long = "a" * 80

    first, second = property_alias(f"{long}1", ()), property_alias(f"{long}2", ())

    assert first != second
    assert len(first) == len(second) == LONGEST_IDENTIFIER


@EACH_SDK
@given(bases=st.lists(BASES, unique=True, max_size=20))
def test_two_names_never_share_an_alias(sdk, bases):
    taken = taken_names(sdk)

    aliases = {property_alias(base, taken) for base in bases}

    assert len(aliases) == len(bases)


@EACH_SDK
@given(base=BASES)
def test_alias_needs_no_quotes_and_is_nobody_elses(sdk, base):
    taken = taken_names(sdk)

    alias = property_alias(base, taken)

    assert re.fullmatch(r"[a-z_][a-z0-9_]*", alias)
    assert len(alias) <= LONGEST_IDENTIFIER
    assert alias not in taken
    assert alias not in RESERVED | set(PROVENANCE)


def aliases_of(plan):
    return {
        (table["model"], prop["property"]): prop["alias"]
        for table in plan["tables"]
        for prop in table["properties"]
    }


@st.composite
def grown(draw):
    """Properties of an event, and the same with one more, anywhere."""
    before = draw(st.lists(PATHS, unique=True, max_size=6))
    new = draw(PATHS.filter(lambda path: path not in before))
    place = draw(st.integers(0, len(before)))
    return before, [*before[:place], new, *before[place:]]


@EACH_SDK
@given(properties=grown(), folder=st.sampled_from(["Order", "Identify", "Page_Viewed"]))
@example(properties=(["order"], ["_order", "order"]), folder="Order")
def test_new_property_never_changes_an_alias_that_was_there(
    plan_of, event, sdk, properties, folder
):
    before, after = properties
    other = event("shop/Cart/1-0", *before)

    old = aliases_of(plan_of(event(f"shop/{folder}/1-0", *before), other, sdk=sdk))
    new = aliases_of(plan_of(event(f"shop/{folder}/1-0", *after), other, sdk=sdk))

    # Of properties that share a column one gives it its words; the alias is the column's.
    assert set(old.values()) <= set(new.values())
    assert {key: alias for key, alias in new.items() if key in old}.items() <= old.items()


@EACH_SDK
@given(paths=st.lists(PATHS, unique=True, max_size=8))
def test_aliases_of_a_model_are_distinct_from_each_other_and_from_all_its_columns(
    plan_of, event, sdk, paths
):
    plan = plan_of(event("shop/Order/1-0", *paths), sdk=sdk)
    table = plan["tables"][-1]
    layout = next(one for one in plan["layouts"] if one["name"] == table["layout"])

    groups = (layout["columns"], layout["context"], table["properties"], table["literals"])
    aliases = [column["alias"] for group in groups for column in group]

    assert len(set(aliases)) == len(aliases)
