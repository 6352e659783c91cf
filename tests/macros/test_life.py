"""Events and properties through their life, and columns nobody planned: what is rendered."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from reflekt_dbt.config.model import BuildConfig, Config, SourceConfig
from reflekt_dbt.config.overrides import ColumnOverrides, EventOverrides, Unplanned
from reflekt_dbt.events.flatten import flatten
from reflekt_dbt.events.model import Event, Version
from reflekt_dbt.plan.compile import Landing, compile_plan
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS

CART = "models/staging/shop/stg_shop__cart.sql"
YAML = "models/staging/shop/_stg_shop__cart.yml"
SOURCE = "models/staging/shop/__src_shop.yml"
TEXT = {"type": "string"}
TOTAL = {"total": {"type": "number", "renamed_from": ["sum", "amount"]}}
INCLUDE = {"unplanned": Unplanned("include")}


def event(id_, properties=None, name="Cart", **metadata):
    version = Version(*map(int, id_.rpartition("/")[2].split("-")))
    leaves = flatten({"properties": properties or {"note": TEXT}})
    return Event(id_, name, version, Path("x"), "About carts.", leaves, metadata)


def plan_of(*events, source=None, **build):
    shop = SourceConfig("shop", "segment", **(source or {}))
    config = Config(sources=(shop,), build=BuildConfig(**build))
    return compile_plan([Landing(shop, events)], config, SDKS, Surroundings("shop"))


def present(*columns, cart="cart", **tables):
    """A table cart with *columns*, as ``name`` or ``name type``; and others."""
    named = {cart: columns, **tables} if columns else tables
    return {
        "tables": [
            ["shop", table, [[*column.split(" ", 1), "VARCHAR"][:2] for column in names]]
            for table, names in named.items()
        ]
    }


def of_columns(**columns):
    return {"events": {"shop.cart": EventOverrides(columns=ColumnOverrides(**columns))}}


NOTE = event("shop/Cart/1-0")
OLD = {"sum": {"type": "integer"}, "note": TEXT}
RENAMED = event("shop/Cart/1-1", {**TOTAL, "note": TEXT})
CASES = {
    "planned, no table": (plan_of(event("shop/Cart/1-0", status="planned")), present()),
    "planned, table": (plan_of(event("shop/Cart/1-0", status="planned")), present("note")),
    "live, no table": (plan_of(NOTE), present()),
    "deprecated": (
        plan_of(event("shop/Cart/1-0", status="deprecated", deprecated_on="2026-03-20")),
        present("note"),
    ),
    "deprecated, nobody knows when": (
        plan_of(event("shop/Cart/1-0", status="deprecated")),
        present("note"),
    ),
    "retired": (plan_of(event("shop/Cart/1-0", status="retired")), present("note")),
    "retired by its newest version": (
        plan_of(NOTE, event("shop/Cart/1-1", status="retired", renamed_from="Basket")),
        present("note", basket=["id"]),
    ),
    "an unknown status": (
        plan_of(event("shop/Cart/1-0", status="depricated")),
        present("note"),
    ),
    "both columns": (plan_of(RENAMED), present("total DOUBLE", "sum BIGINT", "note")),
    "only the old column": (plan_of(RENAMED), present("sum BIGINT", "note")),
    "only the new column": (plan_of(RENAMED), present("total DOUBLE", "note")),
    "neither column": (plan_of(RENAMED), present("note")),
    "columns of two types": (
        plan_of(RENAMED),
        present("total DOUBLE", "sum VARCHAR", "amount DATE", "note"),
    ),
    "the old minor is still there": (
        plan_of(event("shop/Cart/1-0", OLD), RENAMED),
        present("total DOUBLE", "sum DOUBLE", "note"),
    ),
    "renamed at a major": (
        plan_of(event("shop/Cart/1-0", OLD), event("shop/Cart/2-1", TOTAL)),
        present("total DOUBLE", "sum DOUBLE"),
    ),
    "renamed inside of an object": (
        plan_of(
            event("shop/Cart/1-0", {"cart": {"properties": TOTAL}}), source={"flatten": True}
        ),
        present("cart JSON", "sum BIGINT"),
    ),
    "an event renamed, both tables": (
        plan_of(event("shop/Basket/1-0", name="Basket", renamed_from="Cart")),
        present("note", basket=["note", "id"]),
    ),
    "an event renamed, the old table": (
        plan_of(event("shop/Basket/1-0", name="Basket", renamed_from=["shop/Cart/1-0"])),
        present("note"),
    ),
    "an event renamed, the new table": (
        plan_of(event("shop/Basket/1-0", name="Basket", renamed_from="Cart")),
        present(basket=["note"]),
    ),
    "an event renamed to one, the old name is another's": (
        plan_of(NOTE, event("shop/Basket/1-0", name="Basket", renamed_from="Cart")),
        present("note", basket=["note"]),
    ),
    "unplanned, reported": (plan_of(NOTE), present("note", "b", "a", "ip", "context_traits_x")),
    "unplanned, included": (
        plan_of(NOTE, context=("context_traits_*",), **INCLUDE),
        present("note", "b", "a", "ip", "context_traits_x", "context_ip", "Odd-Name", "2nd"),
    ),
    "unplanned, one more": (
        plan_of(NOTE, context=("context_traits_*",), **INCLUDE),
        present(
            "note",
            "b",
            "a",
            "ip",
            "context_traits_x",
            "context_ip",
            "Odd-Name",
            "2nd",
            "aa",
        ),
    ),
    "unplanned, ignored": (
        plan_of(NOTE, unplanned=Unplanned(ignore=("tmp_?", "b*"))),
        present("note", "tmp_1", "tmp_12", "bbb"),
    ),
    "unplanned of one table": (
        plan_of(NOTE, events={"shop.tracks": EventOverrides(unplanned=Unplanned("include"))}),
        present("note", "a", tracks=["id", "b"]),
    ),
    "columns of config": (
        plan_of(
            NOTE,
            **of_columns(
                add={"total": "price * 100"},
                exclude=("context_*", "received_at"),
                rename={"note": "remark", "id": "row_id"},
            ),
        ),
        present("id", "note", "received_at TIMESTAMP", "context_ip", "sent_at TIMESTAMP"),
    ),
    "an old alias is excluded": (
        plan_of(RENAMED, **of_columns(exclude=("sum", "amount"))),
        present(
            "total DOUBLE",
            "sum DOUBLE",
            "note",
        ),
    ),
}


@pytest.fixture(scope="module")
def results(call_files):
    return call_files(CASES)


@pytest.fixture(scope="module")
def seen(results):
    """Case → what is selected in the model of carts, and the codes of findings."""

    def of(case):
        files = {path: text for path, _, text in results[case]["files"]}
        codes = [found[0] for found in results[case]["findings"]]
        return selected(files.get(CART, "")), codes

    return of


def selected(sql):
    lines = [
        line.strip().rstrip(",") for line in sql.splitlines() if line.startswith("        ")
    ]
    return [line for line in lines if not line.startswith("cast('")]


def text_of(results, case, path=YAML):
    return {path: text for path, _, text in results[case]["files"]}.get(path, "")


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        ("planned, no table", []),
        ("planned, table", ["planned_event_has_table"]),
        ("live, no table", ["event_without_table"]),
        ("deprecated", []),
        ("retired", []),
        ("retired by its newest version", []),
        ("an unknown status", ["unknown_life"]),
        ("unplanned, reported", ["column_without_property"] * 3 + ["unlisted_context"]),
        ("unplanned, included", []),
        ("unplanned, ignored", ["column_without_property"]),
        ("unplanned of one table", ["column_without_property"]),
    ],
)
def test_findings(seen, case, codes):
    assert seen(case)[1] == codes


@pytest.mark.parametrize("case", ["retired", "retired by its newest version"])
def test_a_retired_event_leaves_nothing(results, case):
    assert [path for path, _, _ in results[case]["files"]] == [
        "models/staging/_reflekt_segment.md"
    ]


def test_a_deprecated_event_says_so_in_its_model(results):
    known = text_of(results, "deprecated")
    unknown = text_of(results, "deprecated, nobody knows when")

    assert "    deprecation_date: 2026-03-20\n" in known
    assert "description: 'Deprecated as of 2026-03-20. About carts.'" in known
    assert "deprecation_date:" not in unknown
    assert "description: 'Deprecated. About carts.'" in unknown


NEITHER = "cast(null as {{ dbt.type_float() }})"
STRING = "cast({} as {{{{ dbt.type_string() }}}})"
JSON = "cast(json_extract_string(cart, '$.{}') as {{{{ dbt.type_float() }}}})"


READS = ", ".join(JSON.format(name) for name in ("total", "sum", "amount"))
INSIDE = f"coalesce({READS}) as cart_total"


@pytest.mark.parametrize(
    ("case", "lines"),
    [
        (
            "both columns",
            [
                "coalesce(total, sum) as total",
                "note",
                "coalesce(total, sum) as sum",
                "coalesce(total, sum) as amount",
            ],
        ),
        ("only the old column", ["sum as total", "note", "sum", "sum as amount"]),
        ("only the new column", ["total", "note", "total as sum", "total as amount"]),
        (
            "neither column",
            [
                f"{NEITHER} as total,  -- no column yet",
                "note",
                f"{NEITHER} as sum,  -- no column yet",
                f"{NEITHER} as amount,  -- no column yet",
            ],
        ),
        (
            "columns of two types",
            [
                f"coalesce({STRING.format('total')}, sum, {STRING.format('amount')}) as {name}"
                if name != "note"
                else name
                for name in ("total", "note", "sum", "amount")
            ],
        ),
        (
            "the old minor is still there",
            [
                "coalesce(total, sum) as total",
                "note",
                "coalesce(total, sum) as sum",
                "coalesce(total, sum) as amount",
            ],
        ),
        (
            "renamed at a major",
            ["coalesce(total, sum) as total", "coalesce(total, sum) as amount"],
        ),
        (
            "renamed inside of an object",
            [INSIDE],
        ),
        ("an old alias is excluded", ["coalesce(total, sum) as total", "note"]),
        (
            "unplanned, included",
            [
                "note",
                '"2nd" as _2nd',
                "a",
                "b",
                "ip as _ip",
                '"Odd-Name" as odd_name_02fc1646',
                "context_ip as ip",
                "context_traits_x",
            ],
        ),
        (
            "columns of config",
            [
                "id as row_id",
                "sent_at as sent_at_tstamp",
                "note as remark",
                "price * 100 as total",
            ],
        ),
    ],
)
def test_columns(seen, case, lines):
    assert seen(case)[0] == lines


def test_an_old_alias_says_what_to_read_instead(results):
    text = text_of(results, "both columns")

    assert (
        "      - name: sum\n        description: 'Deprecated: renamed to total.'\n"
        "        config:\n          meta:\n            deprecated: true\n"
        "            renamed_to: total\n"
    ) in text


def test_a_renamed_event_keeps_its_model_and_reads_both_tables(results, seen):
    sql = text_of(results, "an event renamed, both tables", CART)

    assert "source('shop', 'basket')" in sql
    assert "source('shop', 'cart')" in sql
    assert "select * from renamed_basket\n    union all\n    select * from renamed_cart" in sql
    assert "source_name" not in sql
    assert seen("an event renamed, both tables")[1] == ["former_table_kept"]


@pytest.mark.parametrize(
    ("case", "table", "codes"),
    [
        (
            "an event renamed, the old table",
            "cart",
            ["source_without_table", "former_table_kept"],
        ),
        ("an event renamed, the new table", "basket", []),
    ],
)
def test_a_renamed_event_reads_whichever_table_is_there(results, seen, case, table, codes):
    assert f"source('shop', '{table}')" in text_of(results, case, CART)
    assert seen(case)[1] == codes


def test_a_name_that_is_another_events_by_now_is_no_former_one(results, seen):
    case = "an event renamed to one, the old name is another's"

    assert seen(case) == (["note"], ["former_name_in_use"])
    assert text_of(results, case, CART.replace("cart", "basket"))


def test_dbt_v2_gives_the_same_bytes(call_files, results, v2_program):
    assert call_files(CASES, v2_program) == results


def test_one_more_unplanned_column_is_one_line_of_sql(results):
    old, new = (
        text_of(results, f"unplanned, {case}", CART) for case in ("included", "one more")
    )

    assert changed(old, new) == ["+        aa,"]


def changed(old, new):
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]
