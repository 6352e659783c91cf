"""Files of an older layout that would stay beside those that take their place."""

from __future__ import annotations

import pytest

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.decide import Decision
from reflekt_dbt.write.doubles import check_no_doubles
from reflekt_dbt.write.scan import folder_of, scan
from reflekt_dbt.write.survey import Survey
from tests.write.projects import CARTS, CARTS_YML, ORDERS, ORDERS_YML, model_sql, model_yaml

ONE, OTHER = "models/_stg_shop__orders.yml", "models/_shop__models.yml"
TEXT = model_yaml("orders")
OLD = {ONE: TEXT, ORDERS: model_sql("orders")}


def check(*decisions, on_disk=OLD):
    files = {path: scan(path, text, folder_of(path, text)) for path, text in on_disk.items()}
    check_no_doubles(decisions, on_disk, Survey(files=files))


def new(path=OTHER, text=TEXT, kind="create", before=None):
    return Decision(kind, path, "shop", before, text)


def test_an_edited_file_that_stays_is_named_with_what_takes_its_place():
    with pytest.raises(WriteError) as caught:
        check(new(), Decision("kept_stale", ONE, "shop", TEXT))

    assert caught.value.where == ONE
    assert OTHER in caught.value.problem
    assert "take your edits out" in caught.value.hint


def test_a_file_that_the_run_does_not_plan_is_a_matter_of_the_whole_layout():
    with pytest.raises(WriteError) as caught:
        check(new())

    assert "leave out --select" in caught.value.hint


def test_a_model_in_two_folders_is_found_as_well():
    with pytest.raises(WriteError):
        check(new("models/x/stg_shop__orders.sql", model_sql("orders")))


@pytest.mark.parametrize(
    "decisions",
    [
        (new(), Decision("delete", ONE, "shop", TEXT)),
        (new(ONE, before=TEXT, kind="unchanged"),),
        (new(kind="foreign", before="x"),),
        (new(before=TEXT, kind="unchanged"),),
        (new(CARTS_YML, model_yaml("carts")), new(CARTS, model_sql("carts"))),
    ],
    ids=["removed", "the same file", "left alone", "nothing new", "of another model"],
)
def test_what_is_in_no_one_s_way_passes(decisions):
    check(*decisions)


def test_a_file_of_the_user_s_is_no_matter_here():
    files = {ORDERS_YML: scan(ORDERS_YML, TEXT, "other")}

    check_no_doubles([new()], [], Survey(files=files))
