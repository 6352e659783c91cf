from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.errors import CatalogError
from reflekt_dbt.write.catalog import (
    check_missing,
    limited,
    missing_tables,
    parse_catalog,
    read_adapter,
    read_catalog,
    refreshed,
    render_catalog,
    union,
)

SHOP = {"shop": {"tracks": {"id": "varchar", "event": "varchar"}}}
HEADER = (
    "# What the warehouse was seen to have: source, table, column, type. "
    "Commit it; `--refresh-catalog` forgets what is gone.\n"
)

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)
LOWER = st.text("abc_", min_size=1, max_size=3)
CASED = st.text("aAbB", min_size=1, max_size=2)


def catalogs(names=LOWER):
    columns = st.dictionaries(names, NAMES, min_size=1)
    return st.dictionaries(names, st.dictionaries(names, columns, min_size=1), min_size=1)


def upper(catalog):
    return {
        source: {
            table.upper(): {column.upper(): "TEXT" for column in columns}
            for table, columns in tables.items()
        }
        for source, tables in catalog.items()
    }


def twins(names):
    """How many of *names* are the same but for case."""
    return Counter(name.casefold() for name in names)


def tables(*names):
    return {"shop": {name: {"id": "varchar"} for name in names}}


def test_catalog_is_one_sorted_line_a_column():
    text = HEADER + "shop\ttracks\tevent\tvarchar\nshop\ttracks\tid\tvarchar\n"

    assert render_catalog(SHOP) == text


@given(catalogs(NAMES))
def test_catalog_is_read_back_as_it_was(catalog):
    assert parse_catalog(render_catalog(catalog)) == catalog


def test_names_that_differ_in_case_only_are_read_back_as_they_were():
    twins = {"shop": {"Tracks": {"ID": "int", "id": "text"}, "tracks": {"id": "int"}}}

    assert parse_catalog(render_catalog(twins)) == twins


def test_type_with_a_tab_and_a_backslash_is_read_back():
    catalog = {"shop": {"tracks": {"a\tb": "enum('x\\y')\n"}}}

    assert parse_catalog(render_catalog(catalog)) == catalog


def test_project_without_a_catalog_has_an_empty_one(tmp_path):
    assert read_catalog(tmp_path) == {}


def test_both_sides_of_a_merge_conflict_count():
    text = "<<<<<<< HEAD\ns\tt\ta\tint\n=======\ns\tt\tb\tint\n>>>>>>> other\n"

    assert parse_catalog(text) == {"s": {"t": {"a": "int", "b": "int"}}}


def test_sides_of_a_merge_conflict_that_spell_otherwise_are_one():
    ours = "s\tt\ta\tint\ns\tnew\tx\tint\n"
    theirs = "s\tt\tA\tNUMBER\ns\tNEW\tX\tNUMBER\n"
    around = "s\tt\tid\tint\ns\tt\tID\ttext\n"
    text = f"{around}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n"

    assert parse_catalog(text) == {
        "s": {"t": {"a": "int", "id": "int", "ID": "text"}, "new": {"x": "int"}}
    }


def test_adapter_stands_in_a_row_of_its_own_that_is_no_table(tmp_path):
    text = render_catalog({"shop": {"cart": {"id": "text"}}}, "postgres")
    (tmp_path / "reflekt.catalog").write_text(text, encoding="utf-8")

    assert text.splitlines()[1:] == ["adapter\tpostgres", "shop\tcart\tid\ttext"]
    assert read_adapter(tmp_path) == "postgres"
    assert parse_catalog(text) == {"shop": {"cart": {"id": "text"}}}
    assert render_catalog({}, "postgres") == ""


@pytest.mark.parametrize("text", [None, "", "# x\nadapter\tcart\tid\ttext\n"])
def test_adapter_of_a_file_that_names_none_is_unknown(text, tmp_path):
    if text is not None:
        (tmp_path / "reflekt.catalog").write_text(text, encoding="utf-8")

    assert read_adapter(tmp_path) == ""


def test_of_two_adapters_in_a_conflict_the_first_counts(tmp_path):
    text = "<<<<<<< HEAD\nadapter\tduckdb\n=======\nadapter\tpostgres\n>>>>>>> other\n"
    (tmp_path / "reflekt.catalog").write_text(text, encoding="utf-8")

    assert read_adapter(tmp_path) == "duckdb"
    assert parse_catalog(text) == {}


def test_broken_line_is_named_with_its_number_and_a_cure(tmp_path):
    (tmp_path / "reflekt.catalog").write_text("# x\ns\tt\n", encoding="utf-8")

    with pytest.raises(CatalogError, match="expected source, table, column") as caught:
        read_catalog(tmp_path)

    assert caught.value.where == "reflekt.catalog:2"
    assert caught.value.hint


def test_union_adds_new_tables_and_columns():
    live = {"shop": {"tracks": {"anonymous_id": "varchar"}, "pages": {"id": "varchar"}}}

    merged = union(SHOP, live)

    assert merged == {
        "shop": {
            "tracks": {"id": "varchar", "event": "varchar", "anonymous_id": "varchar"},
            "pages": {"id": "varchar"},
        }
    }


@given(catalogs())
def test_target_that_spells_and_types_otherwise_changes_no_byte(catalog):
    assert render_catalog(union(catalog, upper(catalog))) == render_catalog(catalog)


def test_names_that_differ_in_case_only_are_both_kept_of_one_warehouse():
    live = {"shop": {"tracks": {"id": "int", "ID": "text"}, "TRACKS": {"id": "int"}}}

    assert union({}, live) == live
    assert union(live, live) == live
    assert union(tables("tracks"), live) == {
        "shop": {"tracks": {"id": "varchar", "ID": "text"}, "TRACKS": {"id": "int"}}
    }


def test_twin_that_another_target_has_not_stays_what_it_is():
    recorded = tables("Tracks", "tracks")

    assert union(recorded, tables("TRACKS")) == recorded
    assert missing_tables(recorded, tables("TRACKS")) == {"shop": ("Tracks",)}


def test_name_in_one_case_stands_for_a_name_in_one_case():
    recorded = {"shop": {"Tracks": {"a": "int"}, "tracks": {"b": "int"}}}

    merged = union(recorded, {"shop": {"TRACKS": {"c": "NUMBER"}}})

    assert merged == {"shop": {"Tracks": {"a": "int"}, "tracks": {"b": "int", "c": "NUMBER"}}}


@given(catalogs(CASED), catalogs(CASED))
def test_there_are_as_many_twins_as_the_warehouse_with_most_of_them_has(recorded, live):
    merged = union(recorded, live)

    for source, seen in merged.items():
        sizes = [twins(catalog.get(source, {})) for catalog in (recorded, live)]
        assert twins(seen) == sizes[0] | sizes[1]


@given(catalogs(), catalogs())
def test_union_forgets_nothing_and_is_the_same_the_second_time(recorded, live):
    once = union(recorded, live)

    assert set(render_catalog(recorded).splitlines()) <= set(render_catalog(once).splitlines())
    assert render_catalog(union(once, live)) == render_catalog(once)


def test_refresh_forgets_what_is_gone_from_the_refreshed_sources_only():
    recorded = {**tables("gone", "tracks"), "app": {"gone": {"id": "int"}}}

    assert refreshed(recorded, tables("tracks"), ["shop"]) == {
        **tables("tracks"),
        "app": {"gone": {"id": "int"}},
    }


def test_limited_drops_sources_that_are_configured_no_more():
    assert limited({**SHOP, "old": {}}, ["shop"]) == SHOP


def test_missing_tables_are_found_without_case_in_sources_that_were_looked_at():
    recorded = {**tables("pages", "tracks"), "app": {"tracks": {"id": "int"}}}

    assert missing_tables(recorded, tables("TRACKS")) == {"shop": ("pages",)}


@pytest.mark.parametrize(
    ("known", "missing"),
    [(1, 1), (2, 1), (5, 1), (10, 2), (100, 20)],
)
def test_few_missing_tables_are_no_alarm(known, missing):
    names = [f"t{number}" for number in range(known)]

    assert check_missing(tables(*names), tables(*names[missing:])) is None


@pytest.mark.parametrize(("known", "missing"), [(2, 2), (5, 2), (9, 2), (100, 21)])
def test_more_than_a_fifth_missing_stops_with_counts_and_cures(known, missing):
    names = [f"t{number:03}" for number in range(known)]

    with pytest.raises(CatalogError, match=f"{missing} of {known} known tables") as caught:
        check_missing(tables(*names), tables(*names[missing:]))

    assert "'t000', 't001'" in caught.value.problem
    for cure in ("--target", "--offline", "--refresh-catalog"):
        assert cure in caught.value.hint
