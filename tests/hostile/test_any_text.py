"""Any text at all: a schema that is accepted comes back as it was, or it is refused whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.hostile.shop import Shop, event, metadata_of, put_texts, tables_of
from tests.hostile.texts import ANY_TEXT
from tests.hostile.warehouses import duckdb_warehouse

# One example is a project, three runs of dbt and a dozen texts: few, but big, and not
# made smaller, which would take minutes.
BIG = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@BIG
@given(texts=st.lists(ANY_TEXT, min_size=10, max_size=15, unique=True))
def test_any_text_is_read_back_as_it_was(texts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any", numbered=True)
    warehouse = duckdb_warehouse(folder / "shop.duckdb")
    shop = Shop.in_folder(folder / "shop", warehouse.output)
    put_texts(shop, texts)
    warehouse.fill(tables_of(texts))

    shop.build()
    shop.dbt("build", "--quiet")
    results = shop.artifact("run_results.json")["results"]
    docs = shop.dbt("docs", "generate", "--no-compile", "--quiet")

    assert docs.code == 0, docs.out
    # All but the one test that meets a stranger.
    assert sorted({one["status"] for one in results}) == ["fail", "pass", "success"]
    assert [one["failures"] for one in results if one["status"] == "fail"] == [1]
    assert told_of(shop, warehouse, len(texts)) == [expected(text) for text in texts]


def expected(text):
    """Return what is to be told of a text; a schema that says nothing says what a row is."""
    described = text or "One row for each time the event was tracked, with its properties."
    return {
        "descriptions": [described, described, text, described, text],
        "metadata": [metadata_of(text), metadata_of(text)],
        "note": text,
    }


def told_of(shop, warehouse, count):
    """Return of each text what manifest, catalogue and rows tell of it."""
    manifest, catalog = shop.artifact("manifest.json"), shop.artifact("catalog.json")
    return [told_of_one(manifest, catalog, warehouse, f"text_{n}") for n in range(count)]


def told_of_one(manifest, catalog, warehouse, table):
    model = manifest["nodes"][f"model.shop.stg_shop__{table}"]
    source = manifest["sources"][f"source.shop.shop.{table}"]
    built = catalog["nodes"][f"model.shop.stg_shop__{table}"]
    ((note, metadata),) = warehouse.rows(f"stg_shop__{table}", "note", "schema_metadata")
    meta = {key: value for key, value in model["config"]["meta"].items() if key != "schema_id"}
    return {
        "descriptions": [
            source["description"],
            model["description"],
            model["columns"]["note"]["description"],
            built["metadata"]["comment"] or "",
            built["columns"]["note"]["comment"] or "",
        ],
        "metadata": [meta, json.loads(metadata)],
        "note": note,
    }


# As they stand in the file: raw, or as JSON's escapes.
REFUSED = {
    "NUL": ("\\u0000", "U+0000"),
    "escape": ("\\u001b[31m", "U+001B"),
    "backspace": ("\\b", "U+0008"),
    "carriage return": ("\\r\\n", "U+000D"),
    "delete": ("\x7f", "U+007F"),
    "next line": ("\x85", "U+0085"),
    "control sequence": ("\x9b31m", "U+009B"),
    "high surrogate": ("\\ud83d", "U+D83D"),
    "low surrogate": ("\\udd50\\ud83e", "U+DD50"),
}
PLACES = ("name", "description", "property", "metadata value", "metadata key", "enum")


def schema_with(marker):
    """Return the text of a schema, one line a place, each with *marker* once at its end."""
    schema = event(
        f"name {marker}",
        f"description {marker}",
        metadata={"value": f"metadata value {marker}", f"metadata key {marker}": 1},
        properties={f"property {marker}": {"type": "string", "enum": [f"enum {marker}"]}},
    )
    return json.dumps(schema, indent=2)


def lines_with_marker():
    lines = schema_with("MARKER").split("\n")
    return [number for number, line in enumerate(lines, start=1) if "MARKER" in line]


@pytest.fixture(scope="module")
def refused(tmp_path_factory):
    """What one build says of a schema file for each of the characters, all at once."""
    root = tmp_path_factory.mktemp("refused") / "shop"
    shop = Shop.in_folder(root, {"type": "duckdb", "path": ":memory:"})
    for number, (character, _) in enumerate(REFUSED.values()):
        text = schema_with("MARKER").replace("MARKER", character)
        shop.put(f"schemas/plan/Odd_{number}/1-0.json", text)
    return shop, shop.typed("build")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused_in_each_of_its_places(name, refused):
    _, done = refused
    number, called = list(REFUSED).index(name), REFUSED[name][1]

    said = [line for line in done.err.split("\n") if f"Odd_{number}/1-0.json" in line]

    places = [f"Odd_{number}/1-0.json:{line}:" for line in lines_with_marker()]
    assert len(places) == len(PLACES) == len(said)
    assert [place for place in places if not any(place in line for line in said)] == []
    assert all(called in line for line in said)


def test_nothing_is_built_of_a_plan_that_holds_what_is_no_text(refused):
    shop, done = refused

    assert done.code == 2
    assert "Traceback" not in done.err
    assert not {char for char in done.err if ord(char) < 32} - {"\n"}
    assert not (shop.root / "models").exists()
