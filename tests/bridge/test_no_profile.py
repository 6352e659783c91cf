from __future__ import annotations

import json

import pytest

from reflekt_dbt.bridge import no_profile
from reflekt_dbt.bridge.no_profile import PROFILE, installed_adapters, write_profile
from reflekt_dbt.errors import ConfigError, DbtError


@pytest.fixture
def installed(monkeypatch):
    def only(*names):
        monkeypatch.setattr(no_profile, "installed_adapters", lambda: list(names))

    return only


def type_in(folder):
    profiles = json.loads((folder / "profiles.yml").read_text(encoding="utf-8"))
    return profiles[PROFILE]["outputs"]["offline"]["type"]


@pytest.mark.parametrize("adapter", ["duckdb", "postgres", "redshift", "snowflake", "bigquery"])
def test_the_adapter_on_record_is_that_of_the_profile(adapter, tmp_path):
    assert type_in(write_profile(tmp_path / "profiles", adapter)) == adapter


def test_without_a_record_the_only_one_installed_is(installed, tmp_path):
    installed("duckdb")

    assert type_in(write_profile(tmp_path, "")) == "duckdb"


def test_redshift_brings_postgres_with_it(installed, tmp_path):
    installed("postgres", "redshift")

    assert type_in(write_profile(tmp_path, "")) == "redshift"


@pytest.mark.parametrize("names", [(), ("duckdb", "postgres")])
def test_which_of_several_nobody_can_tell(names, installed, tmp_path):
    installed(*names)

    with pytest.raises(ConfigError, match="reflekt-dbt build once with a warehouse"):
        write_profile(tmp_path, "")


def test_adapter_that_is_not_installed_is_named_with_its_extra(monkeypatch, tmp_path):
    monkeypatch.setattr(
        no_profile, "find_spec", lambda name: None if name == "dbt.adapters.snowflake" else name
    )

    with pytest.raises(DbtError) as raised:
        write_profile(tmp_path, "snowflake")

    assert "pip install 'reflekt-dbt[snowflake]'" in str(raised.value)


def test_adapter_that_we_know_no_profile_of_wants_a_real_one(tmp_path):
    with pytest.raises(ConfigError, match="give --profiles-dir"):
        write_profile(tmp_path, "trino")


def test_parts_of_dbt_are_no_adapters():
    found = installed_adapters()

    assert "duckdb" in found
    assert not {"base", "sql", "contracts", "events"} & set(found)
