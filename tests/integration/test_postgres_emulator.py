from __future__ import annotations

import psycopg2
import pytest

from integration_tests.emulators import postgres as emulator


def answer(server: emulator.Server, query: str) -> object:
    connection = psycopg2.connect(server.dsn)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("setting", "value"), [("server_encoding", "UTF8"), ("timezone", "UTC")], ids=str
)
def test_server_is_the_same_on_every_machine(postgres, setting, value):
    assert answer(postgres, f"show {setting}") == value


def test_a_second_server_runs_beside_the_first_and_leaves_nothing_behind(postgres):
    with emulator.postgres_server({"log_statement": "all"}) as second:
        answer(second, "select 'asked of the second'")
        logged = second.log.read_text()

    assert second.port != postgres.port
    assert "asked of the second" in logged
    assert not second.log.parent.exists()
    with pytest.raises(psycopg2.OperationalError, match="refused"):
        psycopg2.connect(second.dsn)
    assert answer(postgres, "select 1") == 1


def test_missing_server_programs_are_named_with_their_cure(monkeypatch, tmp_path):
    monkeypatch.setattr(emulator, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(emulator.NoServerBinariesError, match="apt-get install postgresql"):
        emulator.find_programs()


def test_the_newest_of_several_installed_servers_is_used(monkeypatch, tmp_path):
    for major in ("9.6", "15", "17"):
        (tmp_path / major / "bin").mkdir(parents=True)
        (tmp_path / major / "bin" / "initdb").touch()
    monkeypatch.setattr(emulator, "_DEBIAN", tmp_path)

    assert emulator.find_programs() == tmp_path / "17" / "bin"
