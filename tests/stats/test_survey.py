"""What statistics ask of which tables, and what they make of the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from reflekt_dbt.bridge.cost import cost_in_words, in_units
from reflekt_dbt.events.model import Event, Property, Version
from reflekt_dbt.plan.findings import sentence
from reflekt_dbt.sdks import SDKS
from reflekt_dbt.stats.check import Survey
from reflekt_dbt.stats.questions import Where
from reflekt_dbt.stats.show import lines
from reflekt_dbt.stats.tables import Held, Table, shared_tables

PLACES = {"shop": {"database": "raw", "schema": "shop", "quoting": {}}}
SEGMENT = {"shop": SDKS["segment"]}
WHEN = ("RECEIVED_AT", "TIMESTAMP")
PRESENT = {
    "shop": {
        "ORDER_COMPLETED": {"STATUS": "TEXT", "RECEIVED_AT": "TIMESTAMP", "_TOTAL": "FLOAT"},
        "TRACKS": {"EVENT": "TEXT", "EVENT_TEXT": "TEXT", "RECEIVED_AT": "TIMESTAMP"},
    }
}
ORDER = "shop/Order_Completed/1-0"
EVENTS = {
    ORDER: Event(
        ORDER, "Order Completed", Version(1, 0), Path("x"),
        properties=(Property(("status",)), Property(("cart", "total"))),
    )
}  # fmt: skip


def planned(**more):
    columns = {"status": ["status"], "cart.total": ["total", "_total"], "gone": ["gone"]}
    return {
        "source": "shop", "event": ORDER, "events": [ORDER], "selected": True,
        "relations": ["_order_completed", "order_completed"], "row_filter": [], "join": None,
        "properties": [
            {"property": name, "column": column, "kind": "column"}
            for name, column in columns.items()
        ],
        **more,
    }  # fmt: skip


def shared(*tables):
    plan = {"tables": list(tables)}
    families = {"TEXT": "string", "FLOAT": "number"}
    return list(shared_tables(plan, PRESENT, EVENTS, SEGMENT, families, lambda _: False))


def held(enum=(), family="string", **more):
    return Held(Property(("status",), enum=enum, **more), "STATUS", family)


def asked(*of, rows):
    """Ask about a table that holds *of*; return the survey when *rows* was the answer."""
    survey = Survey(PLACES, 7)
    survey.ask_tables([Table("shop", ORDER, "ORDER_COMPLETED", WHEN, of)])
    survey.listen([[rows]])
    return survey


def found(survey):
    return [(one[0], sentence(one)) for one in survey.findings]


def test_tables_are_matched_with_the_catalogue_in_its_spelling():
    (table,) = shared(planned())

    assert (table.name, table.when) == ("ORDER_COMPLETED", WHEN)
    columns = [(one.prop.dotted, one.column, one.family) for one in table.held]
    assert columns == [("status", "STATUS", "string"), ("cart.total", "_TOTAL", "number")]


@pytest.mark.parametrize(
    "more",
    [
        {"selected": False},
        {"event": ""},
        {"events": [ORDER, "shop/Other/1-0"]},
        {"relations": ["cart_viewed"]},
        {"row_filter": [["event", "x"]]},
        {"source": "elsewhere"},
    ],
    ids=str,
)
def test_tables_that_are_not_one_events_are_not_asked(more):
    assert shared(planned(**more)) == []


def test_table_without_a_time_of_arrival_is_not_asked():
    survey = Survey(PLACES, 7)
    survey.ask_tables([Table("shop", ORDER, "ORDER_COMPLETED", (), (held(),))])

    assert survey.take_questions() == []


@pytest.mark.parametrize(
    ("enum", "family", "compared"),
    [
        (("a",), "string", True),
        (("a",), "boolean", False),
        ((1, 2.5), "integer", True),
        ((1,), "string", False),
        ((True,), "boolean", True),
        (("a", 1), "string", False),
        ((), "string", False),
    ],
)
def test_enum_is_compared_where_sql_can(enum, family, compared):
    assert bool(held(enum, family).enum) is compared


def test_events_are_planned_by_the_table_that_they_land_in():
    survey = Survey(PLACES, 7)
    survey.ask_events(SEGMENT, PRESENT, {"tables": [planned()]})
    (question,) = survey.take_questions()
    survey.listen(
        [
            [
                ["order_completed", "ORDER completed", "3", "2026-01-01", "2026-01-02"],
                ["cart", "Ca\x1b[2Jrt", "2", "2026-01-01", "2026-01-01"],
                [None, None, "1", None, None],
            ]
        ]
    )

    assert (question["table"], question["event"], question["days"]) == ("TRACKS", "EVENT", 7)
    assert [one.planned for one in survey.seen] == [True, False, False]
    (code, said), _ = found(survey)
    assert code == "event_not_planned"
    days = "from 2026-01-01 to 2026-01-01"
    assert said == f"'Ca\\x1b[2Jrt' arrived 2 times in shop {days}; no schema plans it"


def test_rows_that_nobody_sent_say_nothing_of_properties():
    survey = asked(held(required=True), rows=["0", "0"])

    assert [code for code, _ in found(survey)] == ["event_not_seen"]
    assert survey.filled == []


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"required": True}, ["null_though_required"]),
        ({"required": True, "nullable": True}, []),
        ({}, []),
    ],
)
def test_null_is_found_where_the_schema_wants_a_value(more, codes):
    survey = asked(held(**more), rows=["4", "3"])

    assert [code for code, _ in found(survey)] == codes
    assert survey.filled[0].null_share == 0.25


def test_values_are_asked_for_only_where_some_are_outside_and_none_is_private():
    assert asked(held(("a",)), rows=["4", "3", "0"]).take_questions() == []
    private = Held(Property(("status",), enum=("a",)), "STATUS", "string", is_private=True)
    assert asked(private, rows=["4", "3", "2"]).take_questions() == []

    (question,) = asked(held(("a",)), rows=["4", "3", "2"]).take_questions()

    assert (question["kind"], question["except"], question["limit"]) == ("values", ["a"], 5)


def test_names_of_many_tables_are_asked_for_in_a_few_questions():
    questions = Where(PLACES["shop"]).names([[str(n), "event_text", WHEN] for n in range(250)])

    assert [len(one["tables"]) for one in questions] == [100, 100, 50]


def test_words_are_short_and_on_one_line_each():
    survey = asked(held(), rows=["1000", "999"])
    survey.ask_events(SEGMENT, PRESENT, {"tables": []})
    names = [[f"e{n}", f"E\n{n}", "1", "2026-01-01", "2026-01-01"] for n in range(30)]
    survey.listen([names])

    said = list(lines(survey.document()))

    assert said[0] == "events seen in the last 7 days: 30"
    assert said[1] == "  E\\n0: 1 times from 2026-01-01 to 2026-01-01, not planned"
    assert said[21] == "  … and 10 more"
    assert said[-1] == "  shop/Order_Completed/1-0: status: 0.1 % of ORDER_COMPLETED"
    assert list(lines({})) == []


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 KB"), (2e15, "2000.0 TB")],
)
def test_bytes_are_said_as_people_say_them(count, words):
    assert in_units(int(count)) == words


def test_cost_is_that_of_a_dry_run_where_there_is_one(monkeypatch):
    monkeypatch.setattr("reflekt_dbt.bridge.cost._bytes_of", lambda query: 10 * len(query))

    said = cost_in_words(["select 1", "select 22"], 7, "bigquery")

    assert said == "reading rows of the last 7 days: 2 queries, 170 bytes by a dry run"
