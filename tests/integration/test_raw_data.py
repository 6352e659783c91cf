from __future__ import annotations

import json
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from operator import sub
from pathlib import Path

import duckdb
import psycopg2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration_tests.jaffle_shop.raw import oracle
from integration_tests.jaffle_shop.raw.assemble import REPOSITORY, assemble
from integration_tests.jaffle_shop.raw.generate import (
    FUTURE,
    FUTURE_CALLS,
    RawData,
    generate,
)
from integration_tests.jaffle_shop.raw.load import load_duckdb, load_postgres
from integration_tests.jaffle_shop.raw.shape import EVENT_TEXT, LEGACY_TABLES, TABLES

PYTHON_TYPES = {
    "varchar": str,
    "bigint": int,
    "double precision": float,
    "boolean": bool,
    "timestamp": datetime,
}

# The call that stands for an event, where that is not the event's own table.
CALL_TABLES = {
    "Identify": "identifies",
    "Group": "groups",
    "Page Viewed": "pages",
    "Screen Viewed": "screens",
}

# No deadline: how long an example takes says more about the machine than about the data.
any_seed = settings(deadline=None, max_examples=25)
small_data = st.builds(generate, st.integers(0, 2**32), st.integers(0, 200))


@pytest.fixture(scope="module")
def full() -> RawData:
    return generate(seed=7)


@pytest.fixture(scope="module")
def small() -> RawData:
    return generate(seed=11, events=2_000)


@pytest.fixture(scope="module")
def small_duckdb(small, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("raw") / "it's raw.duckdb"
    load_duckdb(small, file)
    return file


def leaves(schema: dict, prefix: str = "") -> list[str]:
    """Return the columns of a schema's properties, by Segment's rule for plain names."""
    found: list[str] = []
    for name, prop in schema["properties"].items():
        nested = "properties" in prop
        found += leaves(prop, f"{prefix}{name}_") if nested else [f"{prefix}{name}"]
    return ["_id" if column == "id" else column for column in found]


def highest_versions() -> list[dict]:
    files = sorted((REPOSITORY / "schemas" / "jaffle_shop").glob("*/*.json"))
    newest = {file.parent: file for file in files}
    return [json.loads(file.read_text(encoding="utf-8")) for file in newest.values()]


PLANNED = {schema["self"]["name"]: schema for schema in highest_versions()}
LOADED = sorted(PLANNED.keys() - set(oracle.EVENTS_WITHOUT_TABLE))


# Tables in which a row is a call; the others repeat what stands in these.
CALLS = sorted(TABLES.keys() - {"tracks", "users"})


def table_of(event: str) -> str:
    tables = {text: table for table, text in EVENT_TEXT.items()} | CALL_TABLES
    return tables[event]


def test_same_seed_gives_the_same_data():
    assert generate(seed=3, events=300) == generate(seed=3, events=300)


def test_another_seed_gives_other_data_in_the_same_shape():
    one, other = generate(seed=3, events=300), generate(seed=4, events=300)

    assert one.tables != other.tables
    assert [t.columns for t in one.tables.values()] == [
        t.columns for t in other.tables.values()
    ]


@any_seed
@given(data=small_data)
def test_any_seed_gives_every_table_with_all_of_its_columns(data):
    segment = {name: table.columns for name, table in data.tables.items()}
    legacy = {name: table.columns for name, table in data.legacy.items()}

    assert (segment, legacy) == (TABLES, LEGACY_TABLES)


@any_seed
@given(data=small_data)
def test_any_seed_gives_values_of_their_columns_types(data):
    wrong = [
        (name, column.name, value)
        for name, table in [*data.tables.items(), *data.legacy.items()]
        for row in table.rows
        for column, value in zip(table.columns, row, strict=True)
        if value is not None and type(value) is not PYTHON_TYPES[column.type]
    ]

    assert wrong == []


@any_seed
@given(data=small_data)
def test_any_seed_puts_every_track_call_into_tracks_as_well(data):
    own = [id_ for table in EVENT_TEXT for id_ in data.tables[table].values("id")]

    assert sorted(own) == sorted(data.tables["tracks"].values("id"))


@any_seed
@given(seed=st.integers(0, 2**32), events=st.integers(0, 600))
def test_any_seed_delivers_one_call_in_two_hundred_twice(seed, events):
    data = generate(seed, events)

    times = Counter(id_ for table in CALLS for id_ in data.tables[table].values("id"))
    assert len(times) == events
    assert sum(times.values()) == events + round(events * 0.005)


@any_seed
@given(data=small_data)
def test_any_seed_keeps_one_row_a_user(data):
    users = data.tables["users"].values("id")

    assert sorted(users) == sorted({*data.tables["identifies"].values("user_id")} - {None})


@any_seed
@given(data=small_data)
def test_any_seed_has_rows_that_the_filter_keeps_and_an_oracle_that_counts_them(data):
    counted = {model.table: model.rows for model in oracle.expected_models(data)}

    received = {table: data.tables[table].values("received_at") for table in counted}
    assert counted == {
        table: sum(at.year < 2090 for at in times) for table, times in received.items()
    }


def test_some_calls_of_the_full_data_were_received_in_the_future(full):
    arrivals = [
        arrival
        for table in CALLS
        for arrival in zip(
            full.tables[table].values("id"),
            full.tables[table].values("received_at"),
            strict=True,
        )
    ]

    assert len({id_ for id_, at in arrivals if at >= FUTURE}) == FUTURE_CALLS


def test_some_calls_of_the_full_data_came_days_late(full):
    tracks = full.tables["tracks"]
    waits = map(sub, tracks.values("sent_at"), tracks.values("original_timestamp"))

    late = [wait for wait in waits if wait >= timedelta(days=1)]

    assert 0 < len(late) < len(tracks.rows) / 20


@pytest.mark.parametrize("awkward", list("'\"\\\n{%🍴\t,;"))
def test_the_full_data_has_text_that_is_hard_to_load(full, awkward):
    notes = full.tables["order_completed"].values("note")

    assert any(awkward in note for note in notes if note)


def test_the_full_data_has_empty_text_beside_nulls(full):
    notes = full.tables["order_completed"].values("note")

    assert {"", None} < set(notes)


def test_a_column_of_the_full_data_is_there_because_of_a_value_in_it(full):
    empty = [
        f"{name}.{column.name}"
        for name, table in full.tables.items()
        for column in table.columns
        if all(value is None for value in table.values(column.name))
    ]

    assert empty == []


@pytest.mark.parametrize("event", LOADED)
def test_the_oracle_names_every_difference_between_plan_and_table(event):
    table = table_of(event)
    planned = set(leaves(PLANNED[event]))

    columns = {column.name for column in TABLES[table]}
    assert planned - columns == set(oracle.ABSENT.get(table, ()))
    extra = {column for column in columns - planned if not column.startswith("context_")}
    common = {"id", "anonymous_id", "user_id", "event", "event_text", "group_id"}
    times = {"timestamp", "original_timestamp", "sent_at", "received_at", "uuid_ts"}
    known = {*oracle.UNPLANNED.get(table, ()), *oracle.RETIRED.get(table, ())}
    assert extra - common - times == known


def test_the_oracle_names_every_event_without_a_table_and_table_without_an_event():
    tables = {table_of(event) for event in LOADED}

    assert TABLES.keys() - tables == {"tracks", "users", *oracle.UNPLANNED_TABLES}
    assert PLANNED.keys() - set(LOADED) == set(oracle.EVENTS_WITHOUT_TABLE)


def test_arrays_are_json_in_text(full):
    products = full.tables["order_completed"].values("products")

    assert {type(json.loads(text)) for text in products} == {list}


def in_order(rows) -> list[tuple]:
    return sorted(rows, key=lambda row: [(value is not None, value) for value in row])


def everything(cursor, table: str) -> list[tuple]:
    cursor.execute(f'select * from jaffle_shop_segment."{table}"')  # noqa: S608 - our own names
    return in_order(cursor.fetchall())


def test_duckdb_gives_back_the_very_values(small, small_duckdb):
    with duckdb.connect(str(small_duckdb), read_only=True) as connection:
        found = {table: everything(connection, table) for table in TABLES}

    assert found == {name: in_order(table.rows) for name, table in small.tables.items()}


def test_postgres_gives_back_the_very_values(small, postgres):
    load_postgres(small, postgres.dsn)

    with closing(psycopg2.connect(postgres.dsn)) as connection:
        found = {table: everything(connection.cursor(), table) for table in TABLES}
    assert found == {name: in_order(table.rows) for name, table in small.tables.items()}


def test_loading_again_replaces_what_was_there(small, tmp_path):
    file = tmp_path / "raw.duckdb"
    load_duckdb(generate(seed=1, events=100), file)

    load_duckdb(small, file)

    with duckdb.connect(str(file)) as connection:
        found = everything(connection, "tracks")
    assert len(found) == len(small.tables["tracks"].rows)


def test_the_assembled_project_has_schemas_models_and_the_package(tmp_path):
    project = assemble(tmp_path / "it's here")

    assert (project / "schemas/jaffle_shop/Order_Completed/1-0.json").is_file()
    assert (project / "models/marts/fct_orders.sql").is_file()
    assert not (project / "raw").exists()
    path = REPOSITORY.as_posix().replace("'", "''")
    assert (project / "packages.yml").read_text() == f"packages:\n  - local: '{path}'\n"


def test_assembling_again_keeps_what_was_built_and_drops_deleted_schemas(tmp_path):
    project = assemble(tmp_path)
    built = project / "models/staging/stg.sql"
    built.parent.mkdir()
    built.write_text("select 1")
    (project / "schemas/jaffle_shop/gone.json").write_text("{}")

    assemble(project)

    assert built.read_text() == "select 1"
    assert not (project / "schemas/jaffle_shop/gone.json").exists()
