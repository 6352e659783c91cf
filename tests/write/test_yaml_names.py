from __future__ import annotations

import pytest

from reflekt_dbt.write.yaml_names import yaml_names

SOURCES = """\
version: 2
sources:
  - name: shop
    description: "{{ doc('shop') }}"
    tables:
      - name: tracks
        columns:
          - name: id
      - name: 'pages'
  - name: "app"
    meta:
      - name: owner
    tables:
    - name: tracks # all of them
models:
  - name: orders
"""
TABLES = {("shop", "tracks"), ("shop", "pages"), ("app", "tracks")}


def test_source_tables_and_snapshots_are_found():
    named = yaml_names(f"{SOURCES}snapshots:\n  - name: orders_snapshot\n    relation: x\n")

    assert named.tables == TABLES
    assert named.snapshots == {"orders_snapshot"}
    assert not named.broken


@pytest.mark.parametrize(
    "flaw", ["broken: [\n", "\tx: 1\n", "x: {{ 1 }}\n"], ids=["bracket", "tab", "Jinja"]
)
def test_source_tables_of_a_broken_file_are_found_by_its_lines(flaw):
    named = yaml_names(SOURCES + flaw)

    assert named.tables == TABLES
    assert named.broken


@pytest.mark.parametrize(
    "text",
    [
        "",
        "models:\n  - name: x\n",
        "sources:\n",
        "sources: 1\n",
        "sources: [1, {tables: []}, {name: x, tables: 3}]\n",
        "- sources:\n",
        "a: |\n  x\nsources: {name: shop}\n",
    ],
)
def test_file_without_sources_as_dbt_has_them_defines_none(text):
    assert yaml_names(text).tables == frozenset()
