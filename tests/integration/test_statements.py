"""What a build asks of a warehouse: the server's own log of every statement says it."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest

from integration_tests.emulators.postgres import Server, postgres_server
from tests.integration.shops import Shop, execute
from tests.integration.things import thing
from tests.integration.warehouses import postgres_env

SCHEMA = "shop_events"
FEW, MANY = 5, 200
PROJECT = f"""\
name: shop
version: 1.0.0
config-version: 2
profile: shop
vars:
  reflekt:
    sources: [{{name: {SCHEMA}, sdk: segment}}]
"""
PROFILE = """\
shop:
  target: postgres
  outputs:
    postgres:
      type: postgres
      host: "{{ env_var('JAFFLE_SHOP_POSTGRES_HOST') }}"
      port: "{{ env_var('JAFFLE_SHOP_POSTGRES_PORT') | as_number }}"
      user: "{{ env_var('JAFFLE_SHOP_POSTGRES_USER') }}"
      password: none
      dbname: "{{ env_var('JAFFLE_SHOP_POSTGRES_DBNAME') }}"
      schema: analytics
      threads: 1
"""


@pytest.fixture(scope="module")
def talkative(postgres):  # noqa: ARG001 - it skips where there is no server to start
    """A server that writes down every statement."""
    with postgres_server(settings={"log_statement": "all"}) as server:
        yield server


def shop_of(events: int, server: Server, root) -> tuple[Shop, list[str]]:
    """Build a shop of *events* events; return it and the statements that this took."""
    database = replace(server, dbname=f"shop_{events}")
    execute(server, f"create database {database.dbname}")
    execute(
        database,
        f"create schema {SCHEMA}",
        "create schema somebody_elses",
        "create table somebody_elses.secret_of_others (id text)",
        *(
            f"create table {SCHEMA}.thing_{number}_done (id text, received_at timestamp, "
            "amount bigint)"
            for number in range(events)
        ),
    )
    shop = Shop(root, "postgres", postgres_env(database))
    shop.write("dbt_project.yml", PROJECT)
    shop.write("profiles.yml", PROFILE)
    for number in range(events):
        shop.write(f"schemas/shop/Thing_{number}_Done/1-0.json", thing(number))
    already = len(statements(server))
    said = shop.build()
    assert said.code == 0, said.err
    return shop, statements(server)[already:]


def statements(server: Server) -> list[str]:
    log = server.log.read_text(encoding="utf-8")
    entries = re.split(r"^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] ", log, flags=re.MULTILINE)
    return [one.partition("statement: ")[2] for one in entries if "statement: " in one]


@pytest.fixture(scope="module")
def few(talkative, tmp_path_factory) -> list[str]:
    return shop_of(FEW, talkative, tmp_path_factory.mktemp("few"))[1]


@pytest.fixture(scope="module")
def many(talkative, tmp_path_factory) -> list[str]:
    shop, asked = shop_of(MANY, talkative, tmp_path_factory.mktemp("many"))
    assert len(list((shop.root / "models").rglob("stg_*_done.sql"))) == MANY
    return asked


def catalogue_queries(asked: list[str]) -> list[str]:
    return [one for one in asked if "information_schema.columns" in one]


def test_two_hundred_events_take_no_more_statements_than_five(few, many):
    assert len(many) == len(few)


def test_one_of_them_reads_the_catalogue(many):
    assert len(catalogue_queries(many)) == 1


def test_catalogue_query_gets_rows_of_the_sources_schema_only(talkative, many):
    (query,) = catalogue_queries(many)

    with closing(psycopg2.connect(replace(talkative, dbname=f"shop_{MANY}").dsn)) as connection:
        cursor = connection.cursor()
        cursor.execute(query)
        tables = {table for table, *_ in cursor.fetchall()}

    assert tables == {f"thing_{number}_done" for number in range(MANY)}


def test_no_statement_reads_a_users_table(many):
    read = {
        relation
        for one in many
        for relation in re.findall(r"\b(?:from|join)\s+([\w.\"]+)", one, re.IGNORECASE)
    }

    assert [one for one in many if "_done" in one or "secret_of_others" in one] == []
    assert [one for one in read if not re.search("information_schema|pg_", one)] == []


def test_no_statement_writes(many):
    # dbt puts a comment before what it sends.
    plain = [re.sub(r"/\*.*?\*/", "", one, flags=re.DOTALL).lower().split() for one in many]

    assert {words[0] for words in plain} <= {"begin", "select", "rollback", "commit", "set"}
