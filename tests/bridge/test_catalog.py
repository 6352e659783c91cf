from __future__ import annotations

import pytest

from reflekt_dbt.bridge.catalog import as_catalog, as_present, check_readable, failure_hint
from reflekt_dbt.errors import CatalogError


def answer(rows, *, exists=True):
    """What get_catalog says of one source."""
    return {
        "source": "shop",
        "database": "raw",
        "schema": "prod",
        "exists": exists,
        "rows": rows,
        "missing_grants": [] if rows else ["grant usage on schema prod to dbt"],
    }


def test_schema_that_does_not_exist_is_named_with_its_source():
    with pytest.raises(CatalogError, match=r"no schema .raw\.prod.") as caught:
        check_readable([answer([], exists=False)])

    assert caught.value.where == "source 'shop'"


def test_schema_that_shows_nothing_says_which_grants_may_be_missing():
    with pytest.raises(CatalogError) as caught:
        check_readable([answer([])])

    assert "grant usage on schema prod to dbt" in caught.value.hint


def test_schema_that_a_role_may_not_see_looks_like_one_that_is_not_there():
    with pytest.raises(CatalogError, match="or dbt's role may not see it") as caught:
        check_readable([answer([], exists=False)])

    assert caught.value.hint.endswith("if it is there, run: grant usage on schema prod to dbt")


def test_where_there_are_no_roles_nobody_is_told_to_grant():
    with pytest.raises(CatalogError) as caught:
        check_readable([{**answer([]), "missing_grants": []}])

    assert caught.value.problem.endswith("it is empty")
    assert caught.value.hint == "wait for the first events"


def test_grant_stays_on_its_line_whatever_the_names_hold():
    grants = ['grant usage on schema "a\nb\x1b[2J" to "dbt"', "grant x"]

    with pytest.raises(CatalogError) as caught:
        check_readable([{**answer([]), "missing_grants": grants}])

    assert '"a\\nb\\x1b[2J" to "dbt"; grant x' in caught.value.hint


# As the warehouses say it, after dbt's own "Database Error in operation reflekt_build".
REFUSALS = [
    "permission denied for view svv_columns",
    "002003 (02000): SQL compilation error:\nDatabase 'RAW' does not exist or not authorized.",
    "003001 (42501): SQL access control error:\nInsufficient privileges to operate on schema",
    "Access Denied: Table p:shop.INFORMATION_SCHEMA.COLUMNS: User does not have permission",
    "403 GET https://bigquery: Permission bigquery.tables.list denied on dataset p:shop",
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_warehouse_that_refuses_to_be_read_is_an_error_that_names_the_grant(refusal):
    assert failure_hint(refusal, ["grant a", "grant b"]).endswith("run: grant a; grant b")


def test_any_other_failure_is_for_dbt_to_look_into():
    assert failure_hint("could not connect to server", ["grant a"]) == "run: dbt debug"
    assert failure_hint(REFUSALS[0], []) == "run: dbt debug"


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


def test_fields_of_a_struct_are_told_beside_their_column():
    catalog = {
        "shop": {
            "orders": {
                "Address": "STRUCT<city STRING, geo STRUCT<lat FLOAT64>>",
                "address.city": "STRING",
                "address.geo": "STRUCT<lat FLOAT64>",
                "address.geo.lat": "FLOAT64",
                "items": "ARRAY<STRUCT<sku STRING>>",
                "items.sku": "STRING",
                "told": "STRUCT(a INTEGER, b STRUCT(c INTEGER))",
            }
        }
    }

    [[_, _, columns]] = as_present(catalog)["tables"]

    assert columns == [
        [
            "Address",
            "STRUCT<city STRING, geo STRUCT<lat FLOAT64>>",
            {"city": "STRING", "geo": "STRUCT<lat FLOAT64>", "geo.lat": "FLOAT64"},
        ],
        ["items", "ARRAY<STRUCT<sku STRING>>", {"sku": "STRING"}],
        [
            "told",
            "STRUCT(a INTEGER, b STRUCT(c INTEGER))",
            {"a": "INTEGER", "b": "STRUCT(c INTEGER)", "b.c": "INTEGER"},
        ],
    ]


def test_column_with_a_dot_in_its_name_is_a_column():
    columns = {"a": "text", "a.b": "text", "c.d": "json"}

    assert as_present({"shop": {"t": columns}}) == {
        "tables": [["shop", "t", [["a", "text"], ["a.b", "text"], ["c.d", "json"]]]]
    }
