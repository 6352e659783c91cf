from __future__ import annotations

import pytest

from reflekt_dbt.bridge.drift import (
    arrivals,
    catalog_findings,
    file_findings,
    plan_findings,
)
from reflekt_dbt.plan.findings import BY_NAME, finding, sentence
from reflekt_dbt.write.decision import Decision

CART = {"event": "shop/Cart/1-0", "path": "m/cart.sql", "docs_path": "m/_models.yml"}
PAID = {"event": "shop/Paid/1-0", "path": "m/paid.sql", "docs_path": "m/_models.yml"}
PLAN = {"tables": [CART, PAID], "unions": []}


def found(kind, path="m/cart.sql", **more):
    return list(file_findings([Decision(kind, path, "shop", **more)], PLAN))


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("create", "file_missing"),
        ("update", "file_out_of_date"),
        ("merged", "file_out_of_date"),
        ("a kind of tomorrow", "file_out_of_date"),
        ("kept", "file_edited"),
        ("conflict", "file_in_conflict"),
        ("foreign", "file_in_the_way"),
        ("delete", "file_stale"),
        ("kept_stale", "file_kept"),
    ],
)
def test_file_that_build_would_not_leave_so_is_found(kind, code):
    (one,) = found(kind)

    assert one[:3] == [code, "shop/Cart/1-0", ""]
    assert "m/cart.sql" in sentence(one)


@pytest.mark.parametrize("kind", ["unchanged", "adopt", "edited", "gone", "mine"])
def test_file_that_is_as_someone_wants_it_is_silent(kind):
    assert found(kind) == []


def test_file_of_several_events_is_about_none_of_them():
    assert [one[1] for one in found("update", "m/_models.yml")] == [""]
    assert [one[1] for one in found("update", "m/__src_shop.yml")] == [""]


def test_what_keeps_a_stale_file_is_named():
    (edited,), (used,) = found("kept_stale"), found("kept_stale", referred_by=("m/mart.sql",))

    assert sentence(edited).endswith("kept: edited by hand")
    assert sentence(used).endswith("kept: used by m/mart.sql")


def no_column(prop, table="cart"):
    return finding(
        "property_without_column", "shop/Cart/1-0", prop,
        source="shop", candidates=prop, table=table,
    )  # fmt: skip


NO_TABLE = finding("event_without_table", "shop/Cart/1-0", source="shop", candidates="cart")


def test_column_that_came_after_the_build_is_found():
    (one,) = arrivals([no_column("coupon"), no_column("size")], [no_column("size", "CART")])

    assert one[:3] == ["column_has_arrived", "shop/Cart/1-0", "coupon"]
    assert one[3]["table"] == "cart"


def test_table_that_came_after_the_build_is_found():
    (one,) = arrivals([NO_TABLE], [no_column("coupon")])

    assert one[:3] == ["table_has_arrived", "shop/Cart/1-0", ""]


def test_of_a_table_that_has_gone_no_column_has_come():
    assert list(arrivals([no_column("coupon")], [NO_TABLE])) == []


def test_nothing_came_where_both_say_the_same():
    same = [NO_TABLE, no_column("coupon")]

    assert list(arrivals(same, same)) == []


def test_catalogue_file_that_knows_less_is_found_and_what_has_gone_is_no_matter():
    recorded = {"shop": {"cart": {"id": "text", "old": "text"}}}
    both = {"shop": {"cart": {"id": "text", "old": "text", "new": "text"}, "paid": {"id": "x"}}}

    (one,) = catalog_findings(recorded, both, {"shop": "shop"})

    assert sentence(one) == "reflekt.catalog lacks 1 tables and 2 columns that shop has"
    assert list(catalog_findings(both, both, {"shop": "shop"})) == []


def test_plan_is_behind_by_event_and_in_one_finding_for_the_rest():
    differences = [("", "sources changed"), ("", "vars.reflekt changed"), ("shop/A/1-0", "new")]

    whole, event = plan_findings(differences, "macros/reflekt_plan.sql")

    assert sentence(whole).endswith("settings: sources changed, vars.reflekt changed")
    assert event[1] == "shop/A/1-0"
    assert sentence(event).endswith("the event is new")
    assert list(plan_findings([], "macros/reflekt_plan.sql")) == []


def test_conflicts_are_graver_than_what_a_build_settles():
    assert BY_NAME["file_in_conflict"].severity == "error"
    assert BY_NAME["file_kept"].severity == "info"
