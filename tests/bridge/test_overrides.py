from __future__ import annotations

import pytest
import yaml

from reflekt_dbt.bridge.overrides import overrides
from reflekt_dbt.bridge.scratch import make_scratch

SEARCH = {"dispatch": [{"macro_namespace": "reflekt", "search_order": ["shop", "reflekt"]}]}
DBT = {"name": "shop", "profile": "warehouse", **SEARCH}
OVERRIDE = "{%- macro quack__catalog_query(place) -%}select 1{%- endmacro -%}\n"


def write(root, files):
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def test_files_with_a_version_of_a_macro_of_ours_are_found_and_no_other(tmp_path):
    write(
        tmp_path,
        {
            "macros/reflekt/quack.sql": OVERRIDE,
            "macros/default.sql": "{% macro default__type_families() %}{% endmacro %}",
            "macros/broken.sql": "{% macro half(",
            "macros/of_dbt.sql": "{% macro quack__get_columns() %}{% endmacro %}",
            "macros/plain.sql": "{% macro catalog_query() %}{% endmacro %}",
        },
    )

    found = overrides(tmp_path, DBT)

    assert sorted(found) == ["0/default.sql", "0/reflekt/quack.sql"]
    assert found["0/reflekt/quack.sql"] == OVERRIDE.encode()


def test_folders_of_macros_are_those_of_the_project(tmp_path):
    write(tmp_path, {"a/x.sql": OVERRIDE, "b/x.sql": OVERRIDE, "macros/x.sql": OVERRIDE})

    found = overrides(tmp_path, {**DBT, "macro-paths": ["a", "b"]})

    assert sorted(found) == ["0/x.sql", "1/x.sql"]


@pytest.mark.parametrize(
    "dispatch",
    [
        None,
        [],
        "shop",
        [{"macro_namespace": "dbt", "search_order": ["shop", "dbt"]}],
        [{"macro_namespace": "reflekt", "search_order": ["somebody_else", "reflekt"]}],
        [{"macro_namespace": "reflekt"}],
    ],
    ids=str,
)
def test_nothing_is_taken_over_unless_dispatch_says_so(tmp_path, dispatch):
    write(tmp_path, {"macros/x.sql": OVERRIDE})

    assert overrides(tmp_path, {**DBT, "dispatch": dispatch}) == {}


def test_scratch_project_has_them_and_loses_those_that_are_gone(tmp_path):
    write(tmp_path, {"macros/x.sql": OVERRIDE})
    scratch = make_scratch(tmp_path, DBT)
    copy = scratch / "macros" / "0" / "x.sql"
    assert copy.read_text(encoding="utf-8") == OVERRIDE

    (tmp_path / "macros" / "x.sql").unlink()
    make_scratch(tmp_path, DBT)

    assert not copy.exists()
    project = yaml.safe_load((scratch / "dbt_project.yml").read_text(encoding="utf-8"))
    assert project["dispatch"] == SEARCH["dispatch"]
