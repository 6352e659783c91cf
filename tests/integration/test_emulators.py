"""What stands for Redshift, Snowflake and BigQuery: started, mended as said, and stopped."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
import yaml

from integration_tests.emulators import bigquery as bigquery_emulator
from integration_tests.emulators import redshift as redshift_emulator
from integration_tests.emulators import snowflake as snowflake_emulator
from integration_tests.emulators.program import ServerDidNotStartError, free_port, running
from tests.integration.warehouses import bigquery_env, connect, quiet, snowflake_env

EMULATORS = Path(__file__).parents[2] / "integration_tests" / "emulators"
STARTED = {
    "redshift": redshift_emulator.redshift_server,
    "snowflake": snowflake_emulator.snowflake_server,
    "bigquery": bigquery_emulator.bigquery_server,
}


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(params=STARTED)
def name(request):
    # It skips where there is no server to start.
    request.getfixturevalue(request.param)
    return request.param


def test_a_second_server_runs_beside_the_first_and_leaves_nothing_behind(name, request):
    first = request.getfixturevalue(name)

    with STARTED[name]() as second:
        both = listens(first.port) and listens(second.port)

    folder = (second.behind if name == "redshift" else second).log.parent
    assert both
    assert second.port != first.port
    assert listens(first.port)
    assert not listens(second.port)
    assert not folder.exists()


@pytest.mark.parametrize("name", ["postgres", *STARTED], indirect=True)
def test_one_command_starts_it_prints_its_profile_and_stops_on_ctrl_c(name, tmp_path):
    with subprocess.Popen(
        [sys.executable, EMULATORS / f"{name}.py"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        head = [process.stdout.readline()]
        while not head[-1].strip().startswith("threads:"):
            head.append(process.stdout.readline())
            assert process.poll() is None, head
        target = yaml.safe_load("".join(head))["jaffle_shop"]["outputs"][name]
        port = int(target.get("port") or target["api_endpoint"].rpartition(":")[2])
        up = listens(port)
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()

    assert target["type"] == name
    assert up
    assert (process.returncode, rest) == (0, "stopped\n")
    assert not listens(port)


def test_a_server_that_ends_at_once_says_what_it_logged(tmp_path):
    command = (sys.executable, "-c", "raise SystemExit('no licence')")

    with (
        pytest.raises(ServerDidNotStartError, match="no licence"),
        running(command, free_port(), log=tmp_path / "server.log"),
    ):
        pass


def test_a_machine_without_a_python_for_bigquery_is_told_which_it_needs(monkeypatch, tmp_path):
    monkeypatch.setattr(bigquery_emulator, "_PYENV", tmp_path)
    monkeypatch.setattr(bigquery_emulator, "_OLDEST", (99, 0))

    with pytest.raises(bigquery_emulator.NoPythonError, match=re.escape("no Python 99.0 or")):
        bigquery_emulator.find_python()


def test_a_pythons_shim_that_does_not_run_is_passed_over(monkeypatch, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    shim, real = programs / "python3.13", tmp_path / "3.13.0" / "bin" / "python"
    real.parent.mkdir(parents=True)
    shim.write_text("#!/bin/sh\nexit 127\n")
    real.write_text("#!/bin/sh\necho 3 13\n")
    for program in (shim, real):
        program.chmod(0o755)
    monkeypatch.setattr(bigquery_emulator, "_PYENV", tmp_path)
    monkeypatch.setenv("PATH", f"{programs}:/bin")
    monkeypatch.setattr(sys, "executable", str(shim))

    assert bigquery_emulator.find_python() == real


def test_redshifts_own_driver_meets_redshifts_ways(redshift):
    import redshift_connector  # noqa: PLC0415 - it takes its time

    with quiet():
        connection = redshift_connector.connect(
            host=redshift.host,
            port=redshift.port,
            user=redshift.user,
            password="any",
            database=redshift.dbname,
            ssl=False,
        )
    with closing(connection), closing(connection.cursor()) as cursor:
        cursor.execute(r"select 'a\'b\\c', json_parse('[1]'), getdate() is not null")
        described = [column[1] for column in cursor.description]
        (row,) = cursor.fetchall()
        cursor.execute(
            "create temporary table sorted (id varchar(max)) diststyle key distkey (id)"
            " compound sortkey (id)"
        )

    # Backslashes escape, and SUPER has the number that the driver knows it by.
    assert (row[0], row[2]) == ("a'b\\c", True)
    assert described[1] == 4000


def test_redshifts_catalogue_is_in_every_new_database(redshift):
    with (
        closing(psycopg2.connect(redshift.behind.dsn)) as connection,
        closing(connection.cursor()) as cursor,
    ):
        cursor.execute("create schema if not exists catalogued")
        cursor.execute("create table catalogued.t (a super, b varchar(512))")
        cursor.execute("comment on column catalogued.t.b is 'kept'")
        cursor.execute(
            "select column_name, data_type, character_maximum_length, remarks from svv_columns"
            " where table_schema = 'catalogued' order by ordinal_position"
        )
        found = cursor.fetchall()

    assert found == [("a", "super", None, None), ("b", "character varying", 512, "kept")]


@pytest.fixture
def snowflakes_cursor(snowflake):
    with (
        closing(connect("snowflake", snowflake_env(snowflake))) as connection,
        closing(connection.cursor()) as cursor,
    ):
        cursor.execute("drop schema if exists mended cascade")
        cursor.execute("create schema mended")
        cursor.execute("use schema mended")
        yield cursor


COMMENT = r"it's 5 \n (five), and \'more\'"


def test_snowflakes_comments_are_kept_as_they_are(snowflakes_cursor):
    snowflakes_cursor.execute("create table t (a varchar, b varchar)")
    columns = f"A comment $${COMMENT}$$, B"
    snowflakes_cursor.execute(f"create view dev.mended.v ({columns}) as (select a, b from t)")  # noqa: S608 - our own text
    snowflakes_cursor.execute(f"comment on view dev.mended.v is $${COMMENT}$$")
    snowflakes_cursor.execute(f"alter table dev.mended.t alter A comment $${COMMENT}$$")

    columns = snowflakes_cursor.execute(
        "select table_name, comment from information_schema.columns"
        " where table_schema = 'MENDED' and column_name = 'A' order by 1"
    ).fetchall()
    relations = snowflakes_cursor.execute(
        "select table_name, table_type, comment from information_schema.tables"
        " where table_schema = 'MENDED' order by 1"
    ).fetchall()
    assert columns == [("T", COMMENT), ("V", COMMENT)]
    assert relations == [("T", "BASE TABLE", None), ("V", "VIEW", COMMENT)]


def test_a_statement_that_fails_on_snowflake_says_so_and_leaves_the_session_usable(
    snowflakes_cursor,
):
    from snowflake.connector.errors import ProgrammingError  # noqa: PLC0415 - as above

    snowflakes_cursor.execute("begin")
    with pytest.raises(ProgrammingError, match="NOT_THERE"):
        snowflakes_cursor.execute("select * from not_there")

    assert snowflakes_cursor.execute("select 1").fetchall() == [(1,)]


def test_dbts_merge_and_temporary_tables_work_on_snowflake(snowflakes_cursor):
    execute = snowflakes_cursor.execute
    execute('create table t ("ID" varchar, "N" number)')
    execute("insert into t values ('a', 1)")
    execute("create or replace temporary table dev.mended.s as (select 'a' as id, 2 as n)")
    execute("insert into dev.mended.s values ('b', 3)")

    execute("""
        merge into t as DBT_INTERNAL_DEST using s as DBT_INTERNAL_SOURCE
        on DBT_INTERNAL_SOURCE.id = DBT_INTERNAL_DEST.id
        when matched then update set n = DBT_INTERNAL_SOURCE.n
        when not matched then insert (id, n) values (id, n)
    """)

    rows = snowflakes_cursor.execute("select id, n from t order by id").fetchall()
    assert rows == [("a", 2), ("b", 3)]


def test_a_table_made_from_a_query_on_bigquery_says_where_it_is(bigquery):
    with closing(connect("bigquery", bigquery_env(bigquery))) as connection:
        client = connection._client
        client.query("create schema if not exists mended").result()
        job = client.query("create or replace table mended.t as select 1 as n")
        job.result()

    assert (job.destination.dataset_id, job.destination.table_id) == ("mended", "t")
