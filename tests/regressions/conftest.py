"""Where defects are looked for: in rendered texts, and in a project that dbt has built."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from reflekt_dbt.events.load import load_events
from tests.integration.shops import Shop
from tests.integration.warehouses import duckdb_env
from tests.parity.rendering import plan_of, present_of, start_dbt
from tests.regressions.worlds import (
    SETTINGS,
    load_statements,
    write_project,
    write_schemas,
)


class Rendered:
    """What the macros made of some events.

    Attributes:
        files: Name of each file, without its folder, to its text.
        findings: ``(code, event, property)`` of each finding.
    """

    def __init__(self, result: Mapping[str, Any]) -> None:
        self.files = {path.rpartition("/")[2]: text for path, _, text in result["files"]}
        self.findings = {(code, event, prop) for code, event, prop, _ in result["findings"]}

    @property
    def models(self) -> set[str]:
        """Names of the models, without the prefix that all have."""
        return {
            name.removeprefix("stg_raw_shop__").removesuffix(".sql")
            for name in self.files
            if name.endswith(".sql")
        }

    def sql(self, table: str) -> str:
        return self.files[f"stg_raw_shop__{table}.sql"]

    def docs(self, table: str) -> str:
        return self.files[f"_stg_raw_shop__{table}.yml"]


@pytest.fixture(scope="session")
def render(tmp_path_factory) -> Callable[..., Rendered]:
    """Render the files of schemas (event id → schema) and tables (name → columns)."""
    rendering = start_dbt(tmp_path_factory.mktemp("dbt"))

    def run(
        schemas: Mapping[str, Any], tables: Mapping[str, list[str]], **build: Any
    ) -> Rendered:
        folder = tmp_path_factory.mktemp("schemas")
        write_schemas(folder, schemas)
        settings = {**SETTINGS, "build": {**SETTINGS["build"], **build}}
        columns = {
            table: dict.fromkeys(["id", "received_at", *names], "varchar")
            for table, names in tables.items()
        }
        plan = plan_of(load_events(folder), settings)
        return Rendered(rendering(plan, present_of("raw_shop", columns)))

    return run


@pytest.fixture(scope="session")
def unbuilt(tmp_path_factory) -> Shop:
    """The project of worlds.py with its warehouse, nothing built. Look, but leave it so."""
    root = tmp_path_factory.mktemp("defects")
    write_project(root)
    shop = Shop(root, "dev", duckdb_env(root))
    shop.execute(*load_statements())
    return shop


@pytest.fixture(scope="session")
def built(unbuilt, tmp_path_factory) -> Shop:
    """The same after both builds. Look, but leave it so."""
    shop = unbuilt.copy_to(tmp_path_factory.mktemp("built"))
    said = shop.build()
    assert said.code == 0, said.err
    said = shop.dbt("build")
    assert said.code == 0, said.err
    return shop


@pytest.fixture
def new_shop(unbuilt, tmp_path) -> Callable[[], Shop]:
    """Copy the project in which nothing is built, to do with as one likes."""
    numbers = itertools.count()
    return lambda: unbuilt.copy_to(tmp_path / f"new_{next(numbers)}")


@pytest.fixture
def shop(built, tmp_path) -> Shop:
    """A copy of the project in which all is built, to do with as one likes."""
    return built.copy_to(tmp_path / "shop")
