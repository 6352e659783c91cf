"""Database and schema of a source in Jinja: rendered for each run, written as they are."""

from __future__ import annotations

import pytest
import yaml

from tests.integration.shops import Shop

# As in docs/warehouses.md.
DATABASE = "{{ target.database }}"
SCHEMA = "{{ var('shop_schema', 'jaffle_shop_' ~ env_var('STAGE', 'prod')) }}"


@pytest.fixture
def moving(shop) -> Shop:
    """The demo with a source whose place depends on the run."""
    document = yaml.safe_load(shop.read("dbt_project.yml"))
    (source,) = document["vars"]["reflekt"]["sources"]
    source.update(database=DATABASE, schema=SCHEMA)
    shop.write("dbt_project.yml", yaml.safe_dump(document))
    return shop


def test_catalogue_of_the_rendered_place_is_read(moving):
    elsewhere = moving.build()
    by_environment = moving.aimed_at("dev", STAGE="segment").build()
    by_variable = moving.build("--vars", "shop_schema: jaffle_shop_segment")

    assert elsewhere.code == 2
    assert "there is no schema 'jaffle_shop.jaffle_shop_prod'" in elsewhere.err
    assert (by_environment.code, by_environment.err) == (0, "")
    assert (by_variable.code, by_variable.err) == (0, "")


def test_source_file_has_it_as_written_and_dbt_renders_it_again(moving):
    staged = moving.aimed_at("dev", STAGE="segment")
    assert staged.build().code == 0

    (source,) = yaml.safe_load(moving.read(moving.source))["sources"]
    listed = staged.dbt("build", "--select", "stg_jaffle_shop_segment__order_rated")

    assert (source["database"], source["schema"]) == (DATABASE, SCHEMA)
    assert listed.code == 0, listed.err
