from __future__ import annotations

import yaml

from reflekt_dbt.write.interim import interim
from reflekt_dbt.write.journal import Change, steps_for
from reflekt_dbt.write.yaml_names import yaml_names
from tests.write.projects import ORDERS, SOURCE, model_sql, source_yaml

OLD = (
    "version: 2\n\nsources:\n  - name: shop\n    tables:\n      - name: orders\n"
    "        columns:\n          - name: tills\n      - name: order_completed\n"
)
NEW = "version: 2\n\nsources:\n  - name: shop\n    tables:\n      - name: tills\n"


def test_between_two_states_there_are_the_tables_of_both():
    text = interim(OLD, NEW, {("shop", "orders")})

    assert yaml_names(text).tables == {
        ("shop", "orders"), ("shop", "order_completed"), ("shop", "tills"),
    }  # fmt: skip
    (source,) = yaml.safe_load(text)["sources"]
    assert source["tables"][1]["columns"] == [{"name": "tills"}]


def test_nothing_is_between_where_no_table_is_lost():
    assert interim(NEW, NEW, {("shop", "tills")}) is None


def test_nothing_is_between_where_no_model_stays_that_reads_what_is_lost():
    assert interim(OLD, NEW, {("shop", "tills")}) is None


def test_foreign_layout_is_left_as_it_is():
    assert (
        interim(
            "sources: [{name: shop, tables: [{name: orders}]}]\n", NEW, {("shop", "orders")}
        )
        is None
    )


def test_model_that_goes_to_another_table_finds_both_on_its_way():
    changes = [
        Change(SOURCE, source_yaml("orders"), source_yaml("order_completed")),
        Change(ORDERS, model_sql("orders"), model_sql("order_completed")),
    ]

    steps = steps_for(changes)

    assert [step.path for step, _ in steps] == [SOURCE, ORDERS, SOURCE]
    between, _, last = (text for _, text in steps)
    assert yaml_names(between).tables == {("shop", "orders"), ("shop", "order_completed")}
    assert last == source_yaml("order_completed")
    assert steps[2][0].before == (steps[0][0].after,)
