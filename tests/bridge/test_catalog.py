from __future__ import annotations

import pytest

from reflekt_dbt.bridge.catalog import as_catalog, as_present, check_readable
from reflekt_dbt.errors import CatalogError


def answer(rows, *, exists=True):
    """What get_catalog says of one source."""
    return {
        "source": "shop",
        "database": "raw",
        "schema": "prod",
        "exists": exists,
        "rows": rows,
    }


def test_schema_that_does_not_exist_is_named_with_its_source():
    with pytest.raises(CatalogError, match=r"no schema .raw\.prod.") as caught:
        check_readable([answer([], exists=False)])

    assert caught.value.where == "source 'shop'"


def test_schema_that_shows_nothing_says_which_grants_may_be_missing():
    with pytest.raises(CatalogError) as caught:
        check_readable([answer([])])

    assert "grant usage on schema prod" in caught.value.hint
    assert "grant select on all tables in schema prod" in caught.value.hint


def test_schema_with_tables_is_readable():
    check_readable([answer([["tracks", "id", "text"]])])


def test_order_of_the_warehouse_does_not_show():
    rows = [["b", "y", "text"], ["a", "z", "text"], ["b", "x", "text"]]

    present = as_present(as_catalog([answer(rows)]))

    assert present == as_present(as_catalog([answer(rows[::-1])]))
    assert present == {
        "tables": [
            ["shop", "a", [["z", "text"]]],
            ["shop", "b", [["x", "text"], ["y", "text"]]],
        ]
    }
