"""`reflekt-dbt debug`: one line for each thing that can be wrong, and its cure."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from reflekt_dbt.bridge.profiles import secrets_in
from reflekt_dbt.cli.main import cli
from reflekt_dbt.registries.pace import Clock
from tests.fakes.avo import ACCOUNT, SECRET, WORKSPACE, FakeAvo, plan

SAMPLE = Path(__file__).parents[2] / "reflekt_dbt/start/sample/Order_Completed.json"
PROFILES = """\
shop:
  target: good
  outputs:
    good: {type: duckdb, path: ":memory:"}
    refused: {type: postgres, host: 127.0.0.1, port: 1, user: u, password: HUSH-pw, dbname: d,
              schema: s}
    says_it: {type: postgres, host: "HUSH-pw.invalid", port: 1, user: u, dbname: d, schema: s,
              password: "{{ env_var('SHOP_PASSWORD') }}"}
    no_adapter: {type: databricks, account: a, user: u, password: HUSH-pw}
"""


@pytest.fixture
def tracking_plan(tmp_path, monkeypatch):
    """A tracking plan of its own with one event, as the current folder."""
    (tmp_path / "reflekt_project.yml").write_text("vendor: com.shop\n", encoding="utf-8")
    file = tmp_path / "schemas/shop/Order_Completed/1-0.json"
    file.parent.mkdir(parents=True)
    shutil.copyfile(SAMPLE, file)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Clock, "sleep", lambda *_: None)
    return tmp_path


@pytest.fixture
def shop(tracking_plan):
    """The same as a dbt project."""
    (tracking_plan / "reflekt_project.yml").unlink()
    text = "name: shop\nprofile: shop\nvars: {reflekt: {vendor: com.shop}}\n"
    (tracking_plan / "dbt_project.yml").write_text(text, encoding="utf-8")
    (tracking_plan / "profiles.yml").write_text(PROFILES, encoding="utf-8")
    return tracking_plan


def debug(*typed):
    return CliRunner().invoke(cli, ["debug", *typed])


def started(*typed, without_dbt=False):
    """Run it in a process of its own, for dbt changes the one that it runs in."""
    hidden = "sys.modules.update(dict.fromkeys(['dbt', 'dbt_common', 'dbt_adapters']))"
    program = (
        f"import sys\n{hidden if without_dbt else ''}\n"
        "from reflekt_dbt.cli.main import cli\ncli(['debug', *sys.argv[1:]])"
    )
    command = [sys.executable, "-c", program, *typed]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def configured(root, url):
    said = f'registries: {{avo: {{type: avo, workspace: {WORKSPACE}, url: "{url}"}}}}\n'
    (root / "reflekt_project.yml").write_text(said, encoding="utf-8")


def test_a_tracking_plan_needs_no_dbt(tracking_plan):
    result = debug()

    assert result.exit_code == 0
    assert result.output == (
        f"ok       configuration: {tracking_plan}\n"
        "ok       schemas: 1 in schemas\n"
        "skipped  dbt: a tracking plan without a dbt project\n"
        "skipped  registries: none is configured\n"
        "  hint: to push and pull, add it to registries\n"
    )


def test_dbt_connects(shop):
    done = started()

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ok       dbt: dbt is connected (duckdb)\n" in done.stdout
    assert done.stderr == ""
    assert [path.name for path in shop.iterdir() if path.name not in _LAID_OUT] == ["target"]


_LAID_OUT = ("dbt_project.yml", "profiles.yml", "schemas")


@pytest.mark.parametrize(
    ("target", "reason", "hint"),
    [
        ("refused", "Connection refused", "see the target in profiles.yml"),
        ("says_it", "***.invalid", "see the target in profiles.yml"),
        ("no_adapter", "adapter type databricks", "run: pip install dbt-databricks"),
        ("gone", "profile 'shop' has no target 'gone'", "known: good"),
    ],
)
@pytest.mark.usefixtures("shop")
def test_a_connection_that_fails_is_a_line_with_its_cure(monkeypatch, target, reason, hint):
    monkeypatch.setenv("SHOP_PASSWORD", "HUSH-pw")

    done = started("--target", target)

    assert done.returncode == 2
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("failed")]
    assert line.startswith("failed   dbt: ")
    assert reason in line
    assert f"  hint: {hint}" in done.stdout
    assert "HUSH" not in done.stdout + done.stderr


@pytest.mark.usefixtures("shop")
def test_without_dbt_it_says_so_and_checks_the_rest():
    done = started(without_dbt=True)

    assert done.returncode == 0, done.stderr
    assert "skipped  dbt: dbt Core is not installed beside reflekt-dbt\n" in done.stdout
    assert "hint: run: pip install 'reflekt-dbt[duckdb]'" in done.stdout
    assert "ok       schemas: 1 in schemas\n" in done.stdout


def test_without_a_profile_it_says_where_it_looked(shop, monkeypatch):
    (shop / "profiles.yml").unlink()
    monkeypatch.setenv("HOME", str(shop))

    result = debug()

    assert result.exit_code == 2
    assert f"failed   dbt: {shop}, " in result.output
    assert "no profiles.yml\n" in result.output


def test_a_registry_that_lets_us_in(tracking_plan, monkeypatch):
    monkeypatch.setenv("REFLEKT_AVO_ACCOUNT", ACCOUNT)
    monkeypatch.setenv("REFLEKT_AVO_SECRET", SECRET)
    with FakeAvo({"main": plan()}) as fake:
        configured(tracking_plan, fake.url)
        result = debug()

    assert result.exit_code == 0, result.output
    assert "ok       registry avo: Avo, workspace wS1x: 1 branches\n" in result.output
    assert fake.writes == []


def test_a_registry_that_refuses_is_exit_1_and_shows_no_secret(tracking_plan, monkeypatch):
    monkeypatch.setenv("REFLEKT_AVO_ACCOUNT", ACCOUNT)
    monkeypatch.setenv("REFLEKT_AVO_SECRET", "HUSH-wrong")
    with FakeAvo({"main": plan()}) as fake:
        configured(tracking_plan, fake.url)
        result = debug()

    assert result.exit_code == 1
    assert "failed   registry avo: " in result.output
    assert "  hint: " in result.output
    assert "HUSH" not in result.output


def test_a_token_that_is_not_set_is_named(tracking_plan):
    configured(tracking_plan, "http://127.0.0.1:1")

    result = debug()

    assert result.exit_code == 1
    assert "the environment variable REFLEKT_AVO_ACCOUNT is not set" in result.output


def test_a_registry_of_the_environment_alone_is_checked(tracking_plan, monkeypatch):
    (tracking_plan / "reflekt_project.yml").write_text("vendor: com.shop\n", encoding="utf-8")
    for name, value in (("ACCOUNT", "a"), ("SECRET", "b"), ("WORKSPACE", "w")):
        monkeypatch.setenv(f"REFLEKT_AVO_{name}", value)
    monkeypatch.setattr("reflekt_dbt.registries.avo.Avo.check", lambda _: "Avo, as asked")

    assert "ok       registry avo: Avo, as asked\n" in debug().output


@pytest.mark.parametrize("text", ["{", "{}", '{"self": {}}'])
def test_schemas_that_do_not_load_are_a_line_with_a_cure(tracking_plan, text):
    for name in ("A", "B"):
        file = tracking_plan / f"schemas/shop/{name}/1-0.json"
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")

    result = debug()

    assert result.exit_code == 2
    assert "failed   schemas: " in result.output
    assert "schemas/shop/A/1-0.json:" in result.output
    assert " more\n" in result.output


def test_settings_that_do_not_load_end_it(tracking_plan):
    (tracking_plan / "reflekt_project.yml").write_text("vendr: x\n", encoding="utf-8")

    result = debug()

    assert result.exit_code == 2
    assert len(result.output.splitlines()) == 2
    assert "did you mean 'vendor'?" in result.output


def test_json_is_one_document(tracking_plan):
    result = debug("--output", "json")

    said = json.loads(result.stdout)
    assert (said["command"], said["exit_code"]) == ("debug", 0)
    assert [(one["name"], one["status"]) for one in said["checks"]] == [
        ("configuration", "ok"),
        ("schemas", "ok"),
        ("dbt", "skipped"),
        ("registries", "skipped"),
    ]
    assert said["checks"][0]["text"] == str(tracking_plan)


def test_secrets_of_a_profile_are_all_that_is_not_known_to_be_none(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOP_PASSWORD", "from-the-environment")
    (tmp_path / "profiles.yml").write_text(
        PROFILES + "    odd: {type: x, host: h, keys: [{token: t0ken}], pin: abc}\n",
        encoding="utf-8",
    )

    found = {secret.reveal() for secret in secrets_in(tmp_path)}

    assert found == {"HUSH-pw", "from-the-environment", "t0ken"}
