from __future__ import annotations

import dataclasses
import json
from dataclasses import MISSING
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt_dbt.config.linting import CustomRule, LintConfig, LintRules
from reflekt_dbt.config.load import (
    config_from,
    find_project,
    load_config,
    read_dbt_project,
)
from reflekt_dbt.config.model import (
    BuildConfig,
    Casing,
    Config,
    Conventions,
    DocsConfig,
    ModelsConfig,
    PlanConfig,
    RegistryConfig,
    SourceConfig,
    SourceFilesConfig,
)
from reflekt_dbt.config.schema import config_schema, resolved
from reflekt_dbt.errors import ConfigError

SDKS = ("segment", "rudderstack")
SHOP = {"name": "shop", "sdk": "segment"}


@pytest.fixture
def project(tmp_path):
    """Write ``vars.reflekt`` as YAML text into a dbt project; return the project's folder."""

    def write(text, file="dbt_project.yml"):
        (tmp_path / "dbt_project.yml").write_text("name: shop\n", encoding="utf-8")
        settings = f"vars:\n  reflekt:\n{indent(text, '    ')}\n"
        with (tmp_path / file).open("a", encoding="utf-8") as stream:
            stream.write(settings)
        return tmp_path

    return write


def made(**given: Any) -> Config:
    return config_from(given, "dbt_project.yml", SDKS)


def refused(**given: Any) -> tuple[str, str, str]:
    with pytest.raises(ConfigError) as caught:
        config_from(given, "f.yml", SDKS)
    where = caught.value.where.removeprefix("f.yml: vars.reflekt").removeprefix(".")
    return where, caught.value.problem, caught.value.hint


def test_everything_that_can_be_said_is_read(project):
    root = project("""\
vendor: com.thejaffleshop
schemas_path: tracking\\plan/
conventions:
  event: {casing: title, numbers: true, reserved: [Signup]}
  property: {casing: snake, reserved: id}
  data_types: [string, null]
sources:
  - name: shop_segment
    sdk: segment
    select: jaffle_shop
    database: "{{ target.database }}"
    schema: "raw_{{ target.name }}"
    description: Ours.
    calls: {page: Home Viewed, identify: [Identify, Signed In]}
    freshness: {warn_after: {count: 12, period: hour}, error_after: null}
    freshness_events: [jaffle_shop/Order_Completed]
  - {name: shop_rudder, sdk: rudderstack}
build:
  target: prod
  path: models/stg/{source}
  package: artifacts/dbt/shop
  provenance: schema_id
  sources: {prefix: _s_}
  models:
    prefix: base_
    filter: "WHERE received_at < current_timestamp"
    materialized: table
    missing_columns: omit
    casts: {total: "numeric(12, 2)"}
  docs:
    prefix: _d_
    in_folder: true
    tests: {id: unique, total: [not_null, {accepted_values: {values: [1, 2]}}]}
    schema_tests: []
    severity: error
lint:
  rules: {select: [default, RF6], ignore: RF203, severity: {RF4: warning}}
  ignore_paths: {"schemas/legacy/**": [RF2]}
  fail_on: error
  baseline: lint-baseline.json
  keywords: [owner]
  warehouses: [snowflake]
  custom:
    - {id: SHOP1, message: times are times, property: {required: [format]}, names: _at$}
plans: {avo: {versions: registry}}
registries: {avo: {type: avo, branches: {staging: AbC12dEfG}}}
""")

    assert load_config(root, SDKS) == Config(
        vendor="com.thejaffleshop",
        schemas_path="tracking/plan",
        conventions=Conventions(
            event=Casing("title", numbers=True, reserved=("Signup",)),
            property=Casing("snake", reserved=("id",)),
            data_types=("string", "null"),
        ),
        sources=(
            SourceConfig(
                name="shop_segment",
                sdk="segment",
                schema="raw_{{ target.name }}",
                select=("jaffle_shop",),
                database="{{ target.database }}",
                description="Ours.",
                calls={"page": ("Home Viewed",), "identify": ("Identify", "Signed In")},
                freshness={"warn_after": {"count": 12, "period": "hour"}, "error_after": None},
                freshness_events=("jaffle_shop/Order_Completed",),
            ),
            SourceConfig(name="shop_rudder", sdk="rudderstack"),
        ),
        build=BuildConfig(
            target="prod",
            path="models/stg/{source}",
            package="artifacts/dbt/shop",
            provenance=("schema_id",),
            sources=SourceFilesConfig("_s_"),
            models=ModelsConfig(
                prefix="base_",
                filter="WHERE received_at < current_timestamp",
                materialized="table",
                missing_columns="omit",
                casts={"total": "numeric(12, 2)"},
            ),
            docs=DocsConfig(
                prefix="_d_",
                in_folder=True,
                tests={
                    "id": ("unique",),
                    "total": ("not_null", {"accepted_values": {"values": [1, 2]}}),
                },
                schema_tests=(),
                severity="error",
            ),
        ),
        lint=LintConfig(
            rules=LintRules(("default", "RF6"), ("RF203",), {"RF4": "warning"}),
            ignore_paths={"schemas/legacy/**": ("RF2",)},
            fail_on="error",
            baseline="lint-baseline.json",
            keywords=("owner",),
            warehouses=("snowflake",),
            custom=(
                CustomRule(
                    "SHOP1", "times are times", property={"required": ["format"]}, names="_at$"
                ),
            ),
        ),
        plans={"avo": PlanConfig("registry")},
        registries={"avo": RegistryConfig("avo", branches={"staging": "AbC12dEfG"})},
    )


def test_token_in_the_place_of_its_variables_name_is_not_shown():
    settings = {"registries": {"x": {"type": "segment", "token_env": "sgp_1-2"}}}

    assert "sgp_1-2" not in "".join(refused(**settings))


def test_nothing_said_is_all_defaults():
    assert made() == Config()


def test_no_docs_tests_means_none_and_not_the_default():
    assert made(build={"docs": {"tests": {}}}).build.docs.tests == {}


def test_vars_yml_of_dbt_1_12_is_read_where_the_project_file_has_none(project):
    root = project("vendor: com.shop", file="vars.yml")

    assert load_config(root, SDKS).vendor == "com.shop"


def test_the_project_file_wins_over_vars_yml(project):
    project("vendor: com.vars", file="vars.yml")
    root = project("vendor: com.project")

    assert load_config(root, SDKS).vendor == "com.project"


@pytest.mark.parametrize(
    "text", ["", "vars:\n", "vars: {other: 1}\n", "vars: {reflekt: }\n"], ids=repr
)
def test_a_project_without_our_vars_is_told_how_to_get_them(text, tmp_path):
    (tmp_path / "dbt_project.yml").write_text(f"name: shop\n{text}", encoding="utf-8")
    (tmp_path / "vars.yml").write_text("vars: {shop: {reflekt: 1}}\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=r"no vars\.reflekt") as caught:
        load_config(tmp_path, SDKS)

    assert caught.value.hint == "run: reflekt-dbt init"


@pytest.mark.parametrize("text", ["vars: 1", "vars: [", "- a"])
def test_a_broken_project_file_is_an_error_of_its_own(text, tmp_path):
    (tmp_path / "dbt_project.yml").write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError):
        load_config(tmp_path, SDKS)


def test_vars_that_are_no_mapping_are_an_error(tmp_path):
    (tmp_path / "dbt_project.yml").write_text("vars: [reflekt]", encoding="utf-8")

    with pytest.raises(ConfigError, match="expected a mapping"):
        load_config(tmp_path, SDKS)


def test_the_project_is_the_nearest_folder_upwards(project):
    root = project("vendor: x")
    deep = root / "models" / "staging"
    deep.mkdir(parents=True)

    assert find_project(deep) == root
    assert read_dbt_project(find_project(root))["name"] == "shop"


def test_no_project_upwards_is_an_error_with_a_cure(tmp_path):
    with pytest.raises(
        ConfigError, match=r"no dbt_project\.yml and no reflekt_project"
    ) as caught:
        find_project(tmp_path)

    assert "--project-dir" in caught.value.hint


def test_a_start_that_does_not_exist_is_not_searched_from(project):
    root = project("vendor: x")

    with pytest.raises(ConfigError, match="no such folder"):
        find_project(root / "typo")


UNKNOWN = {
    "vendr": ({"vendr": "x"}, "did you mean 'vendor'?"),
    "build.modls": ({"build": {"modls": {}}}, "did you mean 'models'?"),
    "build.models.prefx": ({"build": {"models": {"prefx": "x"}}}, "did you mean 'prefix'?"),
    "build.docs.sources": (
        {"build": {"docs": {"sources": 1}}},
        "known: in_folder, name, per, prefix, schema_tests, severity, test_window, tests",
    ),
    "sources.1.selct": ({"sources": [SHOP, {**SHOP, "selct": 1}]}, "did you mean 'select'?"),
    "sources.0.calls.track": (
        {"sources": [{**SHOP, "calls": {"track": "x"}}]},
        "known: alias, group, identify, page, screen",
    ),
    "conventions.event.case": (
        {"conventions": {"event": {"case": "title"}}},
        "did you mean 'casing'?",
    ),
    "telemetry": ({"telemetry": True}, None),
}


@pytest.mark.parametrize("key", UNKNOWN)
def test_an_unknown_key_is_named_in_full_with_the_nearest_known(key):
    settings, hint = UNKNOWN[key]

    where, problem, told = refused(**settings)

    assert (where, problem) == (key, f"unknown key 'vars.reflekt.{key}'")
    assert hint is None or told == hint


WRONG = {
    "type": ({"vendor": 1}, "vendor", "'vars.reflekt.vendor' must be text, not 1"),
    "null": ({"build": None}, "build", "must be a mapping of keys, not null"),
    "list": ({"sources": SHOP}, "sources", "must be a list"),
    "bool": ({"build": {"docs": {"in_folder": "no"}}}, "build.docs.in_folder", "true or false"),
    "enum": ({"build": {"docs": {"severity": "warning"}}}, "build.docs.severity", "cannot be"),
    "casing": ({"conventions": {"event": {"casing": "x"}}}, "conventions.event.casing", '"x"'),
    "settings of a test": (
        {"build": {"docs": {"tests": {"id": [{"unique": "warn"}]}}}},
        "build.docs.tests.id.0.unique",
        "must be",
    ),
    "column": ({"build": {"provenance": ["id"]}}, "build.provenance.0", 'cannot be "id"'),
    "type name": ({"conventions": {"data_types": ["int"]}}, "conventions.data_types.0", "int"),
    "nameless": ({"sources": [{"sdk": "segment"}]}, "sources.0", "missing key 'name'"),
    "odd name": ({"sources": [{**SHOP, "name": "my-shop"}]}, "sources.0.name", "letters"),
    "name with a break": ({"sources": [{**SHOP, "name": "s\n"}]}, "sources.0.name", "letters"),
    "name of digits": ({"sources": [{**SHOP, "name": "1st"}]}, "sources.0.name", "letters"),
    "sdk": ({"sources": [{**SHOP, "sdk": "segmnt"}]}, "sources.0.sdk", "unknown sdk 'segmnt'"),
    "twice": ({"sources": [SHOP, SHOP]}, "sources.1.name", "'shop' is taken by sources.0"),
    "but for case": ({"sources": [SHOP, {**SHOP, "name": "Shop"}]}, "sources.1.name", "taken"),
    "filter": ({"build": {"models": {"filter": "a < b"}}}, "build.models.filter", "with where"),
    "whereas": ({"build": {"models": {"filter": "whereas"}}}, "build.models.filter", "where"),
    "test": (
        {"build": {"docs": {"tests": {"id": [{"a": 1, "b": 2}]}}}}, "build.docs.tests.id.0", "",
    ),
    "key": ({"build": {"docs": {"tests": {False: "unique"}}}}, "build.docs.tests", "key False"),
    "registry type": ({"registries": {"x": {"type": "segmnt"}}}, "registries.x.type", "segmnt"),
    "registry key": (
        {"registries": {"x": {"type": "segment", "tokenenv": "X"}}},
        "registries.x.tokenenv",
        "unknown key",
    ),
    "token in a file": (
        {"registries": {"x": {"type": "segment", "token_env": "sgp_1-2"}}},
        "registries.x.token_env",
        "expected the name of an environment variable",
    ),
    "infinity": ({"registries": {"x": [float("inf")]}}, "registries.x.0", "inf is no value"),
    "bytes": ({"registries": {"x": b"x"}}, "registries.x", "is no value"),
    "freshness": (
        {"sources": [{**SHOP, "freshness": {"warn_after": {"count": 1}}}]},
        "sources.0.freshness.warn_after",
        "missing key 'period'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_named_with_what_is_allowed(case):
    settings, place, part = case

    where, problem, _ = refused(**settings)

    assert where == place
    assert part in problem


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        (
            {"sources": [{**SHOP, "sdk": "segmnt"}]},
            "did you mean 'segment'? known: rudderstack, segment",
        ),
        (
            {"build": {"docs": {"severity": "warning"}}},
            "did you mean 'warn'? one of: warn, error",
        ),
        (
            {"build": {"models": {"filter": "a < b"}}},
            "as in where received_at < current_timestamp",
        ),
        ({"sources": [{"name": "shop"}]}, 'add "sdk": "segment"'),
    ],
    ids=["sdk", "enum", "filter", "missing"],
)
def test_the_hint_says_what_to_type(settings, hint):
    assert refused(**settings)[2] == hint


OUTSIDE = [
    "/abs",
    "\\abs",
    "C:\\x",
    "c:x",
    "~/x",
    "..",
    "../x",
    "a/../b",
    "a\\..\\b",
    "a/..",
    "",
]


@pytest.mark.parametrize("path", [*OUTSIDE, "{sdk.name}/x", "{{ x }}", "a\nb"])
@pytest.mark.parametrize("key", ["path", "package", "schemas_path"])
def test_a_folder_outside_of_the_project_is_refused(key, path):
    settings = {key: path} if key == "schemas_path" else {"build": {key: path}}

    _, problem, hint = refused(**settings)

    assert "must be a folder below the project" in problem
    assert hint.startswith("as in ")


def test_only_the_folder_of_models_knows_the_source():
    assert made(build={"path": "a/{source}/x_{source}"}).build.path == "a/{source}/x_{source}"
    assert refused(build={"package": "a/{source}"})[0] == "build.package"


@pytest.mark.parametrize(
    ("given", "expected"),
    [("a\\b", "a/b"), ("./a/b/", "a/b"), ("a..b/...", "a..b/..."), ("my models", "my models")],
)
def test_a_folder_is_spelt_the_same_on_every_system(given, expected):
    assert made(build={"path": given}).build.path == expected


@pytest.mark.parametrize(
    "text", ["", "where a", "  Where\n a", "{{ my_filter() }}", "{% if x %}where a{% endif %}"]
)
def test_a_filter_is_kept_as_written(text):
    assert made(build={"models": {"filter": text}}).build.models.filter == text


SECTIONS = {
    Config: "",
    Casing: "conventions.event",
    Conventions: "conventions",
    SourceConfig: "sources",
    BuildConfig: "build",
    SourceFilesConfig: "build.sources",
    ModelsConfig: "build.models",
    DocsConfig: "build.docs",
}


def section(path: str) -> dict[str, Any]:
    found: Any = config_schema()
    for step in path.split(".") if path else ():
        found = resolved(found["properties"][step])
    return {key: resolved(one) for key, one in found.get("items", found)["properties"].items()}


@pytest.mark.parametrize("cls", SECTIONS, ids=lambda cls: cls.__name__)
def test_every_field_has_its_key_and_every_key_its_field(cls):
    assert set(section(SECTIONS[cls])) == {field.name for field in dataclasses.fields(cls)}


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("cls", SECTIONS, ids=lambda cls: cls.__name__)
def test_defaults_are_the_same_in_schema_and_values(cls):
    path = SECTIONS[cls]
    documented = {key: one["default"] for key, one in section(path).items() if "default" in one}

    actual = {
        field.name: field.default
        if field.default_factory is MISSING
        else field.default_factory()
        for field in dataclasses.fields(cls)
    }

    plain = {
        name: as_json(value)
        for name, value in actual.items()
        # What has no default is required, and a section has those of its keys.
        if value is not MISSING and not dataclasses.is_dataclass(value)
    }
    assert plain == documented


def keys_of(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return {key for one in schema for key in keys_of(one)}
    if not isinstance(schema, dict):
        return set()
    return {
        *schema.get("properties", {}),
        *(key for one in schema.values() for key in keys_of(one)),
    }


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(SDKS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(keys_of(config_schema()))), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(settings_=ANYTHING)
@settings(max_examples=200, deadline=None)
def test_any_settings_are_a_config_or_refused_in_one_sentence(settings_):
    try:
        said = repr(config_from(settings_, str(Path("dbt_project.yml")), SDKS))
    except ConfigError as error:
        said = error.problem

    assert "\n" not in said
