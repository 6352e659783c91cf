"""``build.package``: the models as a dbt package of its own, installed into another project."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml

from integration_tests.jaffle_shop.raw import oracle
from integration_tests.jaffle_shop.raw.generate import generate
from tests.integration.shops import Shop

PACKAGE = "artifacts/dbt/jaffle_shop"
PAID = "select sum(total) as paid from {{ ref('stg_jaffle_shop_segment__order_completed') }}\n"
EXPECTED = oracle.expected_models(generate(seed=7, events=3_000))


@pytest.fixture(scope="module")
def publisher(new_shop) -> Shop:
    shop = new_shop("dev")
    document = yaml.safe_load(shop.read("dbt_project.yml"))
    document["vars"]["reflekt"]["build"]["package"] = PACKAGE
    shop.write("dbt_project.yml", yaml.safe_dump(document))
    said = shop.build()
    assert said.code == 0, said.err
    shop.commit()
    return shop


@pytest.fixture(scope="module")
def consumer(publisher, tmp_path_factory) -> Shop:
    """A project that knows the package and its warehouse, and nothing of reflekt."""
    root = tmp_path_factory.mktemp("consumer")
    shop = Shop(root, "dev", publisher.env)
    settings = {"name": "consumer", "version": "1.0.0", "profile": "jaffle_shop"}
    shop.write("dbt_project.yml", yaml.safe_dump({**settings, "config-version": 2}))
    shop.write("profiles.yml", publisher.read("profiles.yml"))
    local = {"packages": [{"local": str(publisher.root / PACKAGE)}]}
    shop.write("packages.yml", yaml.safe_dump(local))
    shop.write("models/paid.sql", PAID)
    return shop


def test_package_holds_everything_and_the_project_nothing(publisher):
    ours = set(publisher.generated()) - {"reflekt.lock", "reflekt.catalog"}

    assert {path for path in ours if not path.startswith(f"{PACKAGE}/")} == set()
    assert not (publisher.root / "models/staging").exists()


def test_package_says_how_to_install_it(publisher):
    readme = publisher.read(f"{PACKAGE}/README.md")

    assert "packages.yml" in readme
    assert f"local: {PACKAGE}" in readme


def test_package_is_a_dbt_project_of_its_own(publisher):
    project = yaml.safe_load(publisher.read(f"{PACKAGE}/dbt_project.yml"))

    assert project["name"] == "jaffle_shop"


def test_second_build_changes_nothing(publisher):
    said = publisher.build()

    assert (said.code, publisher.changed) == (0, [])


def test_building_one_event_keeps_the_source_tables_of_models_that_stay(publisher, tmp_path):
    shop = publisher.copy_to(tmp_path / "shop")
    shutil.rmtree(shop.root / "schemas/jaffle_shop/Order_Rated")

    said = shop.build("--select", "jaffle_shop/Cart_Viewed")

    (model,) = (shop.root / PACKAGE).rglob("stg_jaffle_shop_segment__order_rated.sql")
    (source,) = (shop.root / PACKAGE).rglob("__src_jaffle_shop_segment.yml")
    assert said.code == 0
    assert model.is_file()
    assert "name: order_rated" in source.read_text(encoding="utf-8")


def test_another_project_installs_and_builds_it(consumer):
    deps = consumer.typed("dbt", "deps")
    assert deps.code == 0, deps.out

    said = consumer.typed("dbt", "build")

    assert said.code == 0, said.out
    results = json.loads(consumer.read("target/run_results.json"))["results"]
    built = [one["unique_id"].split(".") for one in results]
    models = {name for kind, _, name, *_ in built if kind == "model"}
    assert models == {"paid", *(model.name for model in EXPECTED)}
    counts = {
        model.name: consumer.query(f"select count(*) from analytics.{model.name}")  # noqa: S608 - our own names
        for model in EXPECTED
    }
    assert counts == {model.name: [(model.rows,)] for model in EXPECTED}
