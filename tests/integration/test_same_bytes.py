"""Same input, same bytes, wherever and however it is built; a small change is a small diff."""

from __future__ import annotations

import json
import re

import pytest

from tests.integration.shops import STAGING
from tests.integration.warehouses import duckdb_env

CHECKED = "schemas/jaffle_shop/Order_Completed/1-0.json"


def add_property(shop, name="gift_note", *, table_column=True):
    """Plan one more optional property, which has arrived in the warehouse already."""
    if table_column:
        shop.execute(f"alter table jaffle_shop_segment.order_completed add column {name} text")
    schema = json.loads(shop.read(CHECKED))
    added = {"type": ["string", "null"], "description": "What the card says."}
    schema["properties"] = {**schema["properties"], name: added}
    shop.write(CHECKED, json.dumps(schema, indent=2))


def with_crlf(shop):
    for path in shop.files():
        if path.endswith((".json", ".sql", ".yml", ".md", ".lock", ".catalog")):
            file = shop.root / path
            file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def aliases(sql):
    columns = re.search(r"select\n(        .*?)\n    from", sql, re.DOTALL)[1].splitlines()
    return [line.partition(" -- ")[0].rstrip(",").rpartition(" ")[2] for line in columns]


def test_second_build_changes_no_byte(shop):
    said = shop.build()

    assert (said.code, shop.changed) == (0, [])


def test_second_build_touches_no_file(shop):
    times = {path: (shop.root / path).stat().st_mtime_ns for path in shop.generated()}

    shop.build()

    assert {path: (shop.root / path).stat().st_mtime_ns for path in times} == times


def test_same_project_in_another_folder_gives_the_same_bytes(built, new_shop):
    other = new_shop("dev")

    other.build()

    assert other.generated() == built.generated()


def test_copy_that_moved_is_left_as_it_is(shop, tmp_path):
    moved = shop.copy_to(tmp_path / "it's {{ moved }}" / "ümlaut")

    said = moved.build()

    assert (said.code, moved.changed) == (0, [])


def test_another_target_on_another_warehouse_changes_no_byte(shop, new_shop):
    postgres = shop.aimed_at("postgres", **new_shop("postgres").env)

    said = postgres.build()

    assert (said.code, shop.changed) == (0, [])


def test_crlf_checkout_is_no_edit(shop):
    with_crlf(shop)
    before = shop.files()

    said = shop.build()

    assert said.code == 0
    assert shop.files() == before


def test_crlf_checkout_takes_news_like_any_other(shop):
    with_crlf(shop)
    add_property(shop)

    said = shop.build()

    assert said.code == 0
    assert "gift_note" in shop.read(shop.sql("order_completed"))


def test_offline_gives_the_bytes_of_the_live_warehouse(shop):
    said = shop.build("--offline")

    assert (said.code, shop.changed) == (0, [])


def test_offline_needs_no_warehouse_at_all(shop):
    nowhere = shop.aimed_at("postgres", JAFFLE_SHOP_POSTGRES_PORT="1")

    said = nowhere.build("--offline")

    assert (said.code, shop.changed) == (0, [])


def test_check_needs_no_warehouse_at_all(shop):
    nowhere = shop.aimed_at("postgres", JAFFLE_SHOP_POSTGRES_PORT="1")

    said = nowhere.build("--check")

    assert said.code == 0, said.err


def test_offline_needs_no_database_file(shop):
    nowhere = shop.aimed_at("dev", **duckdb_env(shop.root / "not_there"))

    said = nowhere.build("--offline")

    assert (said.code, shop.changed) == (0, [])


def test_one_optional_property_is_one_line_of_sql_its_own_of_yaml_and_one_on_record(shop):
    add_property(shop)

    said = shop.build()

    shop.git("add", "--all")
    counted = shop.git("diff", "--cached", "--numstat").splitlines()
    lines = {path: (int(plus), int(minus)) for plus, minus, path in map(str.split, counted)}
    del lines[CHECKED]
    assert said.code == 0
    assert lines == {
        shop.sql("order_completed"): (1, 0),
        shop.docs("order_completed"): (2, 0),
        "reflekt.catalog": (1, 0),
        "reflekt.lock": (2, 2),
    }


def test_property_that_has_not_arrived_is_one_line_of_sql_too(shop):
    add_property(shop, table_column=False)

    shop.build()

    shop.git("add", "--all")
    counted = shop.git("diff", "--cached", "--numstat", "--", "models").splitlines()
    assert sorted(line.split()[:2] for line in counted) == [["1", "0"], ["2", "0"]]


# Names that others in the table go by, as columns or as aliases, or that reflekt renames.
@pytest.mark.parametrize("name", ["event_id", "ip", "tstamp", "call_type", "select"])
def test_new_property_never_changes_the_alias_of_a_column_before_it(shop, name):
    before = aliases(shop.read(shop.sql("order_completed")))
    shop.execute(f'alter table jaffle_shop_segment.order_completed add column "{name}" text')
    add_property(shop, name, table_column=False)

    said = shop.build()

    after = aliases(shop.read(shop.sql("order_completed")))
    assert said.code == 0
    assert len(set(after)) == len(after) == len(before) + 1
    assert [alias for alias in after if alias in before] == before


def test_layout_of_the_schema_file_is_nobodys_diff_but_its_own(shop):
    schema = json.loads(shop.read(CHECKED))
    shop.write(CHECKED, json.dumps(schema, indent=1))

    shop.build()

    assert shop.changed == [f" M {CHECKED}"]


def test_nothing_of_a_machine_or_a_clock_is_in_a_generated_file(built):
    texts = b"\n".join(built.generated().values()).decode()

    assert str(built.root) not in texts
    assert "analytics" not in texts
    assert not re.search(r"20\d\d-\d\d-\d\d[T ]\d\d:", texts)


def test_generated_files_are_where_the_configuration_says(built):
    folders = {path.rpartition("/")[0] for path in built.generated()}

    assert folders == {"", "models/staging", STAGING, "tests/generic"}
