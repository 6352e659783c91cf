"""`reflekt-dbt init`: what it adds, what it leaves alone, and that dbt likes the result."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from reflekt_dbt import __version__
from reflekt_dbt.cli import init
from reflekt_dbt.cli.main import cli
from reflekt_dbt.events.load import load_events
from reflekt_dbt.events.metaschema import SHIPPED
from reflekt_dbt.project import Project

PROJECT = b"""\
# The shop's models
name: jaffle_shop
profile: shop   # ours

vars:
  # when we opened
  start_date: '2016-06-01'

models:
  jaffle_shop:
    +materialized: view
"""
META = "schemas/.reflekt/meta/1-0.json"
SAMPLE = "schemas/jaffle_shop/Order_Completed/1-0.json"

Run = Callable[..., Result]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A dbt project that has never heard of us."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "dbt_project.yml").write_bytes(PROJECT)
    return root


@pytest.fixture
def run(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type `reflekt-dbt` in the project, far from any terminal."""
    monkeypatch.chdir(shop)
    return lambda *typed, answers=None: CliRunner().invoke(cli, typed, input=answers)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is there to be asked."""
    monkeypatch.setattr(init, "_on_a_terminal", lambda: True)


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    files = (file for file in root.rglob("*") if file.is_file())
    return {
        str(file.relative_to(root)): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in files
    }


def reflekt_of(root: Path, file: str = "dbt_project.yml") -> dict:
    return yaml.safe_load((root / file).read_bytes())["vars"]["reflekt"]


def old_lines_are_there(old: bytes, new: bytes) -> bool:
    rest = iter(new.splitlines(keepends=True))
    return all(line in rest for line in old.splitlines(keepends=True))


def test_says_what_it_did_and_what_to_type_next(run):
    result = run("init", "--source", "raw_shop")

    assert result.exit_code == 0
    assert result.output == (
        f"created  .reflekt/package ({__version__})\n"
        "created  packages.yml\n"
        f"created  {META}\n"
        f"created  {SAMPLE}\n"
        "changed  dbt_project.yml\n"
        "\nnext:\n  dbt deps\n  reflekt-dbt build\n"
    )


def test_adds_its_lines_below_the_variables_and_changes_no_other(run, shop):
    run("init", "--source", "raw_shop")

    added = b"""\
  reflekt:
    vendor: com.jaffleshop
    sources:
      - name: raw_shop
        sdk: segment
"""
    before, after = PROJECT.split(b"\nmodels:")
    assert (shop / "dbt_project.yml").read_bytes() == before + added + b"\nmodels:" + after


def test_every_flag_finds_its_way(run, shop):
    flags = {
        "--source": "raw_shop",
        "--sdk": "rudderstack",
        "--database": "{{ target.database }}",
        "--schema": "events",
        "--vendor": "com.thejaffleshop",
        "--schemas-path": "tracking/plan",
        "--select": "jaffle_shop",
    }

    result = run("init", *(part for flag in flags.items() for part in flag))

    assert result.exit_code == 0, result.output
    config = Project.load(shop).config
    (source,) = config.sources
    assert (config.vendor, config.schemas_path) == ("com.thejaffleshop", "tracking/plan")
    assert (source.name, source.sdk, source.schema) == ("raw_shop", "rudderstack", "events")
    assert (source.database, source.select) == ("{{ target.database }}", ("jaffle_shop",))
    assert (shop / "tracking/plan/jaffle_shop/Order_Completed/1-0.json").is_file()


def test_the_sample_is_an_event_of_the_vendor(run, shop):
    run("init", "--source", "raw_shop", "--vendor", "com.thejaffleshop")

    (event,) = load_events(shop / "schemas")
    assert event.id == "jaffle_shop/Order_Completed/1-0"
    assert all(prop.description for prop in event.properties)
    assert '"vendor": "com.thejaffleshop"' in (shop / SAMPLE).read_text(encoding="utf-8")
    assert f'"$id": "{SAMPLE.removeprefix("schemas/")}"' in (shop / SAMPLE).read_text(
        encoding="utf-8"
    )


def test_the_meta_schema_is_the_one_we_ship(run, shop):
    run("init", "--source", "raw_shop")

    assert (shop / META).read_bytes() == SHIPPED.read_bytes()


def test_a_second_run_changes_nothing(run, shop):
    run("init", "--source", "raw_shop")
    before = tree(shop)

    result = run("init")

    assert result.exit_code == 0
    assert tree(shop) == before
    assert {line.split()[0] for line in result.output.split("\n\n")[0].splitlines()} == {"kept"}
    assert "kept     dbt_project.yml (it has vars.reflekt already)" in result.output


def test_settings_that_are_there_are_never_touched(run, shop):
    text = PROJECT.replace(b"  # when", b"  reflekt: {schemas_path: plan}\n  # when")
    (shop / "dbt_project.yml").write_bytes(text)

    result = run("init", "--source", "raw_shop", "--schemas-path", "other")

    assert result.exit_code == 0
    assert (shop / "dbt_project.yml").read_bytes() == text
    assert (shop / "plan/.reflekt/meta/1-0.json").is_file()


def test_a_meta_schema_that_is_there_is_never_touched(run, shop):
    (shop / META).parent.mkdir(parents=True)
    (shop / META).write_bytes(b"{}")

    result = run("init", "--source", "raw_shop")

    assert (shop / META).read_bytes() == b"{}"
    assert f"kept     {META}\n" in result.output


def test_no_sample_where_there_are_schemas_already(run, shop):
    (shop / "schemas/Cart_Viewed").mkdir(parents=True)
    (shop / "schemas/Cart_Viewed/1-0.json").write_bytes(b"{}")

    result = run("init", "--source", "raw_shop")

    assert "Order_Completed" not in result.output


def test_no_sample_and_no_package_when_told_so(run, shop):
    result = run("init", "--source", "raw_shop", "--no-sample", "--no-package")

    assert sorted(file for file in tree(shop)) == ["dbt_project.yml", META]
    assert result.output.endswith("\nnext:\n  reflekt-dbt check\n  reflekt-dbt build\n")


@pytest.mark.usefixtures("terminal")
def test_asks_on_a_terminal_for_what_no_flag_says(run, shop):
    answers = "raw_shop\nevents\n\ncom.thejaffleshop\n\n"

    result = run("init", "--sdk", "rudderstack", answers=answers)

    assert result.exit_code == 0, result.output
    assert reflekt_of(shop) == {
        "vendor": "com.thejaffleshop",
        "sources": [{"name": "raw_shop", "sdk": "rudderstack", "schema": "events"}],
    }


@pytest.mark.usefixtures("terminal")
def test_asks_again_when_an_sdk_is_none_that_we_know(run, shop):
    result = run("init", "--source", "raw_shop", answers="segmnt\nrudderstack\n\n\n\n\n")

    assert result.exit_code == 0, result.output
    assert reflekt_of(shop)["sources"] == [{"name": "raw_shop", "sdk": "rudderstack"}]


@pytest.mark.usefixtures("terminal")
def test_yes_takes_the_defaults_on_a_terminal(run, shop):
    result = run("init", "--source", "raw_shop", "--yes")

    assert result.exit_code == 0
    assert reflekt_of(shop)["sources"] == [{"name": "raw_shop", "sdk": "segment"}]


@pytest.mark.parametrize("flags", [(), ("--yes",)], ids=["", "yes"])
def test_without_a_terminal_it_names_the_flag_that_has_no_default(run, shop, flags):
    before = tree(shop)

    result = run("init", *flags)

    assert result.exit_code == 2
    assert "--source: no source is given" in result.output
    assert tree(shop) == before


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (("--source", "raw.shop"), "--source: 'vars.reflekt.sources.0.name' must be letters"),
        (("--source", "shop", "--sdk", "segmnt"), "--sdk: unknown sdk 'segmnt'"),
        (("--source", "shop", "--schemas-path", "../plan"), "must be a folder below"),
        (("--source", "shop", "--schemas-path", "n" * 300), "name too long"),
    ],
    ids=["source", "sdk", "schemas-path", "too long"],
)
def test_an_answer_that_cannot_be_is_refused_by_its_flag(run, shop, flags, expected):
    before = tree(shop)

    result = run("init", *flags)

    assert result.exit_code == 2
    assert expected in result.output
    assert tree(shop) == before


@pytest.mark.parametrize("flag", ["--dir", "--project-dir"])
def test_runs_from_elsewhere_too(run, shop, tmp_path, monkeypatch, flag):
    monkeypatch.chdir(tmp_path)

    result = run("init", flag, "./shop", "--source", "raw_shop")

    assert result.exit_code == 0
    assert result.output.endswith(
        "  dbt deps --project-dir shop\n  reflekt-dbt build --project-dir shop\n"
    )
    assert reflekt_of(shop)["vendor"] == "com.jaffleshop"


@pytest.mark.parametrize("folder", ["./plan/", "plan//", "plan"])
def test_the_schemas_folder_may_be_spelt_as_shells_complete_it(run, shop, folder):
    result = run("init", "--source", "raw_shop", "--schemas-path", folder)

    assert "created  plan/.reflekt/meta/1-0.json\n" in result.output
    assert Project.load(shop).config.schemas_path == "plan"


def test_without_a_dbt_project_it_says_how_to_name_one(run, tmp_path):
    (tmp_path / "empty").mkdir()

    result = run("init", "--dir", str(tmp_path / "empty"), "--source", "raw_shop")

    assert result.exit_code == 2
    assert "no dbt_project.yml" in result.output
    assert "--project-dir" in result.output


HOSTILE = {
    "windows line endings": PROJECT.replace(b"\n", b"\r\n"),
    "byte order mark": b"\xef\xbb\xbf" + PROJECT,
    "variables empty": b"name: shop\nvars:\nmodels: {}\n",
    "comment only": b"name: shop\nvars:\n  # none yet\nmodels: {}\n",
    "tabs after values": b"name: shop\t# ours\nvars:\t\n  a: 1\n",
    "no variables": b"name: shop\n",
}


@pytest.mark.parametrize(
    "text", HOSTILE.values(), ids=[name.replace(" ", "-") for name in HOSTILE]
)
def test_any_dbt_project_keeps_its_lines_and_gets_ours(run, shop, text):
    (shop / "dbt_project.yml").write_bytes(text)

    result = run("init", "--source", "raw_shop")

    assert result.exit_code == 0, result.output
    new = (shop / "dbt_project.yml").read_bytes()
    assert old_lines_are_there(text, new)
    assert new.count(b"\r\n") in {0, new.count(b"\n")}
    assert Project.load(shop).config.sources[0].name == "raw_shop"


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        (b"name: shop\nvars:\n  a: 1", b"name: shop\nvars:\n  a: 1", b"segment\n"),
        (b"name: shop\nvars: {a: 1}\nx: 2", b"name: shop\nvars: {a: 1, reflekt", b"}\nx: 2"),
    ],
    ids=["no newline at the end", "braces"],
)
def test_a_line_that_cannot_stay_alone_keeps_its_characters(run, shop, text, begin, end):
    (shop / "dbt_project.yml").write_bytes(text)

    result = run("init", "--source", "raw_shop")

    assert result.exit_code == 0, result.output
    new = (shop / "dbt_project.yml").read_bytes()
    assert (new[: len(begin)], new[-len(end) :]) == (begin, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"name: shop\nvars:\n\ta: 1\n", "dbt_project.yml:3:1: not YAML"),
        (b"name: shop\nvars: [\n", "dbt_project.yml:3:1: not YAML"),
        (b"profile: shop\n", "the project has no name"),
        (b"name: shop\nvars: null\n", "dbt_project.yml: there is no place below 'vars'"),
        (b"name: caf\xe9\n", "UTF-8"),
    ],
    ids=["tab", "bracket", "no name", "no place", "no text"],
)
def test_a_dbt_project_that_cannot_be_read_or_extended_stays_alone(run, shop, text, expected):
    (shop / "dbt_project.yml").write_bytes(text)
    before = tree(shop)

    result = run("init", "--source", "raw_shop")

    assert result.exit_code == 2
    assert expected in result.output
    assert tree(shop) == before


def test_what_cannot_be_added_is_shown_to_be_added_by_hand(run, shop):
    (shop / "dbt_project.yml").write_bytes(b"name: shop\nvars: null\n")

    result = run("init", "--source", "raw_shop")

    assert "    vars:\n      reflekt:\n        vendor: com.shop\n" in result.output


@pytest.mark.parametrize(
    "taken", [f"{META}/x", "packages.yml/x", ".reflekt/package/macros/_fail.sql/x"]
)
def test_nothing_is_written_where_a_folder_is_in_the_way_of_a_file(run, shop, taken):
    (shop / taken).mkdir(parents=True)
    before = tree(shop)

    result = run("init", "--source", "raw_shop")

    assert result.exit_code == 2
    assert taken.removesuffix("/x") in result.output
    assert tree(shop) == before


@pytest.mark.parametrize("taken", ["schemas", ".reflekt"])
def test_nothing_is_written_where_a_file_is_in_the_way_of_a_folder(run, shop, taken):
    (shop / taken).write_bytes(b"mine")
    before = tree(shop)

    result = run("init", "--source", "raw_shop")

    assert result.exit_code == 2
    assert f"{taken}: there is a file where a folder goes" in result.output
    assert tree(shop) == before


def test_packages_that_are_there_keep_their_comments(run, shop):
    old = b"# ours\r\npackages:\r\n  - package: jaffle/utils # often\r\n    version: 1.3.0\r\n"
    (shop / "packages.yml").write_bytes(old)

    result = run("init", "--source", "raw_shop")

    assert "changed  packages.yml\n" in result.output
    assert (shop / "packages.yml").read_bytes() == old + b"  - local: .reflekt/package\r\n"


def test_an_empty_list_of_packages_gets_its_entry(run, shop):
    (shop / "packages.yml").write_bytes(b"packages: []\n")

    run("init", "--source", "raw_shop")

    assert (shop / "packages.yml").read_bytes() == b"packages: [{local: .reflekt/package}]\n"


@pytest.mark.parametrize(
    "text", [b"packages:\n  - local: ../x\n", b"projects: []\n"], ids=["packages", "projects"]
)
def test_a_project_that_has_dependencies_yml_gets_its_entry_there(run, shop, text):
    (shop / "dependencies.yml").write_bytes(text)

    run("init", "--source", "raw_shop")

    assert {"local": ".reflekt/package"} in yaml.safe_load(
        (shop / "dependencies.yml").read_bytes()
    )["packages"]
    assert not (shop / "packages.yml").exists()


@pytest.mark.parametrize(
    "entry",
    [
        "git: https://git.example.com/data/reflekt-dbt.git",
        "git: git@git.example.com:reflekt-dbt.git",
        "package: jaffle/reflekt",
        "local: ../reflekt",
    ],
)
def test_a_project_that_has_our_package_otherwise_gets_no_copy(run, shop, tmp_path, entry):
    (tmp_path / "reflekt").mkdir()
    (tmp_path / "reflekt/dbt_project.yml").write_bytes(b"name: reflekt\n")
    old = f"packages:\n  - {entry}\n".encode()
    (shop / "packages.yml").write_bytes(old)

    result = run("init", "--source", "raw_shop")

    assert "kept     packages.yml (it lists reflekt already)" in result.output
    assert (shop / "packages.yml").read_bytes() == old
    assert not (shop / ".reflekt").exists()


def test_a_package_that_is_not_ours_is_no_reason_to_stop(run, shop):
    (shop / "packages.yml").write_bytes(b"packages:\n  - local: ../gone\n  - local: 1\n")

    result = run("init", "--source", "raw_shop")

    assert "changed  packages.yml\n" in result.output


@pytest.mark.parametrize("text", [b"# ours\nvars:\n  a: 1\n", b"vars:\n", b""])
def test_a_project_that_has_vars_yml_gets_its_settings_there(run, shop, text):
    (shop / "dbt_project.yml").write_bytes(b"name: shop\n")
    (shop / "vars.yml").write_bytes(text)

    run("init", "--source", "raw_shop")

    assert (shop / "dbt_project.yml").read_bytes() == b"name: shop\n"
    assert reflekt_of(shop, "vars.yml")["vendor"] == "com.shop"
    assert Project.load(shop).config.vendor == "com.shop"


def test_a_vars_yml_that_dbt_does_not_read_is_left_alone(run, shop):
    (shop / "vars.yml").write_bytes(b"a: 1\n")

    run("init", "--source", "raw_shop")

    assert (shop / "vars.yml").read_bytes() == b"a: 1\n"
    assert reflekt_of(shop)["vendor"] == "com.jaffleshop"


def test_settings_in_vars_yml_are_found_there(run, shop):
    (shop / "vars.yml").write_bytes(b"vars:\n  reflekt: {vendor: com.there}\n")

    result = run("init")

    assert "kept     vars.yml (it has vars.reflekt already)" in result.output


def test_dbt_installs_and_parses_the_result_without_a_warning(run, shop):
    (shop / "models").mkdir()
    (shop / "models/one.sql").write_text("select 1 as one", encoding="utf-8")
    profile = {"type": "duckdb", "path": str(shop / "shop.duckdb")}
    profiles = {"shop": {"target": "dev", "outputs": {"dev": profile}}}
    (shop / "profiles.yml").write_text(yaml.safe_dump(profiles), encoding="utf-8")
    run("init", "--source", "raw_shop", "--database", "{{ target.database }}")

    def dbt(*command: str) -> subprocess.CompletedProcess[str]:
        program = "from dbt.cli.main import cli; cli()"
        typed = [sys.executable, "-W", "ignore", "-c", program, *command]
        return subprocess.run(typed, cwd=shop, capture_output=True, text=True, check=False)

    installed = dbt("deps")
    parsed = dbt("parse", "--warn-error", "--no-partial-parse")

    assert installed.returncode == 0, installed.stdout
    assert parsed.returncode == 0, parsed.stdout
    assert (shop / "dbt_packages/reflekt/dbt_project.yml").is_file()
