"""``--registry`` takes a connection, a type that only one has, or a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from reflekt_dbt.config.model import Config, RegistryConfig
from reflekt_dbt.errors import ConfigError, RegistryError
from reflekt_dbt.registries.connect import (
    Asked,
    connect,
    connection_for,
    known_connections,
)

SHARED = RegistryConfig("file", path="../shared")
EU = RegistryConfig("segment", region="eu", token_env="EU")
US = RegistryConfig("segment")
TOKEN = {"REFLEKT_SEGMENT_API_TOKEN": "sgp_secret"}


def found(name, registries=(), environment=(), **asked):
    config = Config(registries=dict(registries), vendor="com.shop")
    return connection_for(Asked(name, **asked), config, dict(environment), Path("/p"))


def test_connection_is_found_by_name():
    connection = found("eu", {"eu": EU, "us": US})

    assert (connection.name, connection.config, connection.vendor) == ("eu", EU, "com.shop")


def test_connection_is_found_by_a_type_that_only_one_has():
    assert found("file", {"eu": EU, "shared": SHARED}).name == "shared"


def test_type_that_several_have_is_refused_with_their_names():
    with pytest.raises(ConfigError, match="name one of them: eu, us"):
        found("segment", {"eu": EU, "us": US})


def test_profile_names_one_of_several():
    assert found("segment", {"eu": EU, "us": US}, profile="us").config is US


def test_profile_of_another_type_is_refused():
    with pytest.raises(ConfigError, match="is of the type 'segment'"):
        found("avo", {"eu": EU}, profile="eu")


def test_profile_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(ConfigError, match="did you mean 'prod'"):
        found("segment", {"prod": EU}, profile="prd")


def test_type_needs_no_configuration_where_the_environment_has_its_token():
    assert found("segment", environment=TOKEN).config == US


def test_type_without_configuration_and_token_names_the_variable():
    with pytest.raises(ConfigError, match="set REFLEKT_SEGMENT_API_TOKEN"):
        found("segment")


def test_unknown_name_is_refused_with_the_nearest():
    with pytest.raises(ConfigError, match="did you mean 'segment'"):
        found("segmnt")


@pytest.mark.parametrize("given", ["./reg", "/p/here/reg", "file:///p/here/reg", "../here/reg"])
def test_folder_is_seen_from_here_and_called_as_seen_from_the_project(given, monkeypatch):
    monkeypatch.setattr(Path, "cwd", lambda: Path("/p/here"))

    connection = found(given)

    assert connection.name == "here/reg"
    assert Path(connection.config.path).resolve() == Path("/p/here/reg")


def test_url_wins_over_the_configured_one():
    assert found("eu", {"eu": EU}, url="http://127.0.0.1:1").config.url == "http://127.0.0.1:1"


def test_environment_adds_what_is_not_configured():
    assert known_connections(Config(registries={"eu": EU}), TOKEN) == {"eu": EU}
    assert known_connections(Config(), TOKEN) == {"segment": US}


def test_missing_token_is_named_and_a_set_one_never_printed():
    connection = found("segment", environment=TOKEN)

    assert f"{connection.secret('REFLEKT_SEGMENT_API_TOKEN')!r}" == "***"
    with pytest.raises(RegistryError, match="the environment variable OTHER is not set"):
        connection.secret("OTHER")


def test_connection_with_a_token_prints_no_token():
    assert "sgp_secret" not in repr(found("segment", environment=TOKEN))


def test_file_registry_without_a_folder_says_what_to_add():
    with pytest.raises(RegistryError, match="nothing says which folder it is"):
        connect(found("f", {"f": RegistryConfig("file")}))


def test_file_url_of_another_machine_is_refused():
    with pytest.raises(RegistryError, match="another machine"):
        connect(found("file://server/share"))
