"""Text of a schema is data: whatever it holds, dbt reads back that very text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from tests.hostile.shop import Shop, metadata_of, put_texts, tables_of
from tests.hostile.texts import NASTY
from tests.hostile.warehouses import Warehouse


@dataclass(frozen=True)
class Told:
    """What dbt knows after a build of every text.

    Attributes:
        results: Result of each node by its unique id, as ``run_results.json`` has it.
    """

    warehouse: Warehouse
    manifest: dict[str, Any]
    catalog: dict[str, Any]
    results: dict[str, dict[str, Any]]

    def models(self):
        """Yield number, text and manifest entry of each text's model; '' has no words."""
        for number, text in enumerate(NASTY):
            yield number, text, self.manifest["nodes"][f"model.shop.stg_shop__text_{number}"]

    def test_of(self, column):
        """Return the result of the test of a column of the model of ``Values``."""
        (found,) = (
            result
            for name, result in self.results.items()
            if name.startswith("test.")
            and self.manifest["nodes"][name]["column_name"] == column
        )
        return found


@pytest.fixture(scope="module")
def told(warehouse, tmp_path_factory):
    shop = Shop.in_folder(tmp_path_factory.mktemp("hostile") / "shop", warehouse.output)
    put_texts(shop, NASTY)
    warehouse.fill(tables_of(NASTY))
    shop.build()
    built = shop.dbt("build", "--quiet")
    results = shop.artifact("run_results.json")["results"]
    generated = shop.dbt("docs", "generate", "--no-compile", "--quiet")
    assert generated.code == 0, built.out[-5000:] + generated.out[-5000:]
    return Told(
        warehouse,
        shop.artifact("manifest.json"),
        shop.artifact("catalog.json"),
        {result["unique_id"]: result for result in results},
    )


def test_every_model_is_built(told):
    statuses = {told.results[model["unique_id"]]["status"] for _, _, model in told.models()}

    assert statuses == {"success"}


def test_descriptions_are_those_of_the_schemas(told):
    read = [
        (text, model["description"], model["columns"]["note"]["description"])
        for _, text, model in told.models()
        if text
    ]

    assert read == [(text, text, text) for text in NASTY if text]


def test_sources_are_described_in_the_same_words(told):
    sources = told.manifest["sources"]

    read = [sources[f"source.shop.shop.text_{n}"]["description"] for n in range(len(NASTY))]

    assert [text for text in read if text in NASTY] == [text for text in NASTY if text]


def test_meta_is_the_metadata_of_the_schema(told):
    read = [model["config"]["meta"] for _, _, model in told.models()]

    assert read == [
        {**metadata_of(text), "schema_id": f"plan/Text_{number}/1-0.json"}
        for number, text in enumerate(NASTY)
    ]


def test_docs_site_and_comments_in_the_warehouse_have_the_same_words(told):
    nodes = told.catalog["nodes"]

    read = [
        (nodes[model["unique_id"]]["metadata"]["comment"], entry["comment"])
        for _, text, model in told.models()
        for entry in [nodes[model["unique_id"]]["columns"]["note"]]
        if text
    ]

    assert read == [(text, text) for text in NASTY if text]


def test_rows_hold_the_metadata_and_the_id_of_their_schema(told):
    columns = ("note", "schema_id", "schema_metadata")

    read = [
        told.warehouse.rows(f"stg_shop__text_{number}", *columns)
        for number in range(len(NASTY))
    ]

    assert [
        (note, schema_id, json.loads(metadata)) for ((note, schema_id, metadata),) in read
    ] == [
        (text, f"plan/Text_{number}/1-0.json", metadata_of(text))
        for number, text in enumerate(NASTY)
    ]


def test_enum_accepts_rows_that_hold_exactly_its_values(told):
    result = told.test_of("value")

    assert (result["status"], result["failures"]) == ("pass", 0)


def test_enum_finds_the_one_row_that_holds_another_value(told):
    result = told.test_of("stranger")

    assert (result["status"], result["failures"]) == ("fail", 1)
