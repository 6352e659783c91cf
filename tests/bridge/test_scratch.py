from __future__ import annotations

import yaml

from reflekt_dbt.bridge.package import package_root
from reflekt_dbt.bridge.scratch import make_scratch

DBT = {
    "name": "shop",
    "profile": "warehouse",
    "vars": {"reflekt": {"sources": [{"name": "s", "database": "{{ target.name }}"}]}},
    "models": {"shop": {"+materialized": "table"}},
}


def contents(folder):
    """Every file below *folder*, with what would show that it was written."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.stat().st_mtime_ns for file in files}


def test_has_the_users_names_and_none_of_the_users_models(tmp_path):
    scratch = make_scratch(tmp_path, DBT)

    project = yaml.safe_load((scratch / "dbt_project.yml").read_text(encoding="utf-8"))
    assert (project["name"], project["profile"]) == ("shop", "warehouse")
    assert project["vars"] == DBT["vars"]
    assert project["model-paths"] == [".none"]
    assert "models" not in project


def test_holds_every_macro_of_the_package(tmp_path):
    scratch = make_scratch(tmp_path, DBT)

    copied = {file.name for file in (scratch / "packages" / "reflekt").rglob("*.sql")}
    assert copied == {file.name for file in (package_root() / "macros").rglob("*.sql")}


def test_second_time_touches_nothing(tmp_path):
    first = contents(make_scratch(tmp_path, DBT))

    assert contents(make_scratch(tmp_path, DBT)) == first


def test_macro_that_is_gone_from_the_package_goes_from_the_copy(tmp_path):
    stale = make_scratch(tmp_path, DBT) / "packages" / "reflekt" / "macros" / "old.sql"
    stale.write_text("{% macro old() %}{% endmacro %}", encoding="utf-8")

    make_scratch(tmp_path, DBT)

    assert not stale.exists()


def test_vars_of_their_own_file_are_taken_over(tmp_path):
    (tmp_path / "vars.yml").write_text("vars: {reflekt: {vendor: com.shop}}", encoding="utf-8")

    scratch = make_scratch(tmp_path, {"name": "shop"})

    project = yaml.safe_load((scratch / "dbt_project.yml").read_text(encoding="utf-8"))
    assert project["vars"] == {"reflekt": {"vendor": "com.shop"}}
    assert not (scratch / "vars.yml").exists()


def test_lies_in_the_projects_own_target_folder(tmp_path):
    scratch = make_scratch(tmp_path, {**DBT, "target-path": "out"})

    assert scratch == tmp_path / "out" / "reflekt"
