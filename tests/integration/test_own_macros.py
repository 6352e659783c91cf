"""A project that has a macro of ours do something else, through dbt's own `dispatch`."""

from __future__ import annotations

import pytest
import yaml

from tests.integration.shops import Shop

# Hides one table, so that it shows whose macro was run.
OVERRIDE = """\
{% macro duckdb__catalog_query(place) %}
    select * from ({{ reflekt.duckdb__catalog_query(place) }}) as listed
    where table_name <> 'order_rated'
{% endmacro %}
"""


@pytest.fixture
def overriding(built, tmp_path) -> Shop:
    """The demo before anything is built, with the macro, and without what dbt could parse."""
    shop = built.copy_to(tmp_path / "shop")
    document = yaml.safe_load(shop.read("dbt_project.yml"))
    order = {"macro_namespace": "reflekt", "search_order": ["jaffle_shop", "reflekt"]}
    shop.write("dbt_project.yml", yaml.safe_dump({**document, "dispatch": [order]}))
    shop.write("macros/warehouse.sql", OVERRIDE)
    return shop


def test_command_runs_it_whatever_else_is_broken_in_the_project(overriding):
    overriding.write("models/broken.sql", "select * from {{ ref('nobody') }}")
    overriding.write("macros/broken.sql", "{% macro half(")

    said = overriding.reflekt("check")

    assert said.code == 1, said.err
    assert "Order_Rated/1-0: no table in jaffle_shop_segment yet" in said.out


def test_run_operation_runs_it_too(overriding):
    said = overriding.dbt("run-operation", "reflekt_check")

    assert "Order_Rated/1-0: no table in jaffle_shop_segment yet" in said.out + said.err


def test_project_that_does_not_ask_for_it_is_not_concerned(overriding, built):
    overriding.write("dbt_project.yml", built.read("dbt_project.yml"))

    said = overriding.reflekt("check")

    assert "Order_Rated/1-0: no table" not in said.out


def test_package_of_the_search_order_that_the_command_does_not_have_is_passed_over(overriding):
    order = "search_order:\n  - "
    overriding.replace("dbt_project.yml", order, f"{order}our_utils\n  - ")

    said = overriding.reflekt("check")

    assert "Order_Rated/1-0: no table in jaffle_shop_segment yet" in said.out
