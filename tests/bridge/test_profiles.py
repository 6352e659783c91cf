from __future__ import annotations

import pytest

from reflekt_dbt.bridge.profiles import check_profile, find_profiles_dir
from reflekt_dbt.errors import ConfigError

PROFILES = "shop: {target: dev, outputs: {dev: {type: duckdb}, prod: {type: duckdb}}}\n"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """An empty home and current folder, so that only what a test makes is found."""
    for name in ("home", "here", "project"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def profiles_in(folder):
    folder.mkdir(exist_ok=True)
    (folder / "profiles.yml").write_text(PROFILES, encoding="utf-8")
    return folder


def test_flag_wins_over_the_environment(elsewhere, monkeypatch):
    given = profiles_in(elsewhere / "given")
    monkeypatch.setenv("DBT_PROFILES_DIR", str(profiles_in(elsewhere / "env")))

    assert find_profiles_dir(elsewhere / "project", given) == given


def test_environment_wins_over_the_project(elsewhere, monkeypatch):
    profiles_in(elsewhere / "project")
    monkeypatch.setenv("DBT_PROFILES_DIR", str(profiles_in(elsewhere / "env")))

    assert find_profiles_dir(elsewhere / "project", None) == elsewhere / "env"


@pytest.mark.parametrize("place", ["here", "project", "home/.dbt"])
def test_found_where_dbt_looks(elsewhere, place):
    folder = profiles_in(elsewhere / place)

    assert find_profiles_dir(elsewhere / "project", None) == folder


def test_flag_that_names_a_folder_without_profiles_is_not_made_up_for(elsewhere):
    profiles_in(elsewhere / "project")

    with pytest.raises(ConfigError, match=r"no profiles\.yml"):
        find_profiles_dir(elsewhere / "project", elsewhere / "here")


def test_misspelt_profile_names_the_nearest_one(tmp_path):
    with pytest.raises(ConfigError, match="did you mean 'shop'"):
        check_profile(profiles_in(tmp_path), "shp", None)


def test_unknown_target_names_those_there_are(tmp_path):
    with pytest.raises(ConfigError, match="known: dev, prod"):
        check_profile(profiles_in(tmp_path), "shop", "qqqqq")


def test_profile_and_target_that_are_there_pass(tmp_path):
    check_profile(profiles_in(tmp_path), "shop", "prod")


def test_profiles_that_are_no_yaml_are_named(tmp_path):
    (tmp_path / "profiles.yml").write_text("a: [", encoding="utf-8")

    with pytest.raises(ConfigError, match="not YAML"):
        check_profile(tmp_path, "shop", None)
