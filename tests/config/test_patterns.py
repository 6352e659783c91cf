"""Names and folders with placeholders."""

from __future__ import annotations

import pytest

from reflekt_dbt.config.load import config_from
from reflekt_dbt.config.model import BuildConfig, DocsConfig
from reflekt_dbt.config.overrides import EventOverrides
from reflekt_dbt.config.patterns import above, above_events, filled, has_shared_docs
from reflekt_dbt.errors import ConfigError


def build(**given):
    return config_from({"build": given}, "f.yml", ()).build


@pytest.mark.parametrize(
    ("given", "key", "problem", "hint"),
    [
        (
            {"path": "models/{sorce}"},
            "path",
            "unknown placeholder '{sorce}'",
            "did you mean 'source'? known: {source}, {event}, {version}, {sdk}",
        ),
        (
            {"models": {"name": "{model}"}},
            "models.name",
            "unknown placeholder '{model}'",
            "known: {prefix}, {source}, {event}, {version}, {sdk}",
        ),
        (
            {"sources": {"name": "{event}"}},
            "sources.name",
            "unknown placeholder '{event}'",
            "known: {prefix}, {source}, {sdk}",
        ),
        (
            {"docs": {"per": "folder", "name": "{event}"}},
            "docs.name",
            "unknown placeholder '{event}'",
            "known: {prefix}, {folder}, {source}, {sdk}",
        ),
        (
            {"docs": {"per": "project", "name": "{source}"}},
            "docs.name",
            "unknown placeholder '{source}'",
            "known: {prefix}, {folder}",
        ),
        (
            {"events": {"shop": {"path": "models/{}"}}},
            "events.shop.path",
            "unknown placeholder '{}'",
            "known: {source}, {event}, {version}, {sdk}",
        ),
    ],
)
def test_an_unknown_placeholder_is_named_with_those_there_are(given, key, problem, hint):
    with pytest.raises(ConfigError) as caught:
        build(**given)

    assert caught.value.where == f"f.yml: vars.reflekt.build.{key}"
    assert (caught.value.problem, caught.value.hint) == (problem, hint)


@pytest.mark.parametrize(
    "name", ["{source!r}", "{source:>9}", "{0}", "{{source}}", "a/b", "a.b"]
)
@pytest.mark.parametrize("section", ["models", "docs", "sources"])
def test_a_name_is_plain_but_for_its_placeholders(section, name):
    with pytest.raises(ConfigError) as caught:
        build(**{section: {"name": name}})

    assert "must be letters, digits, _ and placeholders" in caught.value.problem


def test_a_value_that_looks_like_a_placeholder_is_none():
    assert filled("{source}_{event}", {"source": "{event}", "event": "x"}) == "{event}_x"


@pytest.mark.parametrize(
    ("path", "any_placeholder", "of_events"),
    [
        ("models/staging/{source}", "models/staging", "models/staging/{source}"),
        ("models/{sdk}/{event}/{source}", "models", "models/{sdk}"),
        ("models/stg_{source}/v{version}", "models", "models/stg_{source}"),
        ("models", "models", "models"),
        ("{source}", "", "{source}"),
    ],
)
def test_what_is_above_a_placeholder(path, any_placeholder, of_events):
    assert above(path) == any_placeholder
    assert above_events(path) == of_events


FOLDER, PROJECT = DocsConfig(per="folder"), DocsConfig(per="project")


@pytest.mark.parametrize(
    ("config", "shared"),
    [
        (BuildConfig(), False),
        (BuildConfig(path="models"), False),
        (BuildConfig(docs=PROJECT), True),
        (BuildConfig(docs=FOLDER), False),
        (BuildConfig(docs=FOLDER, path="models"), True),
        (BuildConfig(docs=DocsConfig(per="folder", name="_{source}"), path="models"), False),
        (BuildConfig(docs=FOLDER, events={"x": EventOverrides(path="models/x")}), True),
        (BuildConfig(docs=FOLDER, events={"x": EventOverrides(model="x")}), False),
    ],
)
def test_sources_share_a_file_unless_it_depends_on_the_source(config, shared):
    assert has_shared_docs(config) is shared
