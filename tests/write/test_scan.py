from __future__ import annotations

import pytest

from reflekt_dbt.write.scan import ANY, Thing, folder_of, scan


def used(text, path="models/x.sql", macros=()):
    return set(scan(path, text, "other", macros).uses)


def defined(text, path, folder="model"):
    return set(scan(path, text, folder).defines)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("from {{ source('shop', 'orders') }}", ("source", "shop", "orders")),
        ('from {{source("shop","orders")}}', ("source", "shop", "orders")),
        ("{{ source(\n    'shop',\n    'orders'\n) }}", ("source", "shop", "orders")),
        ("{{ source('my shop', 'a-b') }}", ("source", "my shop", "a-b")),
        ("dbt.source('shop', 'orders')", ("source", "shop", "orders")),
        ("{{ source('shop', table) }}", ("source", "shop", ANY)),
        ("{{ source('shop', 'stg_' ~ name) }}", ("source", "shop", ANY)),
        ("{{ source(var('shop', 'x'), 'orders') }}", ("source", ANY, "orders")),
        ("{{ ref('orders') }}", ("node", "orders", "")),
        ('{{ ref("pkg", "orders") }}', ("node", "orders", "")),
        ("{{ ref('orders', v=2) }}", ("node", "orders", "")),
        ("dbt.ref('orders')", ("node", "orders", "")),
        ("{{ doc('reflekt_segment__id') }}", ("doc", "reflekt_segment__id", "")),
        ("{{ doc('pkg', 'id') }}", ("doc", "id", "")),
    ],
)
def test_what_a_file_calls_is_what_it_uses(text, thing):
    assert used(text) == {Thing(*thing)}


@pytest.mark.parametrize(
    "text",
    [
        "select resource('a', 'b')",
        "{{ source(source_name, table_name) }}",
        "the source (see below), and more",
        "xref('orders')",
        "source('a'",
    ],
)
def test_what_only_looks_like_a_call_uses_nothing(text):
    assert used(text) == set()


@pytest.mark.parametrize("others", [0, 1_000])
def test_macros_are_found_among_few_and_among_many(others):
    macros = {"money", "positive", "absent", *(f"other_{number}" for number in range(others))}
    text = "{{ shop.money('x') }} -- test_positive(y), moneys, unmoney"

    assert used(text, macros=macros) == {Thing("macro", "money"), Thing("macro", "positive")}


def test_properties_are_about_their_models_and_not_about_columns_of_that_name():
    text = (
        "version: 2\nmodels:\n  - name: orders\n    columns:\n      - name: customers\n"
        "        name: odd\n  - description: x\n    name: 'carts'\n\nexposures:\n  - name: e\n"
    )

    found = scan("models/_x.yml", text, "model")

    assert found.defines == {Thing("properties", "orders"), Thing("properties", "carts")}
    assert found.uses == {Thing("node", "orders"), Thing("node", "carts")}


def test_items_may_stand_at_the_level_of_their_section():
    text = "models:\n- name: orders\n  columns:\n  - name: id"

    assert used(text, "x.yml") == {Thing("node", "orders")}


def test_unit_test_uses_the_model_it_tests():
    text = "unit_tests:\n  - name: t\n    model: orders\n"

    assert used(text, "x.yml") == {Thing("node", "orders")}


def test_source_file_defines_its_tables():
    text = "sources:\n  - name: shop\n    tables:\n      - name: orders\n"

    assert defined(text, "x.yml") == {Thing("source", "shop", "orders")}


def test_broken_source_file_is_noted():
    found = scan("models/x.yml", "sources: [\n", "model")

    assert found.note == "models/x.yml is no YAML that can be parsed"


@pytest.mark.parametrize(
    ("path", "folder", "text", "names"),
    [
        ("models/orders.sql", "model", "select 1", {"orders"}),
        ("models/orders.py", "model", "def model(dbt, s): ...", {"orders"}),
        ("models/orders.md", "model", "", set()),
        ("seeds/orders.csv", "seed", "", {"orders"}),
        (
            "snapshots/x.sql",
            "snapshot",
            "{% snapshot orders %}{%- snapshot b -%}",
            {"orders", "b"},
        ),
        ("tests/orders.sql", "other", "select 1", set()),
    ],
)
def test_node_is_named_as_dbt_names_it(path, folder, text, names):
    nodes = {thing for thing in defined(text, path, folder) if thing.kind == "node"}

    assert nodes == {Thing("node", name) for name in names}


def test_doc_blocks_macros_and_generic_tests_are_defined():
    text = (
        "{% docs a %}x{% enddocs %}{%- docs b -%}{% macro c() %}{%- test d(model) -%}"
        "{% macro test_e(model) %}{% data_test f(model) %}"
    )

    found = defined(text, "macros/x.sql", "other")

    assert found == {
        Thing("doc", "a"),
        Thing("doc", "b"),
        *(Thing("macro", name) for name in "cdef"),
    }


def test_macros_and_tests_that_are_looked_for_are_found_by_name():
    text = "tests: [unique, in_list]\ndata_tests:\n  - other:\n      x: test_third\n"

    found = used(text, "x.yml", {"in_list", "third", "fourth"})

    assert found == {Thing("macro", "in_list"), Thing("macro", "third")}


@pytest.mark.parametrize(
    ("path", "text", "folder"),
    [
        ("a.sql", "select 1", "model"),
        ("a.sql", "{% test x(model) %}", "other"),
        ("a.md", "", "other"),
    ],
)
def test_generated_text_tells_what_its_folder_is_for(path, text, folder):
    assert folder_of(path, text) == folder


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x.yml", "exposures:\n  - name: x\n    depends_on:\n      - ref('orders')\n"),
        ("x.yml", "snapshots:\n  - name: x\n    relation: ref('orders')\n"),
        ("x.yml", "semantic_models:\n  - name: x\n    model: ref('orders')\n"),
        ("x.yml", "unit_tests:\n  - name: x\n    given: [{input: ref('orders')}]\n"),
        ("x.py", "def model(dbt, session):\n    return dbt.ref('orders')\n"),
        ("x.sql", "select * from {{ ref('orders') }}\n"),
        ("x.sql", "select * from {{ ref('shop', 'orders', v=1) }}\n"),
        ("x.sql", "{% snapshot x %}select * from {{ ref('orders') }}{% endsnapshot %}\n"),
    ],
)
def test_whatever_refers_to_a_model_uses_it(path, text):
    assert Thing("node", "orders") in used(text, path)
