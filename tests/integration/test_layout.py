"""Layouts: those of docs/layout.md one after the other, and what stands in the way of one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.integration.tea_shops import configure, raw_tables, tea_shop

PAGE = Path(__file__).parents[2] / "docs" / "layout.md"
WEB = {"name": "tea_web", "sdk": "segment"}
APP = {"name": "tea_app", "sdk": "segment"}
ORDERS = "models/staging/tea_web/stg_tea_web__order_completed.sql"
ORDERS_DOCS = "models/staging/tea_web/_stg_tea_web__order_completed.yml"
USERS_DOCS = "models/staging/tea_web/_stg_tea_web__users.yml"
PER_FOLDER = {"docs": {"per": "folder"}}
RECORDS = {"reflekt.lock", "reflekt.catalog"}


def layouts():
    """The examples of the page: (settings of the build, paths that it shows)."""
    shown = re.findall(
        r"```yaml\n(.*?)```\n\n```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    return [(yaml.safe_load(settings)["build"], paths.split()) for settings, paths in shown]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    shop = tea_shop(tmp_path_factory.mktemp("layouts"), WEB)
    shop.execute(raw_tables("segment", "tea_web"), raw_tables("segment", "tea_app"))
    said = shop.build()
    assert said.code == 0, said.err
    shop.commit()
    return shop


@pytest.fixture
def shop(built, tmp_path):
    """A copy, to do with as one likes."""
    return built.copy_to(tmp_path / "shop")


def files(shop):
    """What is generated, without what is on record of it."""
    return {path: data for path, data in shop.generated().items() if path not in RECORDS}


def models(shop):
    return {path for path in shop.generated() if path.endswith(".sql")}


def test_layouts_of_the_page_follow_each_other_and_lead_back(shop):
    start = files(shop)
    count = len(models(shop))

    first, *others = layouts()
    for settings, shown in [first, *others]:
        configure(shop, WEB, build=settings)
        said = shop.build()
        assert said.code == 0, said.err
        assert set(shown) <= set(shop.generated())
        # What is left of the layout before would be found twice.
        assert len(models(shop)) == count
        parsed = shop.dbt("parse", "--warn-error")
        assert parsed.code == 0, parsed.err
    assert len(others) == 3

    said = shop.dbt("build")
    assert said.code == 0, said.err
    assert shop.query(
        "select table_type from information_schema.tables where table_name = 'stg_orders'"
    ) == [("BASE TABLE",)]

    configure(shop, WEB)
    assert shop.build().code == 0
    assert {
        path: data for path, data in shop.generated().items() if path not in RECORDS
    } == start


@pytest.fixture(scope="module")
def shared(built, tmp_path_factory):
    """Two sources in one folder, with one properties file."""
    shop = built.copy_to(tmp_path_factory.mktemp("shared") / "shop")
    build = {"path": "models/staging", "docs": {"per": "folder"}}
    configure(shop, WEB, APP, build=build)
    said = shop.build()
    assert said.code == 0, said.err
    shop.commit()
    return shop


class TestSharedFile:
    def test_holds_the_models_of_both(self, shared):
        entries = yaml.safe_load(shared.read("models/staging/_staging__models.yml"))["models"]

        assert len(entries) == len(models(shared)) == 10

    @pytest.mark.parametrize(
        "typed", [("--select", "tea_shop/Order_Completed"), ("--source", "tea_app")]
    )
    def test_is_the_same_whatever_is_selected(self, shared, typed):
        said = shared.build(*typed)

        assert said.code == 0, said.err
        assert shared.changed == []


def test_first_build_of_one_event_describes_no_other(tmp_path):
    shop = tea_shop(tmp_path, WEB)
    configure(shop, WEB, build=PER_FOLDER)
    shop.execute(raw_tables("segment", "tea_web"))

    said = shop.build("--select", "tea_shop/Order_Completed")

    entries = yaml.safe_load(shop.read("models/staging/tea_web/_tea_web__models.yml"))["models"]
    assert said.code == 0, said.err
    assert {f"{entry['name']}.sql" for entry in entries} == {
        Path(path).name for path in models(shop)
    }


def test_edits_go_where_their_files_go(shop):
    shop.replace(ORDERS, "with source as", "-- mine\nwith source as")
    shop.replace(ORDERS_DOCS, "    columns:", "    # mine\n    columns:")
    shop.commit()
    own = {"tea_shop/Order_Completed": {"model": "stg_orders", "path": "models/orders"}}
    configure(shop, WEB, build={"events": own, "docs": {"name": "_{model}"}})

    said = shop.build()

    assert said.code == 0, said.err
    assert "-- mine\nwith source as" in shop.read("models/orders/stg_orders.sql")
    docs = shop.read("models/orders/_stg_orders.yml")
    assert "    # mine\n" in docs
    assert "  - name: stg_orders\n" in docs
    assert not (shop.root / ORDERS).exists()
    assert not (shop.root / ORDERS_DOCS).exists()
    assert shop.dbt("parse", "--warn-error").code == 0


def test_edits_in_one_properties_file_go_to_the_shared_one_and_in_two_stop_it(shop):
    shop.replace(ORDERS_DOCS, "    columns:", "    # mine\n    columns:")
    shop.replace(USERS_DOCS, "    columns:", "    # mine too\n    columns:")
    shop.commit()
    configure(shop, WEB, build=PER_FOLDER)
    shop.commit()

    said = shop.build()

    assert said.code == 2
    assert USERS_DOCS in said.err
    assert "take your edits out" in said.err
    assert shop.changed == []

    shop.replace(USERS_DOCS, "    # mine too\n", "")
    said = shop.build()

    assert said.code == 0, said.err
    assert "    # mine\n" in shop.read("models/staging/tea_web/_tea_web__models.yml")
    assert not (shop.root / ORDERS_DOCS).exists()


def test_change_of_the_layout_is_no_matter_of_one_event(shop):
    configure(shop, WEB, build=PER_FOLDER)
    shop.commit()

    said = shop.build("--select", "tea_shop/Order_Completed")

    assert said.code == 2
    assert "leave out --select" in said.err
    assert shop.changed == []


def test_model_that_is_still_in_use_stays_beside_its_new_name(shop):
    shop.write(
        "models/marts/paid.sql", "select * from {{ ref('stg_tea_web__order_completed') }}\n"
    )
    configure(shop, WEB, build={"models": {"prefix": "base_"}})

    said = shop.build()

    assert said.code == 0, said.err
    assert "models/marts/paid.sql" in said.err + said.out
    assert (shop.root / ORDERS).exists()
    assert (shop.root / ORDERS.replace("stg_tea", "base_tea")).exists()
    assert shop.dbt("parse", "--warn-error").code == 0
