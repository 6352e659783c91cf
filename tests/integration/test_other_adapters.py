"""An adapter of a type that no macro of ours names: nothing is hard-wired to those we know."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from integration_tests.jaffle_shop.raw import oracle
from reflekt_dbt.bridge.overrides import dispatched
from tests.integration.quack import TYPE, install_quack
from tests.integration.shops import Said, Shop


def probe() -> str:
    """Return a macro that prints what dbt takes for each of them; it wants their names bare."""
    lines = "\n".join(
        f"{{%- do print('{name} ' ~ adapter.dispatch('{name}', 'reflekt').macro.unique_id) -%}}"
        for name in sorted(dispatched())
    )
    return f"{{% macro resolved() %}}\n{lines}\n{{% endmacro %}}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    install_quack(folder)
    return folder


@pytest.fixture(scope="module")
def on_postgres(new_shop) -> Shop:
    """The demo as the adapter for Postgres builds it, to compare with."""
    shop = new_shop("postgres")
    assert shop.dbt("deps").code == 0
    assert shop.build().code == 0
    return shop


@pytest.fixture(scope="module")
def quack(new_shop, site) -> Shop:
    """The same, built with the new adapter."""
    shop = new_shop("postgres")
    profile = yaml.safe_load(shop.read("profiles.yml"))
    outputs = profile["jaffle_shop"]["outputs"]
    outputs[TYPE] = {**outputs["postgres"], "type": TYPE}
    shop.write("profiles.yml", yaml.safe_dump(profile))
    shop.write("macros/resolved.sql", probe())
    quack = shop.aimed_at(TYPE, PYTHONPATH=str(site))
    done(quack.typed("dbt", "deps"))
    done(quack.typed("reflekt-dbt", "build"))
    return quack


def done(said: Said) -> Said:
    assert said.code == 0, said.out + said.err
    return said


def test_no_macro_but_the_defaults_is_used(quack):
    said = quack.typed("dbt", "--quiet", "run-operation", "resolved")

    done(said)
    resolved = dict(re.findall(r"^(\w+) macro\.(\S+)$", said.out, re.MULTILINE))
    assert resolved == {name: f"reflekt.default__{name}" for name in dispatched()}


def test_same_files_are_built_as_by_the_adapter_that_we_know(quack, on_postgres):
    built, known = unquoted(quack.generated()), unquoted(on_postgres.generated())

    # It says whose SQL was written.
    assert b"\nadapter\tquack\n" in built["reflekt.catalog"]
    for files in (built, known):
        files["reflekt.catalog"] = re.sub(b"\nadapter\t.*", b"", files["reflekt.catalog"])
    assert len(built) > 30
    assert built == known


def unquoted(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files without quotes: a word that any warehouse reserves is in some here."""
    return {
        path: text.replace(b'"', b"") for path, text in files.items() if path != "reflekt.lock"
    }


def test_dbt_builds_the_models_and_their_tests_pass(quack):
    done(quack.typed("dbt", "build"))

    expected = oracle.expected_models(quack.data)
    counted = " union all ".join(
        f"select '{model.name}', count(*) from analytics.{model.name}"  # noqa: S608 - our names
        for model in expected
    )
    rows = dict(quack.aimed_at("postgres").query(counted))
    assert rows == {model.name: model.rows for model in expected}


def test_build_again_changes_nothing(quack):
    done(quack.typed("reflekt-dbt", "build", "--check", "--live"))


def test_check_finds_what_it_finds_on_postgres(quack, on_postgres):
    said = quack.typed("reflekt-dbt", "check", "--output", "json")

    known = on_postgres.reflekt("check", "--output", "json")
    assert json.loads(said.out)["findings"] == json.loads(known.out)["findings"]
