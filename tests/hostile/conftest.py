"""Where hostile text goes through: a warehouse, and a project in a folder of its own."""

from __future__ import annotations

import pytest

from tests.hostile.warehouses import duckdb_warehouse, postgres_warehouse


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def warehouse(request, tmp_path_factory):
    if request.param == "postgres":
        return postgres_warehouse(request.getfixturevalue("postgres"))
    return duckdb_warehouse(tmp_path_factory.mktemp("duckdb") / "shop.duckdb")
