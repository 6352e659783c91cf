"""`reflekt-dbt init --from-reflekt`: what comes over, what is said of the rest."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import yaml
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli
from reflekt_dbt.events.metaschema import SHIPPED
from reflekt_dbt.project import Project
from reflekt_dbt.start.reflekt.schema import migrated

PROJECTS = Path(__file__).parent / "reflekt_projects"
SOURCE = ("--source", "jaffle_shop_segment")


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A dbt project, beside a Reflekt project called old."""
    root = tmp_path / "shop"
    root.mkdir()
    (root / "dbt_project.yml").write_bytes(b"name: shop\nprofile: shop_profile\n")
    monkeypatch.chdir(root)
    monkeypatch.setenv("HOME", str(tmp_path))
    return root


@pytest.fixture
def old(shop):
    """Lay out one of our Reflekt projects beside the shop; return its folder."""

    def lay_out(name):
        return Path(shutil.copytree(PROJECTS / name, shop.parent / "old"))

    return lay_out


def run(*typed):
    return CliRunner().invoke(cli, ["init", "--from-reflekt", "../old", *typed])


def tree(root):
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file()
    }


def settings_of(root):
    return yaml.safe_load((root / "dbt_project.yml").read_bytes())["vars"]["reflekt"]


def schema(root, path):
    return json.loads((root / "schemas" / path).read_text(encoding="utf-8"))


def test_settings_of_0_3_become_vars_reflekt(shop, old):
    old("v0_3")

    result = run()

    assert result.exit_code == 0, result.output
    assert settings_of(shop) == {
        "vendor": "com.thejaffleshop",
        "conventions": {
            "event": {"casing": "pascal", "numbers": False, "reserved": ["Test Event"]},
            "property": {"casing": "snake", "numbers": True, "reserved": []},
            "data_types": [
                "string", "integer", "number", "boolean", "object", "array", "any", "null",
            ],
        },
        "build": {
            "sources": {"prefix": "__src_"},
            "models": {"prefix": "stg_"},
            "docs": {
                "prefix": "_stg_",
                "in_folder": True,
                "tests": {
                    "id": ["unique", "not_null"],
                    "user_id": [{"relationships": {"to": "ref('users')", "field": "id"}}],
                },
            },
        },
        "registries": {
            "segment": {"type": "segment"},
            "avo": {"type": "avo", "workspace": "wS1x", "branches": {"staging": "AbC12dEfG"}},
        },
        "plans": {"staging": {"versions": "registry"}},
        "sources": [{"name": "ecomm_demo", "sdk": "segment", "database": "raw"}],
    }  # fmt: skip


def test_the_result_loads_and_lints(shop, old):
    old("v0_3")
    run()

    result = CliRunner().invoke(cli, ["lint"])

    assert [event.id for event in Project.load(shop).events] == [
        "ecommerce/CartViewed/1-0",
        "ecommerce/Identify/1-0",
        "ecommerce/Link_Clicked/2-1",
        "staging/OrderCompleted/1-0",
    ]
    # The convention is theirs, and the name breaks it in Reflekt, too.
    assert result.output.count("RF") == 1
    assert "RF301 miscased-event: the event 'Link Clicked'" in result.output
    assert CliRunner().invoke(cli, ["fmt", "--check"]).exit_code == 0


def test_the_result_makes_a_plan(old):
    old("v0_3")
    run()

    result = CliRunner().invoke(cli, ["plan"])

    assert result.exit_code == 0, result.output
    assert "ecomm_demo" in result.output


def test_the_result_builds(shop, old):
    old("v0_3")
    run()
    CliRunner().invoke(cli, ["fmt"])
    with duckdb.connect(str(shop / "raw.duckdb")) as connection:
        connection.execute("create schema ecomm_demo")
        for table in (
            "cart_viewed",
            "order_completed",
            "link_clicked",
            "identifies",
            "users",
            "tracks",
        ):
            connection.execute(f"create table ecomm_demo.{table} (id varchar, cart_id varchar)")
    (shop / "profiles.yml").write_text(
        "shop_profile: {target: dev, outputs: {dev: {type: duckdb, path: raw.duckdb}}}\n",
        encoding="utf-8",
    )

    # In a process of its own, for dbt changes the one that it runs in.
    command = [sys.executable, "-c", "from reflekt_dbt.cli.main import cli; cli(['build'])"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=shop)

    assert done.returncode == 0, done.stdout + done.stderr
    model = shop / "models/staging/ecomm_demo/stg_ecomm_demo__cart_viewed.sql"
    assert "'ecommerce/CartViewed/1-0.json'" in model.read_text(encoding="utf-8")
    assert (shop / "models/staging/ecomm_demo/docs/_stg_ecomm_demo__cart_viewed.yml").is_file()


def test_comments_and_what_0_3_has_at_the_top_are_kept(shop, old):
    old("v0_3")

    run()

    found = schema(shop, "ecommerce/CartViewed/1-0.json")
    assert found["$id"] == "ecommerce/CartViewed/1-0.json"
    assert "Unique ID for the schema" in found["$comment"]
    assert found["self"]["metadata"]["code_owner"] == "engineering/ecommerce-squad"
    assert found["self"]["metrics"] == {"dimensions": [], "measures": ["value"]}
    assert "metadata" not in found
    text = (shop / "schemas/ecommerce/CartViewed/1-0.json").read_text(encoding="utf-8")
    assert '"minimum": 0.00' in text


def test_what_a_team_asks_of_metadata_goes_into_our_meta_schema(shop, old):
    old("v0_3")
    run()

    own = schema(shop, ".reflekt/meta/1-0.json")["properties"]["self"]
    assert own["properties"]["metadata"]["required"] == ["code_owner"]
    assert "metadata" in own["required"]

    file = shop / "schemas/ecommerce/Identify/1-0.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    del said["self"]["metadata"]
    file.write_text(json.dumps(said), encoding="utf-8")
    result = CliRunner().invoke(cli, ["lint", "-s", "ecommerce/Identify"])
    assert "RF104" in result.output
    assert "metadata" in result.output


def test_a_meta_schema_that_asks_for_nothing_becomes_ours(shop, old):
    old("v0_6")

    run(*SOURCE)

    assert (shop / "schemas/.reflekt/meta/1-0.json").read_bytes() == SHIPPED.read_bytes()


@pytest.mark.parametrize("name", ["v0_3", "v0_6"])
@pytest.mark.parametrize("flags", [(), ("--dry-run",)], ids=["", "dry run"])
def test_no_token_or_password_is_copied_or_printed(shop, old, name, flags):
    old(name)

    result = run(*SOURCE, *flags)

    assert result.exit_code in {0, 1}
    assert "HUSH" not in result.output
    assert "hush_account" not in result.output
    assert not [path for path, data in tree(shop).items() if b"hush" in data.lower()]


def test_every_credential_has_a_variable_to_set(old):
    old("v0_3")

    output = run().output

    for variable in ("REFLEKT_SEGMENT_API_TOKEN", "REFLEKT_AVO_ACCOUNT", "REFLEKT_AVO_SECRET"):
        assert f"not copied; set the variable {variable}\n" in output


@pytest.mark.parametrize(
    ("name", "database"), [("v0_3", ("dbname", "analytics")), ("v0_6", ("dbname", "raw"))]
)
def test_sources_become_a_profile_for_dbt(old, name, database):
    old(name)

    output = run(*SOURCE).output

    block = output.split("for profiles.yml, unless dbt knows the warehouse already:\n")[1]
    said = yaml.safe_load(block.split("\n\n")[0])["shop_profile"]
    assert said["target"] in said["outputs"]
    output = next(one for one in said["outputs"].values() if one["type"] == "redshift")
    assert output["user"] in {"reflekt", "reflekt_user"}
    assert output["password"] == "{{ env_var('DBT_ENV_SECRET_REDSHIFT_PASSWORD') }}"
    assert output[database[0]] == database[1]
    assert output["schema"] == "analytics"


def test_what_cannot_come_over_is_listed_with_the_reason(shop, old):
    old("v0_6")

    result = run(*SOURCE)

    assert result.exit_code == 1
    listed = result.output.split("not carried over, or for you to do:\n")[1].split("\n\n")[0]
    assert [line.strip() for line in listed.splitlines()] == [
        (
            "schemas.conventions.property.casing: not carried over: "
            "'vars.reflekt.conventions.property.casing' cannot be \"kebab\""
        ),
        "schemas.conventions.required_words: there is no such setting here",
        (
            "artifacts.dbt.models.filter: where is part of the filter now, and was added; "
            "getdate() is not known to every warehouse; current_timestamp is"
        ),
        "segment api_token: not copied; set the variable REFLEKT_SEGMENT_API_TOKEN",
        "registry snowplow: there is no such registry here",
        "schemas/jaffle_shop/Broken/1-0.json:2:1: not carried over: the file ends too early",
    ]
    assert settings_of(shop)["build"]["models"] == {
        "prefix": "stg_",
        "materialized": "table",
        "filter": "where received_at < getdate()",
    }


# facts §9.1: "A B" and "A_B" share a file in Reflekt.
def test_two_folders_that_would_become_one_stay_two(shop, old):
    old("v0_6")

    run(*SOURCE)

    assert schema(shop, "jaffle_shop/Order_Completed/1-0.json")["description"]
    assert schema(shop, "jaffle_shop/Order Completed/1-0.json")["$id"] == (
        "jaffle_shop/Order Completed/1-0.json"
    )


def test_two_plans_of_one_name_get_the_registry_in_front(shop, old):
    root = old("v0_3")
    (root / "schemas/segment/ecommerce").rename(root / "schemas/segment/staging")
    same = root / "schemas/segment/staging/CartViewed"
    same.rename(root / "schemas/segment/staging/OrderCompleted")

    run()

    assert (shop / "schemas/staging/OrderCompleted/1-0.json").is_file()
    assert (shop / "schemas/segment_staging/OrderCompleted/1-0.json").is_file()


@pytest.mark.parametrize(
    ("said", "casing"),
    [
        ("{casing: camel, capitalize_camel: true}", "pascal"),
        ("{casing: camel, capitalize_camel: false}", "camel"),
        ("{casing: camel}", "camel"),
        ("{casing: title, capitalize_camel: true}", "title"),
        ("{casing: pascal}", "pascal"),
    ],
)
def test_capitalize_camel_is_pascal(shop, old, said, casing):
    root = old("v0_6")
    text = f"schemas: {{conventions: {{event: {said}}}}}\n"
    (root / "reflekt_project.yml").write_text(text, encoding="utf-8")

    run(*SOURCE)

    assert settings_of(shop)["conventions"]["event"]["casing"] == casing


def test_nothing_is_written_on_a_dry_run_and_all_of_it_is_shown(shop, old):
    old("v0_3")
    before = tree(shop)

    result = run("--dry-run")

    assert result.exit_code == 0
    assert tree(shop) == before
    assert "would be created schemas/ecommerce (3 schemas)\n" in result.output
    assert "would be changed dbt_project.yml\n" in result.output
    shown = result.output.split("settings, for dbt_project.yml:\n")[1].split("\n\n")[0]
    run()
    assert yaml.safe_load(shown)["vars"]["reflekt"] == settings_of(shop)


def test_the_old_project_is_left_as_it_is(old):
    root = old("v0_3")
    before = tree(root)

    run()

    assert tree(root) == before


def test_nothing_that_is_there_is_overwritten(shop, old):
    old("v0_3")
    mine = shop / "schemas/ecommerce/CartViewed/1-0.json"
    meta = shop / "schemas/.reflekt/meta/1-0.json"
    for file in (mine, meta):
        file.parent.mkdir(parents=True)
        file.write_bytes(b"{}")
    variables = b"name: shop\nprofile: p\nvars: {reflekt: {sources: []}}\n"
    (shop / "dbt_project.yml").write_bytes(variables)

    result = run()

    assert mine.read_bytes() == meta.read_bytes() == b"{}"
    assert (shop / "dbt_project.yml").read_bytes() == variables
    assert (
        "schemas/ecommerce/CartViewed/1-0.json: it is there already, says something else, "
        "and is left alone" in result.output
    )
    assert "created  schemas/ecommerce (2 schemas, 1 were there)\n" in result.output
    assert "settings, for dbt_project.yml:\n" in result.output


def test_a_second_run_changes_nothing(shop, old):
    old("v0_3")
    run()
    before = tree(shop)

    result = run()

    assert result.exit_code == 0
    assert tree(shop) == before
    assert "kept     schemas/ecommerce (3 schemas)\n" in result.output


def test_a_project_that_is_both_keeps_its_schemas_where_they_are(shop, old):
    root = old("v0_3")
    shutil.copyfile(shop / "dbt_project.yml", root / "dbt_project.yml")
    before = tree(root)

    result = CliRunner().invoke(cli, ["init", "--dir", str(root), "--from-reflekt", str(root)])

    after = tree(root)
    assert {path for path in before if before[path] != after[path]} == {"dbt_project.yml"}
    assert "schemas/segment/ecommerce/CartViewed/1-0.json: it is there already" in result.output
    assert not [path for path in after if path.startswith("schemas/ecommerce")]


def test_a_failed_write_leaves_nothing(shop, old):
    old("v0_3")
    (shop / "schemas").mkdir()
    (shop / "schemas/staging").write_bytes(b"mine")
    before = tree(shop)

    result = run()

    assert result.exit_code == 2
    assert tree(shop) == before


def test_profiles_lie_in_the_home_folder_too(shop, old):
    root = old("v0_3")
    text = (root / "reflekt_project.yml").read_text(encoding="utf-8")
    (root / "reflekt_project.yml").write_text(
        text.replace("profiles_path", "# profiles_path"), encoding="utf-8"
    )
    (shop.parent / ".reflekt").mkdir()
    (root / "reflekt_profiles.yml").rename(shop.parent / ".reflekt/reflekt_profiles.yml")

    assert "workspace: wS1x" in run("--dry-run").output


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("default_profile: dev_reflekt", "workspace: wS1x"),
        ("profile: dev_reflekt", "workspace: wS1x"),
        (
            "default_profile: gone",
            "profile gone: the project's own is not in reflekt_profiles.yml",
        ),
        ("", "profile: the project's own is not in reflekt_profiles.yml"),
    ],
)
def test_the_profile_is_the_one_that_the_project_names(old, named, expected):
    file = old("v0_3") / "reflekt_project.yml"
    text = file.read_text(encoding="utf-8").replace("default_profile: dev_reflekt", named)
    file.write_text(text, encoding="utf-8")

    result = run("--dry-run")

    assert result.exit_code == 0
    assert expected in result.output


def test_a_source_whose_name_cannot_be_is_listed(shop, old):
    root = old("v0_3")
    built = root / "artifacts/dbt/reflekt_demo/models/ecomm_demo/__src_ecomm_demo.yml"
    built.write_text("sources: [{name: raw.shop}, {name: other}]\n", encoding="utf-8")

    result = run()

    assert settings_of(shop)["sources"] == [{"name": "other", "sdk": "segment"}]
    assert "source raw.shop: " in result.output


def test_without_profiles_it_says_so_and_goes_on(shop, old):
    (old("v0_3") / "reflekt_profiles.yml").unlink()

    result = run()

    assert result.exit_code == 0
    assert "reflekt_profiles.yml: not found; its registries and sources" in result.output
    assert settings_of(shop)["registries"] == {
        "avo": {"type": "avo", "branches": {"staging": "AbC12dEfG"}}
    }


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("reflekt_project.yml", "a: [", "not YAML"),
        ("reflekt_profiles.yml", "a: b: c", "not YAML"),
        ("reflekt_project.yml", "schemas: 3\nregistry: []\nartifacts: x\nvendor: com.a\n", ""),
        ("reflekt_profiles.yml", "dev_reflekt: {registry: x, source: [1, {}]}\n", ""),
    ],
)
def test_odd_files_are_an_error_or_a_remark_never_a_traceback(old, file, text, expected):
    (old("v0_3") / file).write_text(text, encoding="utf-8")

    result = run()

    assert result.exit_code == (2 if expected else 0), result.output
    assert expected in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_folder_without_a_reflekt_project_is_an_error(shop):
    (shop.parent / "old").mkdir()

    result = run()

    assert result.exit_code == 2
    assert "no reflekt_project.yml" in result.output


@pytest.mark.parametrize("text", ["[]", '"x"', "3"])
def test_a_schema_that_is_no_object_is_an_error(text):
    with pytest.raises(Exception, match="must be an object"):
        migrated(text, "shop/A/1-0", "a.json")


def test_metadata_that_is_below_self_already_wins():
    text = '{"self": {"metadata": {"a": 1}}, "metadata": {"b": 2}, "properties": {}}'

    said = json.loads(migrated(text, "shop/A/1-0", "a.json"))

    assert (said["self"]["metadata"], said["metadata"]) == ({"a": 1}, {"b": 2})
