"""What rows tell of drafts, and what they are never asked."""

from __future__ import annotations

import pytest

from reflekt_dbt.errors import SelectError
from tests.infer.conftest import table

ORDER = "shop/Order_Completed/1-0.json"
TRACKS = {"shop": {"tracks": dict.fromkeys(["EVENT", "event_text", "received_at"], "TEXT")}}


def by_kind(**rows):
    """Answer each question with the rows of its kind, and see that no other is asked."""
    return lambda question: rows[question["kind"]]


def test_without_a_flag_no_row_is_read(plan):
    def nobody(question):
        raise AssertionError(question)

    plan.draft(table("order_completed", {"email": "string"}), answers=nobody, present=TRACKS)

    assert "examples" not in plan.read(ORDER)["properties"]["email"]


def test_names_are_read_from_the_table_of_all_events_at_once(plan):
    asked = []

    def answers(question):
        asked.append(question)
        return [
            ["order_completed", "ORDER completed!", "9", "2026-01-01", "2026-01-02"],
            ["order_completed", "Order Completed", "2", "2026-01-01", "2026-01-02"],
            ["x", "bad\x00name", "1", "2026-01-01", "2026-01-02"],
            ["x", None, "1", "2026-01-01", "2026-01-02"],
        ]

    tables = [table("order_completed", {}), table("cart_viewed", {})]
    done = plan.draft(*tables, answers=answers, present=TRACKS, event_names=True)

    assert [one["kind"] for one in asked] == ["events"]
    assert asked[0]["days"] == 30
    assert (asked[0]["event"], asked[0]["when"]) == ("EVENT", ["received_at", "TEXT"])
    # The most frequent name wins; a table without rows of late gets one made of its own.
    assert [file.event for file in done.files] == ["ORDER completed!", "Cart Viewed"]
    assert plan.codes() == []


def test_names_are_read_from_the_tables_where_no_table_has_all_events(plan):
    asked = []

    def answers(question):
        asked.append(question)
        return [["order_completed", "ORDER-Completed"], ["cart_viewed", None]]

    tables = [table("order_completed", {}), table("cart_viewed", {})]
    done = plan.draft(*tables, answers=answers, event_names=True)

    assert len(asked) == 1
    when = ["RECEIVED_AT", "TIMESTAMP"]
    assert asked[0]["tables"] == [
        ["order_completed", "EVENT_TEXT", when], ["cart_viewed", "EVENT_TEXT", when],
    ]  # fmt: skip
    assert [file.event for file in done.files] == ["ORDER-Completed", "Cart Viewed"]


@pytest.mark.parametrize("text", ["{{ run_query('x') }}", "'; drop table x; --", "\u202eevil"])
def test_name_that_leads_elsewhere_is_not_believed(plan, text):
    done = plan.draft(
        table("order_completed", {}),
        answers=by_kind(names=[["order_completed", text]]),
        event_names=True,
    )

    assert [file.event for file in done.files] == ["Order Completed"]


@pytest.mark.parametrize(
    ("counts", "required"),
    [(["100", "100", "99"], ["a"]), (["99", "99", "99"], []), (["0", "0", "0"], [])],
)
def test_column_that_always_has_a_value_is_required(plan, counts, required):
    plan.draft(
        table("order_completed", {"a": "string", "b": "string"}),
        answers=by_kind(counts=[counts]),
        stats=True,
    )

    assert plan.read(ORDER)["required"] == required


def test_trait_that_only_one_of_two_tables_has_is_not_required(plan):
    plan.draft(
        table("identifies", {"a": "string"}, kind="identifies"),
        table("users", {"a": "string", "b": "string"}, kind="users"),
        answers=lambda question: [["200"] * (1 + len(question["columns"]))],
        stats=True,
    )

    assert plan.read("shop/Identify/1-0.json")["required"] == ["a"]


def test_values_of_named_columns_are_examples(plan):
    done = plan.draft(
        table("order_completed", {"status": "string", "count": "integer", "note": "string"}),
        answers=lambda question: {
            "status": [["paid", "90"], ["open", "20"], ["it's {{ x }}", "3"], ["void", "1"]],
            "count": [["3", "7"]],
        }[question["column"]],
        sample_values=("status", "order_completed.count"),
    )

    properties = plan.read(ORDER)["properties"]
    assert properties["status"]["examples"] == ["paid", "open", "it's {{ x }}"]
    assert properties["count"]["examples"] == [3]
    assert "examples" not in properties["note"]
    assert done.left_out == ()
    assert plan.codes() == []


@pytest.mark.parametrize(
    ("values", "keyword"),
    [
        ([["paid", "90"], ["open", "20"]], {"enum": ["open", "paid"]}),
        ([["paid", "50"], ["open", "20"]], {"examples": ["paid", "open"]}),
        ([[str(n), "20"] for n in range(13)], {"examples": ["0", "1", "2"]}),
        ([], {}),
    ],
)
def test_few_values_are_an_enum_where_statistics_are_wanted_too(plan, values, keyword):
    plan.draft(
        table("order_completed", {"status": "string"}),
        answers=by_kind(values=values, counts=[["110", "110"]]),
        sample_values=("status",),
        stats=True,
    )

    status = plan.read(ORDER)["properties"]["status"]
    assert {key: status[key] for key in ("enum", "examples") if key in status} == keyword


def test_values_that_look_personal_are_not_taken_even_where_named(plan):
    done = plan.draft(
        table("order_completed", {"email": "string", "tags": "json"}),
        answers=by_kind(),
        sample_values=("email", "tags"),
    )

    assert [(one.column, one.why[:20]) for one in done.left_out] == [
        ("email", "it looks like an e-m"), ("tags", "values of type TEXT "),
    ]  # fmt: skip


def test_column_that_is_not_drafted_cannot_be_sampled(plan):
    with pytest.raises(SelectError, match="'statsu'") as caught:
        plan.draft(table("order_completed", {"status": "string"}), sample_values=("statsu",))

    assert "status" in caught.value.hint
