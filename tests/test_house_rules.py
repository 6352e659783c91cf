"""The rules of this house that no tool checks for us."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import reflekt_dbt

ROOT = Path(__file__).parents[1]
LONGEST_MODULE = 300
HEAVY = (
    "dbt",
    "duckdb",
    "httpx",
    "httpx2",
    "jsonschema",
    "jsonschema_rs",
    "ruamel",
    "sqlglot",
    "yaml",
)

# In pieces, so that this file does not break the rules it holds.
REGISTRY_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
)
LEFT_FOR_LATER = (
    r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b"
)
OF_ONE_MACHINE = r"(?<![\w.\-])/(home|Users|" + "root|" + "work" + r")/\w"


def tracked_files() -> list[Path]:
    """Every file of the repository, those not yet added included."""
    # A clone may belong to another user than the one who tests it, as CI's often does.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"]
    listed = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    files = (ROOT / name for name in listed.split("\0") if name)
    return sorted(file for file in files if file.is_file())


def lines_matching(pattern: str, files: list[Path]) -> list[str]:
    """``file:line`` of every line that holds *pattern*."""
    return [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        for number, line in enumerate(read(file).splitlines(), start=1)
        if re.search(pattern, line)
    ]


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def loaded_by(script: str, *, cwd: Path, after: str = "") -> set[str]:
    """Top-level names of what *script* imports once *after* has run, in a Python of its own."""
    program = (
        f"import sys\n{after}\nbefore = set(sys.modules)\n{script}\n"
        "print(*(set(sys.modules) - before))"
    )
    command = [sys.executable, "-c", program]
    out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=cwd).stdout
    return {name.partition(".")[0] for name in out.splitlines()[-1].split()}


def test_no_module_is_longer_than_a_reader_can_hold():
    modules = [*ROOT.glob("reflekt_dbt/**/*.py"), *ROOT.glob("macros/**/*.sql")]

    lengths = {str(file.relative_to(ROOT)): len(read(file).splitlines()) for file in modules}

    assert {file: n for file, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_file_names_the_host_of_a_package_registry():
    hosts = "|".join(map(re.escape, REGISTRY_HOSTS))

    assert lines_matching(hosts, tracked_files()) == []


def test_no_file_names_a_path_of_one_machine():
    assert lines_matching(OF_ONE_MACHINE, tracked_files()) == []


def test_nothing_is_left_for_later():
    assert lines_matching(LEFT_FOR_LATER, tracked_files()) == []


def test_every_ruff_rule_we_ignore_has_its_reason():
    settings = read(ROOT / "pyproject.toml")
    ignored = re.search(r"^ignore = \[\n(.*?)^\]", settings, re.DOTALL | re.MULTILINE)[1]
    per_file = re.search(r"per-file-ignores\]\n(.*?)\n\n", settings, re.DOTALL)[1]

    without = [
        line for line in (ignored + per_file).splitlines() if not re.search(r"# \w+ \w+", line)
    ]

    assert without == []


def test_every_rule_silenced_in_the_code_has_its_reason():
    bare = r"# (noqa|type: ignore)\b(?!(: [A-Z0-9, ]+|\[[\w, -]+\]) +(- |# )\w)"
    modules = [file for file in tracked_files() if file.suffix == ".py"]

    assert lines_matching(bare, modules) == []


def test_every_make_target_that_a_page_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    pages = "\n".join(read(ROOT / name) for name in ("README.md", "CONTRIBUTING.md"))

    # In `code`, or at the start of a line in a block of it: "make sure" is no target.
    commands = re.findall(r"(?:^|`)make ((?:[a-z-]+\b(?!=) ?)+)", pages, re.MULTILINE)
    named = {target for command in commands for target in command.split()}

    assert "test" in named
    assert named - targets == set()


def test_ci_calls_what_the_readme_tells_people_to_call():
    assert re.search(r"^make test\b", read(ROOT / ".ci/run"), re.MULTILINE)


HELPED = ["", "build", "init", "lint", "fmt", "breaking", "schema"]


@pytest.mark.parametrize("command", HELPED, ids=lambda name: name or "group")
def test_help_loads_nothing_heavy(command, tmp_path):
    arguments = [*command.split(), "--help"]
    script = f"from reflekt_dbt.cli.main import cli; cli({arguments!r}, standalone_mode=False)"

    loaded = loaded_by(script, cwd=tmp_path)

    assert loaded & set(HEAVY) == set()


def test_plugin_imports_nothing_beyond_itself_in_a_project_without_us(tmp_path):
    (tmp_path / "dbt_project.yml").write_text("name: shop\nprofile: shop\n", encoding="utf-8")
    script = (
        "import dbt_reflekt\nfor plugin in dbt_reflekt.plugins: plugin(project_name='shop')"
    )

    # dbt imports plugins when it has loaded itself.
    loaded = loaded_by(script, cwd=tmp_path, after="import dbt.cli.main")

    assert loaded - {"__future__"} == {"dbt_reflekt"}


def test_plugin_module_is_silent_where_there_is_no_dbt_core(tmp_path):
    without_dbt = "sys.modules.update({'dbt': None, 'dbt.plugins': None})"

    loaded = loaded_by("import dbt_reflekt", cwd=tmp_path, after=without_dbt)

    assert loaded - {"__future__"} == {"dbt_reflekt"}


def test_pip_package_and_dbt_package_have_one_version():
    dbt_package = yaml.safe_load(read(ROOT / "dbt_project.yml"))

    assert dbt_package["version"] == reflekt_dbt.__version__
