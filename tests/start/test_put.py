"""Writing: all of it or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reflekt_dbt.errors import WriteError
from reflekt_dbt.start.put import put
from reflekt_dbt.start.step import Step


def step(path: str, content: bytes = b"new", stale: tuple[str, ...] = ()) -> Step:
    return Step(path, "created", files={path: content}, stale=stale)


def tree(root: Path) -> dict[str, bytes | None]:
    return {
        file.relative_to(root).as_posix(): file.read_bytes() if file.is_file() else None
        for file in root.rglob("*")
    }


def test_writes_files_into_folders_that_are_not_there_yet(tmp_path):
    put(tmp_path, [step("a/b/c.yml"), step("a/d.yml", b"x")])

    assert tree(tmp_path) == {"a": None, "a/b": None, "a/b/c.yml": b"new", "a/d.yml": b"x"}


def test_removes_what_is_stale(tmp_path):
    (tmp_path / "old.sql").write_bytes(b"")

    put(tmp_path, [step("new.sql", stale=("old.sql", "never_there.sql"))])

    assert tree(tmp_path) == {"new.sql": b"new"}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_a_file_keeps_its_permissions(tmp_path):
    file = tmp_path / "dbt_project.yml"
    file.write_bytes(b"old")
    file.chmod(0o640)

    put(tmp_path, [step("dbt_project.yml")])

    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("path", "match"),
    [
        ("taken", "there is a folder where a file goes"),
        ("file/a.yml", "file: there is a file where a folder goes"),
        ("n" * 250, "name too long"),
        ("n" * 300, "name too long"),
        ("../a.yml", "not a place inside the project"),
    ],
    ids=["folder", "file", "no room beside it", "no room", "outside"],
)
def test_nothing_is_written_if_one_file_cannot_be(tmp_path, path, match):
    root = tmp_path / "shop"
    (root / "taken").mkdir(parents=True)
    (root / "file").write_bytes(b"old")
    before = tree(tmp_path)

    with pytest.raises(WriteError, match=match):
        put(root, [step("new/a.yml"), step("file"), step(path)])

    assert tree(tmp_path) == before


def test_a_link_that_leads_out_of_the_project_is_not_followed(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "elsewhere.yml").write_bytes(b"old")
    (tmp_path / "shop" / "dbt_project.yml").symlink_to(tmp_path / "elsewhere.yml")

    with pytest.raises(WriteError, match="a link leads out of the project") as caught:
        put(tmp_path / "shop", [step("dbt_project.yml")])

    assert caught.value.hint == "replace the link by what it leads to"
    assert (tmp_path / "elsewhere.yml").read_bytes() == b"old"


def test_a_link_inside_the_project_stays_a_link(tmp_path):
    (tmp_path / "real.yml").write_bytes(b"old")
    (tmp_path / "link.yml").symlink_to("real.yml")

    put(tmp_path, [step("link.yml")])

    assert (tmp_path / "link.yml").is_symlink()
    assert (tmp_path / "real.yml").read_bytes() == b"new"
