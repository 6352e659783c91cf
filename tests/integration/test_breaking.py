"""A pull request that breaks an event, in the demo, with what dbt compiled of it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from reflekt_dbt.cli.main import cli
from tests.integration.shops import Said

OLD = "schemas/jaffle_shop/Order_Completed/1-0.json"
NEW = "schemas/jaffle_shop/Order_Completed/1-1.json"
EXPOSURES = """
exposures:
  - name: weekly_kpis
    type: dashboard
    owner: {name: Finance}
    depends_on: [ref('store_revenue')]
  - name: address_book
    type: dashboard
    owner: {name: Marketing}
    depends_on: [ref('stg_jaffle_shop_segment__users')]
"""


@pytest.fixture(scope="module")
def compiled(built, tmp_path_factory):
    """The demo, with exposures, compiled and committed."""
    shop = built.copy_to(tmp_path_factory.mktemp("compiled") / "shop")
    shop.write("models/marts/_exposures.yml", EXPOSURES)
    assert shop.dbt("compile").code == 0
    shop.commit()
    return shop


@pytest.fixture
def edited(compiled, tmp_path):
    """A copy, and a function that makes the next minor version of Order Completed."""
    shop = compiled.copy_to(tmp_path / "shop")

    def edit(change):
        document = json.loads(shop.read(OLD))
        change(document["properties"])
        (shop.root / OLD).unlink()
        shop.write(NEW, json.dumps(document, indent=2))

    return shop, edit


def ask(shop, *command):
    arguments = [*command, "--against", "HEAD", "--project-dir", str(shop.root)]
    result = CliRunner().invoke(cli, arguments)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


def downstream(said, code="type-changed"):
    (event,) = json.loads(said.out)["events"]
    (change,) = [change for change in event["changes"] if change["code"] == code]
    (reached,) = change["reaches"]
    return {one["name"]: (one["how"], one["columns"]) for one in reached["downstream"]}


def test_a_breaking_edit_is_stopped_and_names_what_reads_it(edited):
    shop, edit = edited
    edit(lambda properties: properties["total"].update(type="string"))

    said = ask(shop, "breaking")

    assert said.code == 1
    assert (
        "    stg_jaffle_shop_segment__order_completed.total → fct_orders.total, "
    ) in said.out
    assert "exposure weekly_kpis" in said.out
    assert "address_book" not in said.out


def test_columns_are_followed_through_stars_ctes_and_new_names(edited):
    shop, edit = edited
    edit(lambda properties: properties["total"].update(type="string"))

    assert downstream(ask(shop, "breaking", "--output", "json")) == {
        "fct_orders": ("columns", ["total"]),
        "dim_users": ("columns", ["revenue"]),
        "store_revenue": ("columns", ["revenue"]),
        "weekly_kpis": ("model", []),
    }


def test_a_column_that_no_mart_reads_reaches_no_mart(edited):
    shop, edit = edited
    edit(lambda properties: properties["is_gift"].update(type="string"))

    assert downstream(ask(shop, "breaking", "--output", "json")) == {}


def test_a_column_of_the_same_name_elsewhere_is_not_named(edited):
    """Both marts have a column ``orders``; only what comes from the store's id is touched."""
    shop, edit = edited
    edit(lambda properties: properties["store_id"].update(type="integer"))

    found = downstream(ask(shop, "breaking", "--output", "json"))

    assert found["fct_orders"] == ("columns", ["store_id"])
    # It joins by the store's id, and takes its own column from somewhere else.
    assert found["store_revenue"] == ("conditions", [])
    assert "dim_users" not in found


def test_an_optional_property_that_goes_names_its_column(edited):
    shop, edit = edited
    edit(lambda properties: properties.pop("coupon"))

    said = ask(shop, "breaking")

    assert said.code == 0
    assert "    stg_jaffle_shop_segment__order_completed.coupon\n" in said.out


def test_the_comment_names_column_description_and_exposure(edited):
    shop, edit = edited
    edit(lambda properties: properties["total"].update(type="string", description="As text."))

    said = ask(shop, "diff", "--output", "markdown")

    assert said.code == 0
    assert (
        "| total | stg_jaffle_shop_segment__order_completed.total | "
        "~~number, required~~ string, required | "
        "~~What the customer paid: subtotal - discount + shipping + tax.~~ As text. | "
        "'total' was number and is string now |"
    ) in said.out
    assert "exposure weekly_kpis" in said.out
