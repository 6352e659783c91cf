"""What people install, installed as they do: from a wheel, away from this repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import yaml

import reflekt_dbt

ROOT = Path(__file__).parents[2]
PACKAGE = "reflekt_dbt/_package"


@dataclass(frozen=True, slots=True)
class Built:
    """What `python -m build` made: the sdist, and the wheel that came out of it."""

    sdist: Path
    wheel: Path

    def names_in_wheel(self) -> set[str]:
        with zipfile.ZipFile(self.wheel) as archive:
            return set(archive.namelist())

    def names_in_sdist(self) -> set[str]:
        with tarfile.open(self.sdist) as archive:
            return {name.partition("/")[2] for name in archive.getnames()}


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The wheel is built from the sdist, so the sdist lacks nothing either."""
    out = tmp_path_factory.mktemp("dist")
    # Elsewhere than in the repository, whose own build/ would be taken for the tool.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return Built(next(out.glob("*.tar.gz")), next(out.glob("*.whl")))


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a venv with our wheel in it; what it depends on is lent, not fetched."""
    home = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(home, with_pip=False, symlinks=os.name == "posix")
    python = _programs(home) / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", built.wheel, cwd=home)
    # A path file lends packages only: the .pth of the editable install that lies among
    # them is not read, and our wheel's own folder comes first.
    lent = sysconfig.get_path("purelib")
    (_site_packages(python, home) / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    return _programs(home)


def _programs(home: Path) -> Path:
    return home / ("Scripts" if os.name == "nt" else "bin")


def _site_packages(python: Path, cwd: Path) -> Path:
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return Path(run(python, "-I", "-c", ask, cwd=cwd).strip())


def files_below(folder: str) -> set[str]:
    files = (ROOT / folder).rglob("*")
    return {
        file.relative_to(ROOT).as_posix()
        for file in files
        if file.is_file() and file.suffix != ".pyc"
    }


def test_wheel_holds_our_modules_and_nothing_of_the_tests(built):
    top = {name.partition("/")[0] for name in built.names_in_wheel()}

    version = reflekt_dbt.__version__
    assert top == {"reflekt_dbt", "dbt_reflekt.py", f"reflekt_dbt-{version}.dist-info"}


def test_wheel_holds_the_dbt_package(built):
    macros = {f"{PACKAGE}/{name}" for name in files_below("macros")}

    held = {name for name in built.names_in_wheel() if name.startswith(PACKAGE)}

    assert held == macros | {f"{PACKAGE}/dbt_project.yml"}


def test_wheel_holds_every_module_and_every_file_beside_them(built):
    missing = files_below("reflekt_dbt") - built.names_in_wheel()

    assert missing == set()


def test_wheel_holds_the_schemas_of_config_events_and_plan(built):
    schemas = {name for name in built.names_in_wheel() if name.endswith(".json")}

    assert {name.split("/")[1] for name in schemas} >= {"config", "events", "plan"}


def test_sdist_holds_the_tests_and_what_they_run_on(built):
    names = built.names_in_sdist()

    assert {"tests/conftest.py", "Makefile", "constraints.txt", "CHANGELOG.md"} <= names


def test_installed_wheel_runs_from_its_own_folder(installed, tmp_path):
    where = "import reflekt_dbt, dbt_reflekt; print(reflekt_dbt.__file__, dbt_reflekt.__file__)"

    folders = run(installed / "python", "-c", where, cwd=tmp_path).split()
    version = run(installed / "reflekt-dbt", "--version", cwd=tmp_path)

    assert all(Path(folder).is_relative_to(installed.parent) for folder in folders)
    assert reflekt_dbt.__version__ in version


def test_installed_wheel_builds_a_project(installed, tmp_path, shop_project):
    folders = ("--project-dir", shop_project, "--profiles-dir", shop_project)

    run(installed / "reflekt-dbt", "build", *folders, cwd=tmp_path)

    model = shop_project / "models" / "staging" / "shop" / "stg_shop__cart_viewed.sql"
    assert "coupon" in model.read_text(encoding="utf-8")


@pytest.fixture
def shop_project(tmp_path: Path) -> Path:
    """A dbt project with one event and its table; it knows our package only from pip."""
    project = tmp_path / "shop"
    schema = project / "schemas" / "shop" / "Cart_Viewed" / "1-0.json"
    schema.parent.mkdir(parents=True)
    schema.write_text(json.dumps(_CART_VIEWED), encoding="utf-8")
    duckdb_file = str(project / "raw.duckdb")
    profile = {"target": "dev", "outputs": {"dev": {"type": "duckdb", "path": duckdb_file}}}
    (project / "profiles.yml").write_text(yaml.safe_dump({"shop": profile}), encoding="utf-8")
    (project / "dbt_project.yml").write_text(yaml.safe_dump(_PROJECT), encoding="utf-8")
    with duckdb.connect(duckdb_file) as connection:
        connection.execute("create schema shop")
        connection.execute("create table shop.cart_viewed (id text, coupon text)")
        connection.execute("create table shop.tracks (id text, event text)")
    return project


_PROJECT = {
    "name": "shop",
    "version": "1.0",
    "profile": "shop",
    "vars": {"reflekt": {"sources": [{"name": "shop", "sdk": "segment", "select": ["shop"]}]}},
}

_CART_VIEWED = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$id": "shop/Cart_Viewed/1-0.json",
    "description": "Somebody looked at what they had picked.",
    "self": {
        "vendor": "com.example",
        "name": "Cart Viewed",
        "format": "jsonschema",
        "version": "1-0",
        "metadata": {},
    },
    "type": "object",
    "properties": {"coupon": {"type": "string", "description": "Code typed by the customer."}},
    "required": [],
    "additionalProperties": False,
}
