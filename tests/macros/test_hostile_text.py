"""Text of people, full of what SQL, YAML and Jinja live on, through dbt and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from reflekt_dbt.config.model import PROVENANCE, BuildConfig, Config, SourceConfig
from reflekt_dbt.events.model import Event, Property, Version
from reflekt_dbt.plan.compile import Landing, compile_plan
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS

TEXTS = {
    "quotes": """It's "quoted" ''twice'' and `ticked`""",
    "backslash": "\\ \\n \\' C:\\temp\\",
    "lines": "two\nlines, and one at the end\n",
    "expression": "{{ run_query('drop') }} {{ 1 / 0 }}",
    "statement": "{% set x = 1 %}{% endset %}{% endmacro %}",
    "comment": "before {# hidden #} after",
    "raw": "{% raw %}{{ x }}{% endraw %}{{ y }}",
    "brace": "one { and }} and %} and #}\n",
    "yaml": "- a: b # c\n? [x] {y} &z *z !t |> %a @b",
    "word": "yes",
    "number": "012",
    "doc": '{{ doc("nothing") }}',
    "call": "env_var('HOME')",
    "emoji": "☕ 👩‍🚀 \u202e backwards",
    "path": "../../etc/passwd",
    "long": "x" * 10_000,
    "spaces": "  around  ",
}
ENUM = [text for name, text in TEXTS.items() if name != "long"]
MODEL = "stg_shop__order_completed"


class Built(NamedTuple):
    """What dbt made of the text: its manifest, its results, and the rows of the model."""

    manifest: dict[str, object]
    statuses: dict[str, tuple[str, int]]
    rows: list[dict[str, object]]

    @property
    def model(self):
        return self.manifest["nodes"][f"model.shop.{MODEL}"]


def hostile_event():
    described = [Property((name,), ("string",), description=TEXTS[name]) for name in TEXTS]
    properties = (
        *described,
        Property(("good",), ("string",), enum=tuple(ENUM)),
        Property(("bad",), ("string",), enum=tuple(ENUM)),
    )
    return Event(
        'shop/Order\'s {{ x }} "Completed"/1-0',
        "Order Completed",
        Version(1, 0),
        Path("x"),
        description="".join(TEXTS.values()),
        properties=properties,
        metadata={**TEXTS, "list": ENUM, "{{ key }}": {"deep": TEXTS["raw"]}},
    )


@pytest.fixture(scope="module")
def built(call_files, make_project, tmp_path_factory):
    source = SourceConfig("shop", "segment", "shop", description=TEXTS["quotes"])
    config = Config(sources=(source,), build=BuildConfig(provenance=PROVENANCE))
    landing = Landing(source, (hostile_event(),))
    plan = compile_plan([landing], config, SDKS, Surroundings("shop"))
    names = ["id", *TEXTS, "good", "bad"]
    columns = [
        [SDKS["segment"].column_names((name,), "track").base, "VARCHAR"] for name in names
    ]
    present = {"tables": [["shop", "order_completed", columns]]}
    files = call_files({"hostile": (plan, present)})["hostile"]["files"]

    database = tmp_path_factory.mktemp("hostile") / "warehouse.duckdb"
    load(database, [name for name, _ in columns])
    output = {"type": "duckdb", "path": str(database), "schema": "analytics", "threads": 1}
    project = make_project(output)
    project.write({path: text for path, _, text in files})
    project.dbt("build")
    results = artifact(project, "run_results")["results"]
    project.dbt("docs", "generate")
    manifest = artifact(project, "manifest")
    return Built(manifest, statuses_of(manifest, results), rows_of(database))


def load(database, names):
    """One row for each value of the enum; the first has another in its column *bad*."""
    listed = ", ".join(f'"{name}" varchar' for name in names)
    marks = ", ".join("?" for _ in names)
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create schema shop; create table shop.order_completed ({listed})")
        for number, text in enumerate(ENUM):
            row = [
                str(number),
                *TEXTS.values(),
                text,
                text if number else "nobody planned this",
            ]
            insert = f"insert into shop.order_completed values ({marks})"  # noqa: S608 - question marks
            connection.execute(insert, row)


def rows_of(database):
    with duckdb.connect(str(database)) as connection:
        found = connection.sql(f"from analytics.{MODEL}")
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def artifact(project, name):
    return json.loads((project.root / "target" / f"{name}.json").read_text("utf-8"))


def statuses_of(manifest, results):
    """Column and name of a test → its status, and how many rows failed."""
    nodes = manifest["nodes"]
    return {
        (
            nodes[result["unique_id"]]["column_name"],
            nodes[result["unique_id"]]["test_metadata"]["name"],
        ): (
            result["status"],
            result["failures"],
        )
        for result in results
        if result["unique_id"].startswith("test.")
    }


@pytest.mark.parametrize("name", TEXTS)
def test_description_of_a_column_is_what_was_written(built, name):
    alias = f"_{name}" if f"_{name}" in built.model["columns"] else name

    assert built.model["columns"][alias]["description"] == TEXTS[name]


def test_description_of_the_model_is_what_was_written(built):
    assert built.model["description"] == "".join(TEXTS.values())


def test_metadata_is_meta_of_the_model_as_it_was_written(built):
    event = hostile_event()

    assert built.model["config"]["meta"] == {**event.metadata, "schema_id": f"{event.id}.json"}


def test_metadata_and_the_schemas_id_are_columns_as_they_were_written(built):
    event = hostile_event()

    assert {row["schema_id"] for row in built.rows} == {f"{event.id}.json"}
    assert [json.loads(row["schema_metadata"]) for row in built.rows[:1]] == [event.metadata]


def test_values_of_an_enum_are_compared_as_they_were_written(built):
    outcomes = {
        column: outcome
        for (column, name), outcome in built.statuses.items()
        if name == "reflekt_accepted_values"
    }

    assert outcomes == {"good": ("pass", 0), "bad": ("warn", 1)}


def test_description_of_the_source_is_what_config_says(built):
    described = {node["source_description"] for node in built.manifest["sources"].values()}

    assert described == {TEXTS["quotes"]}
