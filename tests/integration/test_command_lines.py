"""Reflekt's command lines as its READMEs print them, with the program's name replaced."""

from __future__ import annotations

import shlex
import shutil

import pytest

from integration_tests.jaffle_shop.raw.assemble import REPOSITORY
from integration_tests.jaffle_shop.raw.load import load_duckdb
from tests.integration.shops import Shop

# As Reflekt's users have it: a profile that is named after the warehouse. The file's name
# is the database's.
PROFILE = """\
jaffle_shop:
  target: snowflake
  outputs:
    snowflake:
      type: duckdb
      path: "{{ env_var('JAFFLE_SHOP_DUCKDB') }}"
      schema: analytics
"""
PROJECT = """\
name: jaffle_shop
version: 1.0.0
config-version: 2
profile: jaffle_shop
"""
CONFIG = """\
vars:
  reflekt:
    vendor: com.thejaffleshop
"""

LOOKING = (
    "reflekt --version",
    "reflekt --help",
    "reflekt init --help",
    "reflekt build --help",
    "reflekt lint --help",
)
# What is typed, and where the schemas are.
LINTS = {
    "a folder": ("reflekt lint --select schemas/jaffle_shop", "jaffle_shop"),
    "a folder of 0.3": ("reflekt lint --select segment/ecommerce", "segment/ecommerce"),
    "a file": (
        "reflekt lint --select segment/ecommerce/CartViewed/1-0.json",
        "segment/ecommerce/CartViewed",
    ),
    "a file without its ending": (
        "reflekt lint --select segment/ecommerce/CartViewed/1-0",
        "segment/ecommerce/CartViewed",
    ),
    "a folder with a space": (
        'reflekt lint --select "segment/ecommerce/Link Clicked/2-1.json"',
        "segment/ecommerce/Link Clicked",
    ),
}
# What is typed, the source in it, and the folder of the schemas.
BUILDS = {
    "0.6.0": (
        "reflekt build --artifact dbt --select schemas/jaffle_shop --source {} --sdk segment",
        "snowflake.raw.jaffle_shop_segment",
        "jaffle_shop",
    ),
    "0.3": (
        "reflekt build dbt --select segment/ecommerce --source {} --sdk segment",
        "snowflake.raw.ecomm_demo",
        "segment/ecommerce",
    ),
    "as init says": (
        "reflekt build dbt --select segment/ecommerce --sdk segment --source {}",
        "snowflake.raw.segment_prod",
        "segment/ecommerce",
    ),
}


@pytest.fixture(scope="module")
def raw_as_reflekt_has_it(raw, tmp_path_factory):
    file = tmp_path_factory.mktemp("reflekt") / "raw.duckdb"
    load_duckdb(raw, file)
    return file


@pytest.fixture
def shop(raw_as_reflekt_has_it, tmp_path) -> Shop:
    file = tmp_path / "raw.duckdb"
    shutil.copyfile(raw_as_reflekt_has_it, file)
    # No --target: the command lines have none.
    shop = Shop(tmp_path, "", {"JAFFLE_SHOP_DUCKDB": str(file)})
    shop.write("profiles.yml", PROFILE)
    shop.write("dbt_project.yml", PROJECT + CONFIG)
    return shop


def typed(line):
    program, *arguments = shlex.split(line)
    assert program == "reflekt"
    return arguments


def type_in(shop, line):
    return shop.reflekt(*typed(line))


def copy_schema(shop, schema):
    """Give the warehouse the schema that the command line names."""
    tables = shop.query(
        "select table_name from information_schema.tables "
        "where table_schema = 'jaffle_shop_segment'"
    )
    shop.execute(
        f"create schema if not exists {schema}",
        *(
            f"create table if not exists {schema}.{table} as from jaffle_shop_segment.{table}"
            for (table,) in tables
        ),
    )


@pytest.mark.parametrize("line", LOOKING)
def test_looking_around(shop, line):
    said = shop.typed("reflekt-dbt", *typed(line))

    assert said.code == 0
    assert said.out


@pytest.mark.parametrize(("line", "folder"), LINTS.values(), ids=LINTS)
def test_lint_as_typed(shop, line, folder):
    schemas = REPOSITORY / "schemas/jaffle_shop"
    if folder.count("/") < 2:
        shutil.copytree(schemas, shop.root / "schemas" / folder)
    else:
        shutil.copytree(schemas / "Cart_Viewed", shop.root / "schemas" / folder)
        file = shop.root / "schemas" / folder / "1-0.json"
        shutil.copyfile(file, file.with_name("2-1.json"))

    said = type_in(shop, line)

    # A copy has the `$id` of the original, among others; what counts is what was looked at.
    assert (said.code, said.err) == (1, "")
    *problems, last = [line for line in said.out.splitlines() if not line.startswith(" ")]
    assert not last.startswith("event schemas: 0")
    assert all(line.startswith(f"schemas/{folder}") for line in problems), said.out


@pytest.mark.parametrize(("line", "source", "folder"), BUILDS.values(), ids=BUILDS)
def test_build_as_typed(shop, line, source, folder):
    schema = source.rpartition(".")[2]
    shutil.copytree(REPOSITORY / "schemas/jaffle_shop", shop.root / "schemas" / folder)
    copy_schema(shop, schema)

    said = type_in(shop, line.format(source))

    models = {path.name for path in (shop.root / f"models/staging/{schema}").glob("stg_*.sql")}
    assert said.code == 0, said.err
    assert f"stg_{schema}__order_completed.sql" in models
    assert f"stg_{schema}__identifies.sql" in models
    assert "database: raw" in shop.read(f"models/staging/{schema}/__src_{schema}.yml")
    assert shop.dbt("build", "--select", f"stg_{schema}__order_completed").code == 0


def test_build_as_typed_finds_the_source_that_is_configured_for_the_place(shop):
    shutil.copytree(REPOSITORY / "schemas/jaffle_shop", shop.root / "schemas/jaffle_shop")
    configured = "    sources:\n      - name: shop\n        sdk: segment\n        schema: "
    shop.write("dbt_project.yml", f"{PROJECT}{CONFIG}{configured}jaffle_shop_segment\n")

    line, source, _ = BUILDS["0.6.0"]
    said = type_in(shop, line.format(source))

    assert said.code == 0, said.err
    assert (shop.root / "models/staging/shop/stg_shop__order_completed.sql").is_file()
