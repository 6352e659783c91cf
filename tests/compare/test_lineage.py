"""Columns traced through SQL as people write it, and as dbt compiles it."""

from __future__ import annotations

import pytest

from reflekt_dbt.compare.lineage import NotTracedError, columns_in, trace

STG, OTHER, UNKNOWN = '"db"."shop"."stg"', '"db"."shop"."other"', '"db"."shop"."unknown"'
RELATIONS = {STG: ("id", "total", "store"), OTHER: ("id", "total", "city"), UNKNOWN: None}


def spelt(sql):
    """Return *sql* with the relations as dbt spells them."""
    return sql.replace("{STG}", STG).replace("{OTHER}", OTHER).replace("{UNKNOWN}", UNKNOWN)


def outputs(sql, adapter="duckdb", relations=RELATIONS):
    """Column → what it is made of, as ``stg.total``."""
    flow = trace(spelt(sql), adapter, relations)
    return {name: sorted(map(short, made_of)) for name, made_of in flow.outputs.items()}


def conditions(sql):
    return sorted(map(short, trace(spelt(sql), "duckdb", RELATIONS).conditions))


def short(leaf):
    return f"{leaf[0].split('.')[-1].strip(chr(34)).strip('`')}.{leaf[1]}"


ALL = "select id from {STG}"
CASES = {
    "select *": ("select * from {STG}", "total", ["stg.total"]),
    "a new name": ("select total as revenue from {STG}", "revenue", ["stg.total"]),
    "select * through CTEs that rename": (
        (
            "with a as (select * from {STG}), b as (select total as t, id from a), "
            "c as (select * from b) select t as revenue from c"
        ),
        "revenue",
        ["stg.total"],
    ),
    "a subquery": ("select x.t from (select total as t from {STG}) x", "t", ["stg.total"]),
    "an alias of a relation": ("select s.total from {STG} as s", "total", ["stg.total"]),
    "a name of a relation": ("select stg.total from {STG}", "total", ["stg.total"]),
    "a whole name of a relation": (
        'select "db"."shop"."stg".total from {STG}',
        "total",
        ["stg.total"],
    ),
    "one of two that have the name": (
        "select o.total from {STG} s join {OTHER} o on o.id = s.id",
        "total",
        ["other.total"],
    ),
    "a name that only one has": (
        "select city, store from {STG} s join {OTHER} o on o.id = s.id",
        "store",
        ["stg.store"],
    ),
    "an expression of both": (
        "select s.total + o.total as both from {STG} s join {OTHER} o on o.id = s.id",
        "both",
        ["other.total", "stg.total"],
    ),
    "a union, by place": (
        "select id, total from {STG} union all select city, id from {OTHER}",
        "total",
        ["other.id", "stg.total"],
    ),
    "a union of CTEs": (
        (
            "with a as (select id from {STG}), b as (select city from {OTHER}) "
            "select * from a union all select * from b"
        ),
        "id",
        ["other.city", "stg.id"],
    ),
    "a window": (
        "select row_number() over (partition by store order by total) as n from {STG}",
        "n",
        ["stg.store", "stg.total"],
    ),
    "a query in a column": (
        "select (select max(o.total) from {OTHER} o) as most from {STG}",
        "most",
        ["other.total"],
    ),
    "a recursive query": (
        (
            "with recursive r as (select id, 1 as n from {STG} union all "
            "select id, n + 1 from r where n < 3) select id from r"
        ),
        "id",
        ["stg.id"],
    ),
    "what a star leaves out": ("select * exclude (store) from {STG}", "total", ["stg.total"]),
    "a relation of unknown columns": (
        "select total from {UNKNOWN}",
        "total",
        ["unknown.total"],
    ),
    "a star of unknown columns, of which one is named": (
        "with a as (select * from {UNKNOWN}) select total as t from a",
        "t",
        ["unknown.total"],
    ),
    "rows made of a list": (
        "select u.x from {STG} s, unnest(s.store) as u(x)",
        "x",
        ["stg.store"],
    ),
    "a constant": ("select 1 as one from {STG}", "one", []),
    "a table that is not of the project": ("select total from raw.orders", "total", []),
}


@pytest.mark.parametrize(("sql", "column", "expected"), CASES.values(), ids=CASES)
def test_column_is_traced_to_what_it_is_made_of(sql, column, expected):
    assert outputs(sql)[column] == expected


def test_what_a_star_leaves_out_is_no_column():
    assert list(outputs("select * exclude (store) from {STG}")) == ["id", "total"]


@pytest.mark.parametrize(
    ("adapter", "relation", "sql"),
    [
        ("snowflake", "DB.SHOP.STG", "select TOTAL as REVENUE from DB.SHOP.STG"),
        ("snowflake", '"DB"."SHOP"."STG"', "select total as revenue from db.shop.stg"),
        ("bigquery", "`db`.`shop`.`stg`", "select stg.total as revenue from `db`.`shop`.`stg`"),
        ("postgres", STG, 'select "total"::numeric as revenue from {STG}'),
        ("redshift", STG, "select total as revenue from {STG}"),
        ("an-adapter-nobody-knows", STG, "select total as revenue from {STG}"),
    ],
    ids=["snowflake", "snowflake quoted", "bigquery", "postgres", "redshift", "unknown"],
)
def test_every_warehouse_is_traced(adapter, relation, sql):
    flow = trace(spelt(sql), adapter, {relation: ("id", "total")})

    assert flow.outputs == {"revenue": {(relation, "total")}}


@pytest.mark.parametrize(
    "clause",
    [
        "where total > 1",
        "group by total",
        "group by id having max(total) > 1",
        "order by total",
        "qualify row_number() over (order by total) = 1",
        "where id in (select id from {STG} where total > 0)",
    ],
)
def test_columns_that_only_decide_on_rows_are_conditions(clause):
    sql = f"{ALL} {clause}"

    assert "stg.total" in conditions(sql)
    assert outputs(sql) == {"id": ["stg.id"]}


def test_a_join_is_a_condition():
    sql = "select s.id from {STG} s join {OTHER} o on s.store = o.city"

    assert conditions(sql) == ["other.city", "stg.store"]


def test_a_column_that_a_query_selects_and_nobody_uses_is_no_condition():
    assert conditions("with a as (select * from {STG}) select id from a") == []


@pytest.mark.parametrize(
    "sql",
    [
        "this is ( no sql",
        "",
        "select * from {UNKNOWN}",
        "select * from raw.orders",
        "select total from {STG} join {OTHER} on true",
        "select nobody from {STG} join {UNKNOWN} on true",
        "create table x as (select 1 as one)",
    ],
)
def test_what_cannot_be_told_is_refused_and_not_guessed(sql):
    with pytest.raises(NotTracedError):
        outputs(sql)


def test_columns_of_an_expression():
    assert columns_in("case when total > 1 then store end", "duckdb") == {"total", "store"}
