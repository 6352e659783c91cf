"""What reads a changed column: models, snapshots, exposures, metrics."""

from __future__ import annotations

import json

import pytest

from reflekt_dbt.compare import impact as module
from reflekt_dbt.compare.impact import Impact, Touch
from reflekt_dbt.compare.landed import Landed
from reflekt_dbt.compare.manifest import read_manifest

STG = '"db"."shop"."stg_cart"'
OTHER = '"db"."shop"."stg_order"'


def model(name, sql, *reads, relation=None, kind="model"):
    return {
        "resource_type": kind,
        "name": name,
        "original_file_path": f"models/{name}.sql",
        "relation_name": f'"db"."shop"."{name}"' if relation is None else relation,
        "compiled_code": sql.replace("{STG}", STG).replace("{OTHER}", OTHER),
        "depends_on": {"nodes": [f"model.shop.{one}" for one in reads]},
    }


STAGING = (
    'with source as (select * from "db"."raw"."{0}"), '
    "renamed as (select id, total, store from source) select * from renamed"
)
NODES = {
    "model.shop.stg_cart": model("stg_cart", STAGING.format("cart")),
    "model.shop.stg_order": model("stg_order", STAGING.format("order")),
    "model.shop.int_cart": model(
        "int_cart",
        "with c as (select * from {STG}) select id, total as revenue from c",
        "stg_cart",
    ),
    "model.shop.fct_cart": model(
        "fct_cart", 'select id, revenue * 2 as twice from "db"."shop"."int_cart"', "int_cart"
    ),
    "model.shop.fct_both": model(
        "fct_both",
        "select o.total, c.store from {STG} c join {OTHER} o on o.id = c.id",
        "stg_cart",
        "stg_order",
    ),
    "model.shop.fct_large": model(
        "fct_large", "select id from {STG} where total > 100", "stg_cart"
    ),
    "snapshot.shop.snap_cart": model(
        "snap_cart", "select * from {STG}", "stg_cart", kind="snapshot"
    ),
    "test.shop.a": {**model("a", "select total", "stg_cart"), "resource_type": "test"},
}


@pytest.fixture
def reached(tmp_path):
    """What is reached from columns of stg_cart, in a project of these nodes."""

    def reach(columns, nodes=NODES, **more):
        document = {"metadata": {"adapter_type": "duckdb"}, "nodes": nodes, **more}
        file = tmp_path / "manifest.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        where = Landed("stg_cart", "models/stg_cart.sql", columns)
        return Impact(read_manifest(file)).of(where)

    return reach


def test_a_column_is_followed_through_stars_and_new_names(reached):
    assert set(reached(("total",))) == {
        Touch("model", "stg_cart", "columns", ("total",)),
        Touch("model", "int_cart", "columns", ("revenue",)),
        Touch("model", "fct_cart", "columns", ("twice",)),
        Touch("model", "fct_large", "conditions"),
        Touch("snapshot", "snap_cart", "columns", ("total",)),
    }


def test_a_column_of_the_same_name_of_another_model_is_not_touched(reached):
    assert "fct_both" not in {touch.name for touch in reached(("total",))}
    assert Touch("model", "fct_both", "columns", ("store",)) in reached(("store",))


def test_models_come_after_what_they_read(reached):
    names = [touch.name for touch in reached(("total",))]

    assert names.index("stg_cart") < names.index("int_cart") < names.index("fct_cart")


def test_a_whole_event_reaches_all_that_reads_its_model(reached):
    found = {touch.name: touch.how for touch in reached(None)}

    assert found == dict.fromkeys(
        ("stg_cart", "int_cart", "fct_cart", "fct_both", "fct_large", "snap_cart"), "model"
    )


def test_a_column_that_the_model_has_not_got_reaches_nothing(reached):
    assert reached(("coupon",)) == ()


def test_a_model_that_dbt_does_not_know_reaches_nothing(reached):
    assert reached(("total",), nodes={}) == ()


def test_where_sql_is_not_understood_only_the_model_is_named(reached):
    nodes = {**NODES, "model.shop.int_cart": model("int_cart", "select ( from", "stg_cart")}

    found = {touch.name: touch.how for touch in reached(("total",), nodes)}

    assert (found["int_cart"], found["fct_cart"]) == ("model", "model")
    assert found["fct_large"] == "conditions"


def test_a_python_model_is_named_whole(reached):
    nodes = {**NODES, "model.shop.py": model("py", "", "stg_cart")}

    assert Touch("model", "py", "model") in reached(("total",), nodes)


def test_an_ephemeral_model_is_looked_through(reached):
    nodes = {
        **NODES,
        "model.shop.eph": model(
            "eph", "select total as t, id from {STG}", "stg_cart", relation=""
        ),
        "model.shop.out": model(
            "out",
            "with __dbt__cte__eph as (select total t from {STG}) select t from __dbt__cte__eph",
            "eph",
        ),
    }

    assert Touch("model", "out", "columns", ("t",)) in reached(("total",), nodes)


def test_without_sqlglot_models_are_named_and_no_columns(reached, monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)

    found = reached(("total",))

    assert found[0] == Touch("model", "stg_cart", "columns", ("total",))
    assert {touch.how for touch in found[1:]} == {"model"}
    assert "fct_both" in {touch.name for touch in found}


EXPOSURES = {
    "exposure.shop.kpis": {"name": "kpis", "depends_on": {"nodes": ["model.shop.fct_cart"]}},
    "exposure.shop.map": {"name": "map", "depends_on": {"nodes": ["model.shop.fct_both"]}},
    "exposure.shop.goal": {"name": "goal", "depends_on": {"nodes": ["metric.shop.doubled"]}},
}
SEMANTIC = {
    "semantic_model.shop.carts": {
        "depends_on": {"nodes": ["model.shop.int_cart"]},
        "entities": [{"name": "cart", "expr": "id"}],
        "dimensions": [{"name": "is_large", "expr": "revenue > 100"}],
        "measures": [
            {"name": "sales", "expr": "revenue"},
            {"name": "carts", "expr": "id"},
            {"name": "large_carts", "expr": "id"},
        ],
    }
}


def metric(name, measure, parent, where=""):
    return {
        "name": name,
        "type_params": {"input_measures": [{"name": measure}] if measure else []},
        "filter": {"where_filters": [{"where_sql_template": where}]} if where else None,
        "depends_on": {"nodes": [parent]},
    }


CARTS = "semantic_model.shop.carts"
METRICS = {
    "metric.shop.sales": metric("sales", "sales", CARTS),
    "metric.shop.carts": metric("carts", "carts", CARTS),
    "metric.shop.large": metric(
        "large", "large_carts", CARTS, "{{ Dimension('cart__is_large') }}"
    ),
    "metric.shop.doubled": metric("doubled", "sales", "metric.shop.sales"),
}


def test_exposures_and_metrics_of_what_is_touched_are_named(reached):
    found = reached(("total",), exposures=EXPOSURES, semantic_models=SEMANTIC, metrics=METRICS)

    assert [
        (touch.kind, touch.name) for touch in found if touch.kind in {"exposure", "metric"}
    ] == [
        ("exposure", "goal"),
        ("exposure", "kpis"),
        ("metric", "doubled"),
        ("metric", "large"),
        ("metric", "sales"),
    ]


def test_metrics_of_other_columns_are_not_touched(reached):
    found = reached(("store",), exposures=EXPOSURES, semantic_models=SEMANTIC, metrics=METRICS)

    assert [
        (touch.kind, touch.name) for touch in found if touch.kind in {"exposure", "metric"}
    ] == [("exposure", "map")]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"nodes": []}', '{"nodes": {"a": 1}}']
)
def test_what_is_no_manifest_is_none_or_empty(tmp_path, text):
    file = tmp_path / "manifest.json"
    file.write_text(text, encoding="utf-8")

    manifest = read_manifest(file)

    assert manifest is None or not manifest.nodes


def test_no_manifest_is_none(tmp_path):
    assert read_manifest(tmp_path / "target/manifest.json") is None


def test_a_project_deeper_than_pythons_stack_is_read(reached):
    chain = {
        f"model.shop.m{n}": model(f"m{n}", "", f"m{n - 1}" if n else "stg_cart")
        for n in range(3000)
    }

    found = reached(None, {**NODES, **chain})

    assert "m2999" in {touch.name for touch in found}
