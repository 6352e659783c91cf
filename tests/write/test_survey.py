from __future__ import annotations

import pytest

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.survey import ProjectPaths, survey

SOURCE = "sources:\n  - name: shop\n    tables:\n      - name: orders\n"


def lay_out(root, files):
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")


def test_nodes_and_sources_are_found_with_their_files(tmp_path):
    lay_out(
        tmp_path,
        {
            "models/a/orders.sql": "select 1",
            "models/b/orders.sql": "select 1",
            "models/src.yml": SOURCE,
            "seeds/stores.csv": "id\n1\n",
            "snapshots/s.sql": "{% snapshot history %}",
            "tests/singular.sql": "select 1",
        },
    )

    found = survey(tmp_path, ProjectPaths())

    assert found.nodes == {
        "orders": ("models/a/orders.sql", "models/b/orders.sql"),
        "stores": ("seeds/stores.csv",),
        "history": ("snapshots/s.sql",),
    }
    assert found.sources == {("shop", "orders"): ("models/src.yml",)}


def test_use_of_a_generic_test_is_found_wherever_it_is_defined(tmp_path):
    lay_out(
        tmp_path,
        {
            "tests/generic/in_list.sql": "{% test in_list(model) %}",
            "models/x.yml": "models:\n  - name: x\n    data_tests: [in_list]\n",
        },
    )

    found = survey(tmp_path, ProjectPaths())

    assert found.macros == {"in_list"}
    assert ("macro", "in_list", "") in found.files["models/x.yml"].uses


def test_broken_files_are_read_and_noted(tmp_path):
    lay_out(tmp_path, {"models/x.yml": f"{SOURCE}x: [\n", "models/y.sql": "{% if {{ ref('x')"})
    (tmp_path / "models/latin.sql").write_bytes(b"-- caf\xe9 {{ ref('x') }}")

    found = survey(tmp_path, ProjectPaths())

    assert found.notes == ("models/x.yml is no YAML that can be parsed",)
    assert found.sources == {("shop", "orders"): ("models/x.yml",)}
    assert ("node", "x", "") in found.files["models/y.sql"].uses
    assert ("node", "x", "") in found.files["models/latin.sql"].uses


def test_what_dbt_makes_or_installs_is_not_the_project(tmp_path):
    lay_out(
        tmp_path,
        {
            "orders.sql": "select 1",
            "target/compiled/a.sql": "select 1",
            "dbt_packages/pkg/models/b.sql": "select 1",
            ".hidden/c.sql": "select 1",
            "marts/target/d.sql": "select 1",
        },
    )

    found = survey(tmp_path, ProjectPaths(models=(".",)))

    assert set(found.nodes) == {"orders", "d"}


def test_file_in_two_folders_counts_once(tmp_path):
    lay_out(tmp_path, {"models/marts/x.sql": "select 1"})

    found = survey(tmp_path, ProjectPaths(models=("models", "models/marts"), docs=("models",)))

    assert found.nodes == {"x": ("models/marts/x.sql",)}


def test_link_that_leads_back_up_is_followed_once(tmp_path):
    lay_out(tmp_path, {"models/x.sql": "select 1"})
    (tmp_path / "models/loop").symlink_to(tmp_path / "models")

    assert set(survey(tmp_path, ProjectPaths()).files) == {"models/x.sql"}


def test_missing_folders_are_no_error(tmp_path):
    assert survey(tmp_path, ProjectPaths()).files == {}


def test_file_that_cannot_be_read_is_an_error_with_its_path(tmp_path, monkeypatch):
    lay_out(tmp_path, {"models/x.sql": "select 1"})

    # Not by its mode: root may read anything, and tests may run as root.
    def refuse(file):
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)

    with pytest.raises(WriteError, match=r"models/x\.sql: permission denied"):
        survey(tmp_path, ProjectPaths())
