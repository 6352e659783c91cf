"""Settings of a repository without dbt, and of a dbt project that points to one."""

from __future__ import annotations

import pytest

from reflekt_dbt.config.load import find_dbt_project, find_project, load_config
from reflekt_dbt.config.model import Casing, Config, SourceConfig
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.project import Project

SDKS = ("segment", "rudderstack")

# What `reflekt init` of Reflekt 0.6.0 writes, its comments left out.
REFLEKTS = """\
version: 1.0
name: jaffle_shop
vendor: com.thejaffleshop
default_profile: dev_reflekt
profiles_path: reflekt_profiles.yml
schemas:
  conventions:
    event: {casing: title, numbers: false, reserved: []}
    property: {casing: snake, numbers: false, reserved: []}
    data_types: [string, integer, number, boolean, object, array, any, 'null']
registry:
  avo:
    branches: {main: main}
artifacts:
  dbt:
    sources: {prefix: __src_}
    models: {prefix: stg_, filter: "where received_at < getdate()"}
    docs: {prefix: _stg_, in_folder: false, tests: {id: [unique, not_null]}}
"""
EVENT = """\
{
  "self": {"vendor": "x", "name": "Order Completed", "format": "jsonschema", "version": "1-0"},
  "properties": {}
}
"""


@pytest.fixture
def files(tmp_path):
    """Write files below a folder; return the folder."""

    def write(**texts):
        for name, text in texts.items():
            file = tmp_path.joinpath(*name.split("__")).with_suffix(".yml")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path

    return write


def refused(root):
    with pytest.raises(ConfigError) as caught:
        load_config(root, SDKS)
    return caught.value


def test_a_repository_without_dbt_has_the_same_keys_at_the_top_of_its_own_file(files):
    root = files(
        reflekt_project="vendor: com.shop\nconventions: {event: {casing: title}}\n"
        "sources: [{name: shop, sdk: segment}]\n"
    )

    config = load_config(root, SDKS)

    assert config.vendor == "com.shop"
    assert config.conventions.event == Casing("title")
    assert config.sources == (SourceConfig("shop", "segment"),)


def test_an_empty_file_is_all_defaults(files):
    assert load_config(files(reflekt_project=""), SDKS) == Config()


def test_its_folder_is_a_project_but_no_dbt_project(files):
    root = files(reflekt_project="", schemas__shop__x="")
    deep = root / "schemas" / "shop"

    assert find_project(deep) == root
    with pytest.raises(ConfigError, match=r"no dbt_project\.yml here"):
        find_dbt_project(deep)


def test_the_nearest_of_both_kinds_is_taken(files):
    root = files(dbt_project="name: shop\n", plan__reflekt_project="")

    assert find_project(root / "plan") == root / "plan"
    assert find_dbt_project(root / "plan") == root


@pytest.mark.parametrize(
    ("text", "where", "problem", "hint"),
    [
        ("vendr: x", "vendr", "unknown key 'vendr'", "did you mean 'vendor'?"),
        ("lint: {x: .inf}", "lint.x", "inf is no value", "quote it"),
        (
            "sources: [{name: s, sdk: segmnt}]",
            "sources.0.sdk",
            "unknown sdk",
            "did you mean 'segment'?",
        ),
        ("project: ..", "project", "cannot point to another", "remove it"),
    ],
    ids=["unknown key", "no value", "sdk", "another plan"],
)
def test_what_is_wrong_in_its_own_file_is_placed_there(files, text, where, problem, hint):
    root = files(reflekt_project=text)

    error = refused(root)

    assert error.where == f"{root / 'reflekt_project.yml'}: {where}"
    assert problem in error.problem
    assert hint in error.hint


def test_every_key_of_reflekts_own_file_is_told_its_new_name_at_once(files):
    error = refused(files(reflekt_project=REFLEKTS))

    old = "version, name, default_profile, profiles_path, schemas, registry, artifacts"
    assert error.problem.endswith(old)
    for new in ("schemas.conventions is conventions", "artifacts.dbt is build", "registries"):
        assert new in error.hint


def test_keys_of_reflekt_are_told_their_new_names_in_dbt_project_yml_too(files):
    error = refused(files(dbt_project="name: s\nvars: {reflekt: {artifacts: {}}}\n"))

    assert error.where.endswith("dbt_project.yml: vars.reflekt")
    assert error.hint == "artifacts.dbt is build"


def test_a_dbt_project_that_points_to_a_plan_has_its_settings_and_schemas(files):
    root = files(
        tracking_plan__reflekt_project="vendor: com.shop\nschemas_path: events\n",
        dbt__dbt_project="name: shop\nvars: {reflekt: {project: ..\\tracking_plan/, "
        "sources: [{name: shop, sdk: segment}]}}\n",
    )
    event = root / "tracking_plan" / "events" / "shop" / "Order_Completed" / "1-0.json"
    event.parent.mkdir(parents=True)
    event.write_text(EVENT, encoding="utf-8")

    project = Project.load(root / "dbt")

    assert project.config.vendor == "com.shop"
    assert project.config.project == "../tracking_plan"
    assert [source.name for source in project.config.sources] == ["shop"]
    assert [one.id for one in project.events] == ["shop/Order_Completed/1-0"]
    assert project.events[0].file.samefile(event)


def test_a_plan_beside_dbt_project_yml_counts_where_it_is_pointed_to(files):
    root = files(
        reflekt_project="vendor: com.shop\n",
        dbt_project="name: shop\nvars: {reflekt: {project: .}}\n",
    )

    assert load_config(root, SDKS).vendor == "com.shop"


def test_a_setting_in_both_files_must_be_the_same(files):
    pointing = "name: shop\nvars: {{reflekt: {{project: ../plan, vendor: {}}}}}\n"
    root = files(
        plan__reflekt_project="vendor: com.a\n", a__dbt_project=pointing.format("com.a")
    )
    files(b__dbt_project=pointing.format("com.b"))

    same, error = load_config(root / "a", SDKS), refused(root / "b")

    assert same.vendor == "com.a"
    assert error.where.endswith("reflekt_project.yml: vendor")
    assert "dbt_project.yml: vars.reflekt.vendor says something else" in error.problem
    assert error.hint == "say it in one of the two files"


CONTRADICTIONS = {
    "no plan there": (
        {"dbt_project": "vars: {reflekt: {project: ../plan}}"},
        "dbt_project.yml: vars.reflekt.project",
        "there is no reflekt_project.yml in '../plan'",
    ),
    "two folders of schemas": (
        {
            "dbt_project": "vars: {reflekt: {project: plan, schemas_path: x}}",
            "plan__reflekt_project": "",
        },
        "dbt_project.yml: vars.reflekt.schemas_path",
        "the schema files are where the tracking plan says",
    ),
    "nobody points to it": (
        {"dbt_project": "vars: {reflekt: {vendor: x}}", "reflekt_project": "vendor: x"},
        "reflekt_project.yml",
        "settings stand in",
    ),
    "no text": (
        {"dbt_project": "vars: {reflekt: {project: 7}}"},
        "dbt_project.yml: vars.reflekt.project",
        "must be text",
    ),
}


@pytest.mark.parametrize("case", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_refused_with_its_place(files, case):
    texts, where, problem = case

    error = refused(files(**texts))

    assert error.where.endswith(where)
    assert problem in error.problem


def test_a_plan_that_lies_beside_dbt_project_yml_unused_is_no_secret(files):
    error = refused(files(dbt_project="name: shop\n", reflekt_project="vendor: x\n"))

    assert error.problem == "no vars.reflekt in this project"
    assert "project: ." in error.hint


def test_reflekts_own_file_may_lie_beside_dbt_project_yml(files):
    root = files(dbt_project="vars: {reflekt: {vendor: com.dbt}}", reflekt_project=REFLEKTS)

    assert load_config(root, SDKS).vendor == "com.dbt"
