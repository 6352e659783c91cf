"""The warehouses that tests here run on, and the demo's project on each of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from integration_tests.emulators import postgres as postgres_emulator
from integration_tests.emulators import redshift as redshift_emulator
from integration_tests.jaffle_shop.raw.assemble import assemble
from integration_tests.jaffle_shop.raw.generate import RawData, generate
from integration_tests.jaffle_shop.raw.load import (
    load_bigquery,
    load_duckdb,
    load_postgres,
    load_redshift,
    load_snowflake,
)
from tests.integration.shops import Shop, execute
from tests.integration.warehouses import (
    bigquery_env,
    duckdb_env,
    postgres_env,
    quiet,
    snowflake_env,
)

Fixture = Callable[[str], Any]

_LOADED = "loaded"


@pytest.fixture(scope="session")
def raw() -> RawData:
    """What the warehouses of the shops below are loaded with."""
    return generate(seed=7, events=3_000)


@pytest.fixture(scope="session")
def little_raw() -> RawData:
    """What those are loaded with where each row takes its time; no table is empty."""
    return generate(seed=7, events=600)


@pytest.fixture(scope="session")
def raw_duckdb(raw, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("loaded") / "raw.duckdb"
    load_duckdb(raw, file)
    return file


@pytest.fixture(scope="session")
def raw_postgres(raw, postgres) -> postgres_emulator.Server:
    """A database that is loaded once, for others to be copied from."""
    execute(postgres, f"create database {_LOADED}")
    loaded = postgres.of_database(_LOADED)
    load_postgres(raw, loaded.dsn)
    return loaded


@pytest.fixture(scope="session")
def raw_redshift(raw, redshift) -> redshift_emulator.Server:
    """The same on what stands for Redshift."""
    execute(redshift.behind, f"create database {_LOADED}")
    loaded = redshift.of_database(_LOADED)
    load_redshift(raw, loaded.behind.dsn)
    return loaded


@pytest.fixture(scope="session")
def new_shop(tmp_path_factory, request) -> Callable[[str], Shop]:
    """Assemble the demo's project on a target, with a loaded warehouse of its own."""
    numbers = count()

    def new(target: str = "dev") -> Shop:
        root = assemble(tmp_path_factory.mktemp(f"shop_{target}"))
        env, data = _LOADERS[target](request.getfixturevalue, root, f"shop_{next(numbers)}")
        return Shop(root, target, env, data)

    return new


Loaded = tuple[dict[str, str], RawData]


def _on_duckdb(fixture: Fixture, root: Path, _: str) -> Loaded:
    shutil.copyfile(fixture("raw_duckdb"), root / "jaffle_shop.duckdb")
    return duckdb_env(root), fixture("raw")


def _on_postgres(fixture: Fixture, _: Path, name: str) -> Loaded:
    loaded = fixture("raw_postgres")
    _copy_database(fixture("postgres"), name)
    return postgres_env(loaded.of_database(name)), fixture("raw")


def _on_redshift(fixture: Fixture, _: Path, name: str) -> Loaded:
    loaded = fixture("raw_redshift")
    _copy_database(fixture("redshift").behind, name)
    return postgres_env(loaded.of_database(name)), fixture("raw")


def _copy_database(server: postgres_emulator.Server, name: str) -> None:
    execute(server, f"create database {name} template {_LOADED}")


def _on_snowflake(fixture: Fixture, _: Path, name: str) -> Loaded:
    server = replace(fixture("snowflake"), database=name.upper())
    with quiet():
        load_snowflake(fixture("little_raw"), server.port, server.database)
    return snowflake_env(server), fixture("little_raw")


def _on_bigquery(fixture: Fixture, _: Path, name: str) -> Loaded:
    # As people name their projects: not without backticks.
    server = replace(fixture("bigquery"), project=name.replace("_", "-"))
    with quiet():
        load_bigquery(fixture("little_raw"), server.port, server.project)
    return bigquery_env(server), fixture("little_raw")


_LOADERS = {
    "dev": _on_duckdb,
    "postgres": _on_postgres,
    "redshift": _on_redshift,
    "snowflake": _on_snowflake,
    "bigquery": _on_bigquery,
}


@pytest.fixture(scope="session")
def built(new_shop) -> Shop:
    """The project on DuckDB with everything built and committed. Look, but leave it so."""
    shop = new_shop("dev")
    assert shop.dbt("deps").code == 0
    assert shop.build().code == 0
    shop.commit()
    return shop


@pytest.fixture
def shop(built, tmp_path) -> Shop:
    """A copy of what was built, to do with as one likes."""
    return built.copy_to(tmp_path / "shop")
