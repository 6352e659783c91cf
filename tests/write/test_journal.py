from __future__ import annotations

import json

import pytest

from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.journal import Change, Step, parse_journal, render_journal, steps_for
from tests.write.projects import (
    ALL,
    CARTS,
    CARTS_YML,
    DOCS,
    ORDERS,
    ORDERS_YML,
    SOURCE,
    TEST,
    source_yaml,
)


def order(changes):
    return [f"{step.op} {step.path}" for step, _ in steps_for(changes)]


def test_what_others_need_is_put_first_and_the_record_last():
    changes = [Change(path, None, text) for path, text in ALL.items()]
    records = [Change("reflekt.lock", None, "x"), Change("reflekt.catalog", None, "x")]

    assert order([*records, *changes]) == [
        f"put {DOCS}",
        f"put {TEST}",
        f"put {SOURCE}",
        f"put {CARTS}",
        f"put {ORDERS}",
        f"put {CARTS_YML}",
        f"put {ORDERS_YML}",
        "put reflekt.catalog",
        "put reflekt.lock",
    ]


def test_what_goes_is_deleted_before_what_it_needs():
    changes = [Change(path, text, None) for path, text in ALL.items() if path != SOURCE]
    source = Change(SOURCE, ALL[SOURCE], source_yaml("orders"))

    assert order([*changes, source]) == [
        f"delete {CARTS_YML}",
        f"delete {ORDERS_YML}",
        f"delete {CARTS}",
        f"delete {ORDERS}",
        f"put {SOURCE}",
        f"delete {DOCS}",
        f"delete {TEST}",
    ]


def test_file_that_changes_its_place_is_moved_there_first():
    changes = [Change("a/stg_x.sql", "old", None), Change("b/stg_x.sql", None, "new")]

    (move, _), (delete, _), (put, text) = steps_for(changes)

    assert move == Step(
        "move", "b/stg_x.sql", (blob_id("old"),), blob_id("old"), origin="a/stg_x.sql"
    )
    assert delete == Step("delete", "a/stg_x.sql", (blob_id("old"),))
    assert put == Step("put", "b/stg_x.sql", ("", blob_id("old")), blob_id("new"))
    assert text == "new"


def test_source_file_under_another_name_is_moved_by_what_it_defines():
    changes = [
        Change("m/__src_shop.yml", source_yaml("a"), None),
        Change("m/_src_shop.yml", None, source_yaml("a", "b")),
    ]

    assert order(changes)[0] == "move m/_src_shop.yml"


def test_journal_is_read_back_as_it_was():
    steps = tuple(
        step for step, _ in steps_for([Change("a", "x", None), Change("b", None, "y")])
    )

    assert parse_journal(render_journal(steps)) == steps


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 99, "steps": []}',
        json.dumps({"version": 1, "steps": [{"op": "delete", "path": "../x", "before": []}]}),
        json.dumps(
            {"version": 1, "steps": [{"op": "move", "path": "x", "before": [], "origin": "/x"}]}
        ),
    ],
    ids=["empty", "list", "newer", "up", "absolute"],
)
def test_what_is_no_journal_of_ours_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_journal(text)
