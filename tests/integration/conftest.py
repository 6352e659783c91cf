"""The warehouses that tests here run on, and the demo's project on each of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from integration_tests.emulators.postgres import (
    NoServerBinariesError,
    Server,
    find_programs,
    postgres_server,
)
from integration_tests.jaffle_shop.raw.assemble import assemble
from integration_tests.jaffle_shop.raw.generate import RawData, generate
from integration_tests.jaffle_shop.raw.load import load_duckdb, load_postgres
from tests.integration.shops import Shop, duckdb_env, execute, postgres_env

_LOADED = "loaded"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One PostgreSQL for the session, thus one a worker; each test uses schemas of its own."""
    try:
        find_programs()
    except NoServerBinariesError as error:
        # Where everything is checked, a skipped warehouse must not look like a good one.
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(f"PostgreSQL not tested: {error}")
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def raw() -> RawData:
    """What the warehouses of the shops below are loaded with."""
    return generate(seed=7, events=3_000)


@pytest.fixture(scope="session")
def raw_duckdb(raw, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("loaded") / "raw.duckdb"
    load_duckdb(raw, file)
    return file


@pytest.fixture(scope="session")
def raw_postgres(raw, postgres) -> Server:
    """A database that is loaded once, for others to be copied from."""
    execute(postgres, f"create database {_LOADED}")
    loaded = replace(postgres, dbname=_LOADED)
    load_postgres(raw, loaded.dsn)
    return loaded


@pytest.fixture(scope="session")
def new_shop(raw_duckdb, tmp_path_factory, request) -> Callable[[str], Shop]:
    """Assemble the demo's project on a target, with a loaded warehouse of its own."""
    databases = (f"shop_{number}" for number in count())

    def new(target: str = "dev") -> Shop:
        root = assemble(tmp_path_factory.mktemp(f"shop_{target}"))
        if target == "dev":
            shutil.copyfile(raw_duckdb, root / "jaffle_shop.duckdb")
            return Shop(root, target, duckdb_env(root))
        loaded = request.getfixturevalue("raw_postgres")
        server = replace(loaded, dbname=next(databases))
        execute(
            replace(loaded, dbname="postgres"),
            f"create database {server.dbname} template {loaded.dbname}",
        )
        return Shop(root, target, postgres_env(server))

    return new


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
