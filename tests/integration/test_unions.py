"""Four sources with the same events, and one model an event over them."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.integration.shops import execute
from tests.integration.tea_shops import STAGING, configure, paths, tea_shop
from tests.integration.warehouses import postgres_env

RAW = Path(__file__).with_name("unions.sql")
NAMES = ("ios", "android", "web", "server")
UNION = [{"name": name, "sdk": "segment", "union": "tea"} for name in NAMES]
APART = [{"name": name, "sdk": "segment"} for name in NAMES]
ORDER = f"{STAGING}/tea/stg_tea__order_completed.sql"
RECORDS = {"reflekt.lock", "reflekt.catalog"}

TYPES = """
    select column_name, data_type
    from information_schema.columns
    where table_schema = 'analytics' and table_name = 'stg_tea__order_completed'
    order by ordinal_position
"""
# Alias → type on DuckDB, on Postgres.
EXPECTED = {
    "event_id": ("VARCHAR", "text"),
    "anonymous_id": ("VARCHAR", "text"),
    "user_id": ("VARCHAR", "text"),
    "received_at_tstamp": ("TIMESTAMP", "timestamp without time zone"),
    "uuid_ts": ("TIMESTAMP", "timestamp without time zone"),
    "order_id": ("VARCHAR", "text"),
    # Text of one source, cast to what is planned.
    "_order": ("BIGINT", "bigint"),
    # A null beside it does not make floating point of money.
    "total": ("DECIMAL(12,2)", "numeric"),
    "currency": ("VARCHAR", "text"),
    "address1": ("VARCHAR", "text"),
    "cart_item_count": ("BIGINT", "bigint"),
    "cart_coupon_code": ("VARCHAR", "text"),
    "items": ("VARCHAR", "text"),
    # A time and a number have nothing in common but their text.
    "_timestamp": ("VARCHAR", "text"),
    "_channel": ("VARCHAR", "text"),
    "gift_note": ("VARCHAR", "text"),
    "ip": ("VARCHAR", "text"),
    "call_type": ("VARCHAR", "text"),
    "source_schema": ("VARCHAR", "text"),
    "source_table": ("VARCHAR", "text"),
    "schema_id": ("VARCHAR", "text"),
    "source_name": ("VARCHAR", "text"),
}
EACH_MODEL = {"tracks", "identifies", "pages", "order_completed"}


def files(*, union="tea", sources=NAMES, models=EACH_MODEL):
    of_models = {
        f"{union}/{prefix}{union}__{name}{ending}"
        for name in models
        for prefix, ending in (("stg_", ".sql"), ("_stg_", ".yml"))
    }
    of_sources = {f"{name}/__src_{name}.yml" for name in sources}
    return {*of_models, *of_sources, *RECORDS, "_reflekt_segment.md"}


@pytest.fixture(scope="module")
def make(tmp_path_factory, request):
    """Make a project with the four sources, and build it."""

    def made(target, *sources):
        shop = tea_shop(tmp_path_factory.mktemp(f"unions_{target}"), *sources)
        if target == "postgres":
            server = request.getfixturevalue("postgres")
            execute(server, "create database unions")
            own = replace(server, dbname="unions")
            shop = shop.aimed_at(target, **postgres_env(own))
        shop.execute(RAW.read_text(encoding="utf-8"))
        said = shop.build()
        assert said.code == 0, said.err
        shop.commit()
        return shop

    return made


@pytest.fixture(scope="module", params=["dev", "postgres"], ids=["duckdb", "postgres"])
def tea(request, make):
    """Built, and run by dbt. Look, but leave it so."""
    shop = make(request.param, *UNION)
    said = shop.dbt("build")
    assert said.code == 0, said.err
    return shop


@pytest.fixture(scope="module")
def united(make):
    return make("dev", *UNION)


@pytest.fixture
def shop(united, tmp_path):
    """A copy, to do with as one likes."""
    return united.copy_to(tmp_path / "shop")


def orders(shop, columns, more=""):
    query = f"select {columns} from analytics.stg_tea__order_completed {more}"  # noqa: S608 - our own names
    return shop.query(query)


def findings(shop, code):
    results = json.loads(shop.read("target/reflekt_results.json"))
    found = [one for one in results["findings"] if one["code"] == code]
    return sorted((one["arguments"]["source"], one["event"], one["property"]) for one in found)


class TestWhatDbtMakesOfIt:
    def test_there_is_one_model_an_event_and_one_file_a_source(self, tea):
        assert paths(tea) == files()

    def test_every_row_is_there_with_the_source_that_it_is_from(self, tea):
        rows = orders(tea, "source_name, count(*), count(distinct order_id)", "group by 1")

        # One of the first is from the future, which the filter of the config keeps out.
        assert sorted(rows) == [
            ("android", 1, 1),
            ("ios", 2, 2),
            ("server", 1, 1),
            ("web", 3, 3),
        ]

    def test_rows_say_from_which_schema_and_table_they_are(self, tea):
        rows = orders(tea, "distinct source_schema, source_table, source_name")

        assert sorted(rows) == [(name, "order_completed", name) for name in sorted(NAMES)]

    def test_types_are_those_of_the_sources_that_have_the_column(self, tea):
        expected = [(name, types[tea.target == "postgres"]) for name, types in EXPECTED.items()]

        assert tea.query(TYPES) == expected

    def test_values_are_what_each_source_loaded_and_null_where_it_lacks_the_column(self, tea):
        columns = "event_id, order_id, _order, total, cart_item_count, currency, gift_note"

        rows = orders(tea, columns, "order by event_id")

        assert rows == [
            ("a1", "o3", 7, None, 5_000_000_000, None, "For you."),
            ("i1", "o1", 3, Decimal("12.50"), 2, "EUR", None),
            ("i2", "o2", 4, Decimal("0.10"), None, "USD", None),
            ("s1", "o7", None, None, None, None, None),
            ("w1", "o4", None, Decimal("99.99"), None, "EUR", None),
            ("w2", "o5", None, Decimal("1.01"), None, "USD", None),
            ("w3", "o6", None, Decimal(5), None, None, None),
        ]

    def test_model_of_one_source_alone_has_the_same_shape(self, tea):
        rows = tea.query("select page_id, name, source_name from analytics.stg_tea__pages")

        assert rows == [("p1", "Home", "web")]

    def test_tests_are_over_the_whole_union(self, tea):
        results = json.loads(tea.read("target/run_results.json"))["results"]

        tests = {one["unique_id"].split(".")[2]: one["status"] for one in results}
        assert {
            tests[f"{test}_stg_tea__order_completed_event_id"]
            for test in ("unique", "not_null")
        } == {"pass"}
        assert tests["accepted_values_stg_tea__order_completed_currency__EUR__USD"] == "pass"
        # total is required, and two of the sources have no such column.
        assert "not_null_stg_tea__order_completed_total" not in tests
        assert tests["not_null_stg_tea__order_completed_order_id"] == "pass"

    def test_second_build_changes_nothing(self, tea):
        said = tea.build()

        assert said.code == 0
        assert tea.changed == []

    def test_what_is_on_record_gives_the_same_without_the_warehouse(self, tea):
        said = tea.build("--check", "--offline")

        assert said.code == 0, said.err

    def test_dbt_parses_it_without_a_warning(self, tea):
        said = tea.dbt("parse", "--no-partial-parse", "--warn-error")

        assert said.code == 0, said.err


class TestFindings:
    def test_source_without_a_table_that_another_has_is_only_information(self, united):
        identify = "tea_shop/Identify/1-0"

        assert findings(united, "source_without_table") == [
            ("android", identify, ""),
            ("android", "tea_shop/Page_Viewed/1-0", ""),
            ("ios", identify, ""),
            ("ios", "tea_shop/Page_Viewed/1-0", ""),
            ("server", "tea_shop/Page_Viewed/1-0", ""),
        ]

    def test_event_that_no_source_has_is_found_once(self, united):
        assert ("tea", "tea_shop/Refund_Issued/1-0", "") in findings(
            united, "event_without_table"
        )
        assert {source for source, _, _ in findings(united, "event_without_table")} == {"tea"}

    def test_columns_are_matched_source_by_source(self, united):
        order = "tea_shop/Order_Completed/1-0"

        assert ("server", order, "total") in findings(united, "property_without_column")
        assert findings(united, "type_family_differs") == [
            ("android", order, "order"),
            # Segment gives the same column to timestamp and to _timestamp.
            ("server", order, "timestamp"),
        ]
        assert findings(united, "column_without_property") == [("web", order, "experiment")]

    def test_each_line_of_the_report_names_its_source(self, shop):
        said = shop.build("--select", "tea_shop/Page_Viewed")

        assert "stg_tea__pages (web)" in said.out + said.err
        assert "no table yet (ios)" in said.out + said.err


class TestWhatIsAskedFor:
    def test_asking_for_one_source_asks_for_the_whole_union(self, shop):
        (shop.root / ORDER).unlink()

        said = shop.build("--source", "android")

        assert said.code == 0, said.err
        assert shop.changed == []

    def test_asking_for_a_place_that_is_in_a_union_does_too(self, shop):
        (shop.root / ORDER).unlink()

        said = shop.build("--source", "jaffle_shop.android", "--sdk", "segment")

        assert said.code == 0, said.err
        assert shop.changed == []

    def test_selected_event_is_built_of_all_sources(self, shop):
        (shop.root / ORDER).unlink()
        shop.write(ORDER.replace("order_completed", "pages"), "-- reflekt: mine\nselect 1")

        said = shop.build("--select", "tea_shop/Order_Completed")

        assert said.code == 0, said.err
        assert [line[3:] for line in shop.changed] == [
            ORDER.replace("order_completed", "pages")
        ]

    def test_source_outside_the_union_is_left_alone(self, shop):
        configure(shop, *UNION[:3], APART[3])
        shop.build()
        shop.commit()
        (shop.root / ORDER).unlink()

        said = shop.build("--source", "server")

        assert said.code == 0, said.err
        assert shop.changed == [f" D {ORDER}"]

    def test_model_of_someone_else_is_left_alone_and_said_once(self, shop):
        (shop.root / ORDER).unlink()
        shop.write("reflekt.lock", "")
        shop.write("models/marts/stg_tea__order_completed.sql", "select 1 as one")

        shop.build()

        assert findings(shop, "model_name_taken") == [
            ("tea", "tea_shop/Order_Completed/1-0", "")
        ]
        assert not (shop.root / ORDER).exists()


class TestChange:
    def test_source_that_leaves_the_config_takes_its_branch_with_it(self, shop):
        configure(shop, *UNION[:2], UNION[3])

        said = shop.build()

        assert said.code == 0, said.err
        left = ("ios", "android", "server")
        assert paths(shop) == files(sources=left, models=EACH_MODEL - {"pages"})
        assert "renamed_web" not in shop.read(ORDER)
        assert shop.dbt("build").code == 0
        shop.commit()
        assert shop.build().code == 0
        assert shop.changed == []

    def test_source_that_joins_changes_its_own_lines_alone(self, shop):
        configure(shop, *UNION[:3])
        shop.build()
        shop.commit()
        configure(shop, *UNION)

        shop.build()

        diff = shop.git("diff", "--unified=0", "--", ORDER).splitlines()
        removed = [line for line in diff if line.startswith("-        ")]
        added = [line for line in diff if line.startswith("+        ")]
        # It has a column in another type, which the others' lines of it follow.
        assert len(removed) == 3
        assert all("_timestamp" in line for line in removed)
        # What it alone has is new in each branch.
        assert sum("user_id" in line for line in added) == 4
        assert sum("order_id" in line for line in added) == 1

    def test_sources_that_become_one_leave_no_model_of_their_own(self, make, tmp_path):
        shop = make("dev", *APART).copy_to(tmp_path / "shop")
        mart = "models/marts/orders.sql"
        shop.write(mart, "select * from {{ ref('stg_ios__order_completed') }}")
        configure(shop, *UNION)

        said = shop.build()

        assert said.code == 0, said.err
        kept = {
            f"ios/{prefix}ios__order_completed.{end}"
            for prefix, end in (("stg_", "sql"), ("_stg_", "yml"))
        }
        assert paths(shop) - files() <= kept
        assert "ios/stg_ios__order_completed.sql" in paths(shop)
        assert mart in said.out + said.err
        assert shop.dbt("build").code == 0
        (shop.root / mart).unlink()
        shop.build()
        assert paths(shop) == files()

    def test_union_that_is_dissolved_leaves_nothing(self, shop):
        configure(shop, *APART)

        said = shop.build()

        assert said.code == 0, said.err
        assert not (shop.root / STAGING / "tea").exists()
        assert (shop.root / STAGING / "web" / "stg_web__pages.sql").exists()
        assert shop.dbt("build").code == 0

    def test_order_of_the_config_is_the_order_of_the_branches(self, shop):
        configure(shop, *reversed(UNION))

        shop.build()

        sql = shop.read(ORDER)
        order = [sql.index(f"renamed_{name} as (") for name in reversed(NAMES)]
        assert order == sorted(order)
        assert {line[3:] for line in shop.changed if "__src_" in line} == set()


class TestNames:
    @pytest.mark.parametrize("union", ["tea", "select"])
    def test_a_union_of_one_source_is_built_and_run(self, shop, union):
        configure(shop, {**UNION[2], "union": union})

        said = shop.build()

        assert said.code == 0, said.err
        assert paths(shop) == files(
            union=union,
            sources=["web"],
            models={"tracks", "order_completed", "pages", "identifies"},
        )
        assert shop.dbt("build").code == 0

    def test_union_may_have_the_name_of_a_source_in_it(self, shop):
        configure(shop, *[{**one, "union": "web"} for one in UNION])

        said = shop.build()

        assert said.code == 0, said.err
        assert paths(shop) == files(union="web")
        assert shop.build("--check").code == 0
        assert shop.dbt("build").code == 0

    def test_names_that_mean_something_to_sql_or_to_us_are_names_all_the_same(self, shop):
        names = ["select", "source_ios", "Unioned", "s" * 70]
        hostile = [
            {**one, "name": name, "schema": one["name"]}
            for one, name in zip(UNION, names, strict=True)
        ]
        configure(shop, *hostile)

        said = shop.build()

        assert said.code == 0, said.err
        built = shop.dbt("build")
        assert built.code == 0, built.err
        counts = orders(shop, "source_name, count(*)", "group by 1")
        assert dict(counts) == dict(zip(names, (2, 1, 3, 1), strict=True))
