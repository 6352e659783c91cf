from __future__ import annotations

import pytest

from reflekt_dbt.errors import WriteError
from reflekt_dbt.write.paths import Places, check_distinct, inside

HOSTILE = [
    "",
    ".",
    "..",
    "../x.sql",
    "models/../../x.sql",
    "/etc/x.sql",
    "models//x.sql",
    "./x.sql",
    "models/",
    "models\\..\\x.sql",
    "C:x.sql",
    "x.sql:stream",
    "x\0.sql",
    "x\n.sql",
]


@pytest.mark.parametrize("path", HOSTILE, ids=ascii)
def test_path_that_is_not_plain_is_refused(path, tmp_path):
    with pytest.raises(WriteError, match="not a place inside the project"):
        inside(tmp_path, path)


def test_link_that_leads_out_of_the_project_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    project = tmp_path / "project"
    project.mkdir()
    (project / "models").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(WriteError, match="leads out of the project") as caught:
        inside(project, "models/staging/x.sql")

    assert caught.value.where == "models/staging/x.sql"


def test_link_within_the_project_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "models").symlink_to(tmp_path / "real")

    assert inside(tmp_path, "models/x.sql") == (tmp_path / "real" / "x.sql").resolve()


def test_project_may_itself_be_reached_by_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "project").symlink_to(tmp_path / "real")

    assert inside(tmp_path / "project", "x.sql") == (tmp_path / "real" / "x.sql").resolve()


def test_paths_that_differ_by_case_only_are_refused():
    with pytest.raises(WriteError, match=r"one .* 'A/x\.sql' and 'a/X\.sql'"):
        check_distinct(["A/x.sql", "b.sql", "a/X.sql"])


def test_the_same_path_twice_is_refused():
    with pytest.raises(WriteError, match="two generated files"):
        check_distinct(["models/x.sql", "models/x.sql"])


def test_folder_where_a_file_should_be_is_refused(tmp_path):
    (tmp_path / "x.sql").mkdir()

    with pytest.raises(WriteError, match="a folder is where a file should be"):
        Places(tmp_path).check("x.sql")


def test_file_where_a_folder_should_be_is_refused(tmp_path):
    (tmp_path / "models").write_text("", encoding="utf-8")

    with pytest.raises(WriteError, match="a file is where a folder should be") as caught:
        Places(tmp_path).check("models/staging/x.sql")

    assert caught.value.where == "models"


def test_folder_that_may_not_be_written_to_is_refused(tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    # Asked this way because root may write anywhere, and tests may run as root.
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path / "models")  # noqa: ARG005 - os.access's own

    with pytest.raises(WriteError, match="may not be written to"):
        Places(tmp_path).check("models/staging/x.sql")
