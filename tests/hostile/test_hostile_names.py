"""Names of folders, events, properties, tables and columns, whatever they hold."""

from __future__ import annotations

import os
import unicodedata

import pytest

from tests.hostile.shop import STAGING, Shop, event
from tests.hostile.texts import NASTY
from tests.hostile.warehouses import duckdb_warehouse

# What a file system takes as a folder's name, and our rules as an event's.
FOLDERS = (
    "{{ run_query('drop') }}", "{% do x %}", "{# x", "up..%2f..%2fetc", "a..", "~", "-", "--",
    "$$", "*", ">", "|", "&a", "!x", "`b`", "@x", "%41", "- item", "a: b # c", "; drop table x",
    "it's \"quoted\"", "line\u2028separator", "paragraph\u2029separator", "\ufeffmark",
    "\ufffe nonchar", "\u202ertl", "zero\u200bwidth", "\u00a0", "emoji \U0001f950", " lead",
    "trail ", "CON", "NUL", "com1.txt", "x" * 240, "\u00e9" * 120,
)  # fmt: skip

# Event name → the table into which Segment loads it, both written by hand.
TABLES = {
    "{{ run_query('drop') }}": "run_query_drop",
    "{% do x %}": "do_x",
    "'; drop table raw; --": "drop_table_raw",
    "../../etc/passwd": "etc_passwd",
    "..\\..\\windows": "windows",
    "C:\\NUL": "c_nul",
    "CON": "con",
    'It\'s "Quoted"': "it_s_quoted",
    "two\nlines\tand a tab": "two_lines_and_a_tab",
    "\u202eRTL\u202c": "rtl",
    "\ufeffMark\u2028": "mark",
    "Select": "select",
    "A" + "b" * 299: "a" + "b" * 299,
}
NOT_NAMES = ("\U0001f950 \u05e9", "{{ '{' }}", "../..")


@pytest.fixture
def warehouse(tmp_path):
    return duckdb_warehouse(tmp_path / "shop.duckdb")


@pytest.fixture
def shop(tmp_path, warehouse):
    """The project is two folders deep, so that what climbs out of it is still seen."""
    return Shop.in_folder(tmp_path / "around" / "shop", warehouse.output)


def written_by_a_build(shop):
    """Build, and return each path that was not there before, also outside of the project."""
    around = shop.root.parent
    before = set(around.rglob("*"))
    shop.build()
    made = {path for path in set(around.rglob("*")) - before if path.is_file()}
    of_dbt = set((shop.root / "target").rglob("*"))
    return {os.path.relpath(path, shop.root).replace(os.sep, "/") for path in made - of_dbt}


def files_of_models(*tables):
    """Return the files of a build with a model for each of *tables*."""
    models = {f"{STAGING.as_posix()}/stg_shop__{table}.sql" for table in tables}
    docs = {f"{STAGING.as_posix()}/_stg_shop__{table}.yml" for table in tables}
    own = {"models/staging/_reflekt_segment.md", f"{STAGING.as_posix()}/__src_shop.yml"}
    return {*models, *docs, *own, "reflekt.lock", "reflekt.catalog"}


def note(description=""):
    return {"note": {"type": "string", "description": description}}


def test_folders_of_any_name_are_told_apart_and_left_where_they_are(shop, warehouse):
    for number, folder in enumerate(FOLDERS):
        shop.put_event(f"plan/{folder}", event(f"Folder {number}", properties=note()))
    tables = [f"folder_{number}" for number in range(len(FOLDERS))]
    warehouse.fill({table: [{"id": "1", "note": "x"}] for table in tables})

    written = written_by_a_build(shop)
    done = shop.dbt("build", "--quiet")

    assert done.code == 0, done.out[-3000:]
    assert written == files_of_models(*tables)
    nodes = shop.artifact("manifest.json")["nodes"]
    ids = [f"plan/{folder}/1-0.json" for folder in FOLDERS]
    models = [nodes[f"model.shop.stg_shop__{table}"] for table in tables]
    assert [model["config"]["meta"]["schema_id"] for model in models] == ids
    rows = [warehouse.rows(f"stg_shop__{table}", "schema_id") for table in tables]
    assert rows == [[(one,)] for one in ids]


def test_events_of_any_name_are_written_below_the_project_alone(shop, warehouse):
    for number, name in enumerate([*TABLES, *NOT_NAMES]):
        shop.put_event(f"plan/Event_{number}", event(name, properties=note()))
    loaded = {table[:127]: [{"id": "1", "note": "x"}] for table in TABLES.values()}
    warehouse.fill(loaded)

    written = written_by_a_build(shop)
    done = shop.dbt("build", "--quiet")

    assert done.code == 0, done.out[-3000:]
    short = [table for table in TABLES.values() if len(table) < 40]
    assert written > files_of_models(*short)
    rest = {path for path in written - files_of_models(*short) if "_abbbbb" not in path}
    assert rest == set()
    assert max(len(path.rpartition("/")[2]) for path in written) <= 104


def test_events_and_properties_without_a_name_for_a_warehouse_are_findings(shop, warehouse):
    for number, name in enumerate(NOT_NAMES):
        shop.put_event(f"plan/Event_{number}", event(name))
    shop.put_event("plan/Cart", event("Cart", properties={name: {} for name in NOT_NAMES}))
    warehouse.fill({"cart": [{"id": "1"}]})

    findings = shop.build()["findings"]

    found = {(one["code"], one["arguments"].get("name") or one["property"]) for one in findings}
    assert found >= {("event_not_loaded", name) for name in NOT_NAMES}
    assert found >= {("property_not_loaded", name) for name in NOT_NAMES}


def test_properties_of_any_name_are_each_a_column_or_a_finding(shop, warehouse):
    names = [text for text in NASTY if text.strip()]
    properties = {name: {"type": "string", "description": name} for name in names}
    shop.put_event("plan/Cart", event("Cart", properties=properties))
    warehouse.fill({"cart": [{"id": "1"}]})

    findings = shop.build()["findings"]
    done = shop.dbt("build", "--quiet")

    assert done.code == 0, done.out[-3000:]
    assert set(names) - {one["property"] for one in findings} == set()


def test_tables_and_columns_of_any_name_are_remembered_as_they_are(shop, warehouse):
    folded = {text.strip().casefold(): text for text in NASTY if text.strip()}
    names = [text for text in folded.values() if len(text) < 60]
    shop.put_event("plan/Cart", event("Cart", properties=note()))
    row = {"id": "1", **dict.fromkeys(names, "x"), "\x1b[31m red \x07": "x"}
    warehouse.fill({"cart": [row], **{f"table {name}": [{"id": "1"}] for name in names}})

    findings = shop.build()["findings"]
    again = shop.reflekt("build", "--check", "--live")

    assert again.code == 0, again.out[-3000:]
    assert "\x1b" not in again.out + again.err
    unplanned = {
        one["property"] for one in findings if one["code"] == "column_without_property"
    }
    assert {name.casefold() for name in unplanned} >= {name.casefold() for name in names}
    assert shop.dbt("build", "--quiet").code == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("Cafe", "cAFE"), ("Caf\u00e9", unicodedata.normalize("NFD", "Caf\u00e9"))],
    ids=["case", "normalisation"],
)
def test_folders_that_some_file_system_takes_for_one_are_refused(one, other, shop):
    shop.put_event(f"plan/{one}", event("One"))
    shop.put_event(f"plan/{other}", event("Other"))

    done = shop.reflekt("build")

    assert done.code == 2
    assert "Windows and macOS cannot hold both" in done.err
    assert not (shop.root / "models").exists()


@pytest.mark.parametrize("folder", ["tab\there", "new\nline", "back\\slash", "bell\x07"])
def test_folders_with_what_is_no_text_are_refused(folder, shop):
    shop.put_event(f"plan/{folder}", event("One"))

    done = shop.reflekt("build")

    assert done.code == 2
    assert "rename the folder" in done.err
    assert not {char for char in done.err if ord(char) < 32} - {"\n", "\t"}
    assert not (shop.root / "models").exists()
