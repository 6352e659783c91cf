"""Plans by hand of kinds of SDK that come later: what is rendered of them runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "render"
DOCS = "{% docs reflekt_demo__source_table %}\nTable of the row.\n{% enddocs %}\n"

JSON_IN_ONE_TABLE = r"""
create schema amplitude;
create table amplitude.events_123 (
    uuid varchar, event_time timestamp, user_id varchar, event_type varchar,
    event_properties json, server_upload_time timestamp, city varchar
);
insert into amplitude.events_123 values
    ('e1', '2026-01-01', 'u1', 'Order Completed', '{
        "Order Id": "o1", "cart": {"to.tal": 9.5}, "say \"hi\"": "hello",
        "it''s {{ 1 }}": "{{ 2 }}"
    }', '2026-01-02', 'Wien'),
    ('e2', '2026-01-01', null, 'Order Completed', '{"Order Id": null}', '2026-01-02', null),
    ('late', '2026-01-01', 'u1', 'Order Completed', '{"Order Id": "o3"}', '2040-01-01', null),
    ('t1', '2026-01-01', 'u1', 'It''s {{ tea }}
Time', '{"cups": 2}', '2026-01-02', null);
"""

STRUCTS_IN_ONE_TABLE = """
create schema atomic;
create table atomic.events (
    event_id varchar, derived_tstamp timestamp, load_tstamp timestamp, event_name varchar,
    unstruct_event_com_acme_click_1 struct(
        target varchar, place struct("order" integer, "Deep Blue" varchar)
    ),
    contexts_com_acme_page_1 struct(id varchar, size struct(w integer))[],
    contexts_com_acme_new_1 struct(a integer)[]
);
insert into atomic.events values
    ('e1', '2026-01-01', '2026-01-01', 'click', {
        'target': 'buy', 'place': {'order': 3, 'Deep Blue': 'sea'}
    }, [{'id': 'p1', 'size': {'w': 640}}, {'id': 'p2', 'size': {'w': 1}}], null),
    ('e2', '2026-01-01', '2026-01-01', 'click', null, [], null),
    ('e3', '2026-01-01', '2026-01-01', 'swipe', null, null, null);
"""

JOINED_TABLE = """
create schema atomic;
create table atomic.events (
    event_id varchar, derived_tstamp timestamp, collector_tstamp timestamp,
    load_tstamp timestamp, app_id varchar, platform varchar
);
create table atomic.com_acme_click_1 (
    root_id varchar, root_tstamp timestamp, schema_name varchar, target varchar,
    "order" bigint, extra varchar
);
insert into atomic.events values
    ('e1', '2026-01-01', '2026-01-02', '2026-01-03', 'web', 'x'),
    ('e2', '2026-01-01', '2026-01-02', '2026-01-03', 'app', 'x'),
    ('e3', '2026-01-01', '2026-01-02', '2026-01-03', 'web', 'x');
insert into atomic.com_acme_click_1 values
    ('e1', '2026-01-02', 'click', 'buy', 7, 'x'),
    ('e1', '2025-01-01', 'click', 'of another row', 7, 'x'),
    ('e2', '2026-01-02', 'click', 'in the app', 8, 'x');
"""


class Kind(NamedTuple):
    """A golden case, raw data for it, and what its models then hold."""

    case: str
    raw: str
    rows: dict[str, list[tuple[object, ...]]]


KINDS = [
    Kind(
        "json_in_one_table",
        JSON_IN_ONE_TABLE,
        {
            "select event_id, user_id, order_id, cart_total, say_hi, its, plan, event_name, "
            "source_table from analytics.stg_amplitude__order_completed order by 1": [
                (
                    "e1",
                    "u1",
                    "o1",
                    9.5,
                    "hello",
                    "{{ 2 }}",
                    None,
                    "Order Completed",
                    "events_123",
                ),
                ("e2", None, None, None, None, None, None, "Order Completed", "events_123"),
            ],
            "select event_id, cups from analytics.stg_amplitude__tea_time": [("t1", 2)],
        },
    ),
    Kind(
        "structs_in_one_table",
        STRUCTS_IN_ONE_TABLE,
        {
            "select event_id, target, place_order, place_deep, gone, page_id, page_size_w, "
            "geo_x from analytics.stg_atomic__click order by 1": [
                ("e1", "buy", 3, "sea", None, "p1", 640, None),
                ("e2", None, None, None, None, None, None, None),
            ]
        },
    ),
    Kind(
        "joined_table",
        JOINED_TABLE,
        {
            "select event_id, target, _order, gone, app, source_table "
            "from analytics.stg_atomic__click": [("e1", "buy", 7, None, "web", "events")]
        },
    ),
]


@pytest.fixture
def build(make_project, tmp_path) -> Callable[[str, str], Path]:
    """Load raw data, build the models of a golden case on DuckDB, and return the database."""

    def run(case: str, raw: str) -> Path:
        database = tmp_path / "shop.duckdb"
        with duckdb.connect(str(database)) as connection:
            connection.execute(raw)
        output = {"type": "duckdb", "path": str(database), "schema": "analytics", "threads": 1}
        project = make_project(output)
        models = GOLDEN / case / "expected" / "models"
        files = (file for file in models.rglob("*") if file.is_file())
        project.write({f"models/{f.relative_to(models)}": f.read_text("utf-8") for f in files})
        project.write({"models/docs.md": DOCS})
        project.dbt("build", "--warn-error")
        return database

    return run


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.case)
def test_models_hold_what_the_raw_rows_say(build, kind):
    database = build(kind.case, kind.raw)

    with duckdb.connect(str(database)) as connection:
        rows = {query: connection.execute(query).fetchall() for query in kind.rows}
    assert rows == kind.rows
