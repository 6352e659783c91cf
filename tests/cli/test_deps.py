"""`reflekt-dbt deps`: the project's copy of our dbt package, after an upgrade."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reflekt_dbt import __version__
from reflekt_dbt.cli.main import cli

COPY = ".reflekt/package"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A dbt project after `reflekt-dbt init`."""
    (tmp_path / "dbt_project.yml").write_bytes(b"name: shop\nprofile: shop\n")
    run(tmp_path, "init", "--source", "raw_shop")
    return tmp_path


def run(root: Path, command: str, *flags: str) -> Result:
    return CliRunner().invoke(cli, [command, "--project-dir", str(root), *flags])


def copy_of(root: Path) -> dict[str, bytes]:
    files = (file for file in (root / COPY).rglob("*") if file.is_file())
    return {file.relative_to(root / COPY).as_posix(): file.read_bytes() for file in files}


def make_old(root: Path) -> None:
    """Turn the copy into that of an older version."""
    file = root / COPY / "dbt_project.yml"
    file.write_bytes(file.read_bytes().replace(__version__.encode(), b"0.0.9"))
    (root / COPY / "macros/reflekt_build.sql").write_bytes(b"old")
    (root / COPY / "macros/reflekt_gone.sql").write_bytes(b"gone since")


def test_an_old_copy_becomes_the_one_that_is_installed(shop):
    new = copy_of(shop)
    make_old(shop)

    result = run(shop, "deps")

    assert result.exit_code == 0
    assert result.output.startswith(f"updated {COPY} (0.0.9 → {__version__})\n")
    assert copy_of(shop) == new


def test_says_what_to_type_next(shop):
    result = run(shop, "deps")

    assert result.output.endswith(f"\nnext:\n  dbt deps --project-dir {shop}\n")


def test_a_copy_that_is_as_it_should_be_is_not_touched(shop):
    times = {file: file.stat().st_mtime_ns for file in (shop / COPY).rglob("*")}

    result = run(shop, "deps")

    assert result.output.startswith(f"unchanged {COPY} ({__version__})\n")
    assert {file: file.stat().st_mtime_ns for file in (shop / COPY).rglob("*")} == times


def test_other_line_endings_are_no_change(shop):
    file = shop / COPY / "dbt_project.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    result = run(shop, "deps")

    assert result.output.startswith("unchanged")


def test_a_copy_with_a_file_missing_is_mended(shop):
    new = copy_of(shop)
    (shop / COPY / "macros/reflekt_build.sql").unlink()

    result = run(shop, "deps")

    assert result.output.startswith(f"updated {COPY} ({__version__}, mended)\n")
    assert copy_of(shop) == new


def test_a_copy_with_conflict_markers_is_mended(shop):
    new = copy_of(shop)
    (shop / COPY / "dbt_project.yml").write_bytes(b"<<<<<<< ours\n=======\n>>>>>>> theirs\n")

    result = run(shop, "deps")

    assert result.output.startswith(f"updated {COPY} (unknown → {__version__})\n")
    assert copy_of(shop) == new


def test_a_project_without_a_copy_is_told_how_to_get_one(tmp_path):
    (tmp_path / "dbt_project.yml").write_bytes(b"name: shop\n")

    result = run(tmp_path, "deps")

    assert result.exit_code == 2
    assert "this project keeps no copy of the dbt package" in result.output
    assert "reflekt-dbt init" in result.output


@pytest.mark.parametrize("command", ["deps", "init"])
def test_another_package_in_that_place_is_left_alone(tmp_path, command):
    (tmp_path / "dbt_project.yml").write_bytes(b"name: shop\n")
    (tmp_path / COPY).mkdir(parents=True)
    (tmp_path / COPY / "dbt_project.yml").write_bytes(b"name: theirs\n")
    before = copy_of(tmp_path)

    result = run(tmp_path, command, *(("--source", "raw_shop") if command == "init" else ()))

    assert result.exit_code == 2
    assert "another dbt package, 'theirs', is where ours goes" in result.output
    assert copy_of(tmp_path) == before


def test_init_brings_an_old_copy_up_to_date_as_well(shop):
    make_old(shop)

    result = run(shop, "init")

    assert f"changed  {COPY} (0.0.9 → {__version__})\n" in result.output
