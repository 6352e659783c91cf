"""Whole plans, for a reviewer to read. What is the same in every plan is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reflekt_dbt.config.model import SourceFilesConfig
from reflekt_dbt.events.model import Property
from reflekt_dbt.plan.dump import plan_json
from reflekt_dbt.plan.findings import CODES
from reflekt_dbt.plan.surroundings import Surroundings
from reflekt_dbt.sdks import SDKS
from reflekt_dbt.sdks.reserved import RESERVED

GOLDEN = Path(__file__).parents[1] / "golden" / "plan"


def prop(name, *types, **more):
    return Property(tuple(name.split(".")), types, **more)


@pytest.fixture(scope="module")
def plans(plan_of, event):
    """Plans by the name of their golden folder."""
    order_id = prop("order_id", "string", required=True, description="Id of the order.")
    one_event = event(
        "shop/Order_Completed/1-0",
        order_id,
        prop("order", "integer", description="Number of the order, by {{ no one }}."),
        prop("method", "string", enum=("card", "cash"), nullable=True),
        prop("rating", "integer", enum=(1, 2)),
        prop("cart.total", "number", description="It's in cents."),
        prop("items", "array"),
        prop("2nd_order_at", "string", format="date-time"),
        metadata={"owner": "checkout", "tags": ["paid", "yes"]},
    )
    versions = [
        event("shop/Step/1-0", "old"),
        event("shop/Step/2-0", "step", "dropped"),
        event("shop/Step/2-1", "step", "new"),
        event("shop/Identify/1-0", "email", "secret"),
    ]
    rudderstack = [
        event("shop/HTTPRequest_Failed/1-0", "_id", "id", "request.statusCode", "userAgent"),
        event("shop/Order/1-0", "table", "address1", prop("items", "array")),
        # Its table must not be taken for that of the identify calls.
        event("shop/Users/1-0", "2ndFactor"),
        event("shop/Group/1-0", "groupId", "seats"),
        event("shop/Identify/1-0", "email"),
        event("shop/注文/1-0", "total"),
    ]
    everything = {
        "source": {
            "database": "{{ target.database }}",
            "schema": "raw_shop",
            "description": "Events of the shop.",
            "freshness": {"warn_after": {"count": 12, "period": "hour"}},
            "freshness_events": ("shop/Order_Completed/1-0",),
        },
        "build": {
            "path": "models/{source}/base",
            "provenance": ("schema_metadata", "source_table"),
            "sources": SourceFilesConfig("src_"),
        },
        "models": {
            "prefix": "base_",
            "filter": "where received_at < current_timestamp",
            "materialized": "incremental",
            "missing_columns": "omit",
            "casts": {"_order": "bigint", "cart_total": "numeric(18, 2)"},
        },
        "docs": {
            "in_folder": True,
            "tests": {
                "order_id": ({"unique": {"where": "order_id > ''"}},),
                "event_id": ("not_null",),
            },
            "schema_tests": (),
            "severity": "error",
        },
        "surroundings": Surroundings(
            "jaffle_shop",
            models={"base_shop__tracks": "models/marts/base_shop__tracks.sql"},
            sources={("shop", "newsletter"): "models/mine.yml"},
            tables_in_use={"shop": frozenset(["audit"])},
        ),
        "selected": {"shop/Order_Completed/1-0"},
    }
    return {
        "one_event_with_defaults": plan_of(one_event),
        "versions_and_calls": plan_of(*versions),
        "everything_configured": plan_of(one_event, **everything),
        "rudderstack": plan_of(*rudderstack, sdk=SDKS["rudderstack"]),
    }


def of_interest(plan):
    """The plan without what is the same in all of them, or in all of a real SDK.

    Of the latter, tests/golden/sdks holds the columns.
    """
    is_real = plan["sources"][0]["sdk"] in {sdk.title for sdk in SDKS.values()}
    left_out = {"codes", "layouts", "docs"} if is_real else {"codes"}
    return {
        **{key: value for key, value in plan.items() if key not in left_out},
        "quoted": [["", sorted(set(plan["quoted"][-1][1]) - RESERVED)]],
    }


CASES = [
    "one_event_with_defaults",
    "versions_and_calls",
    "everything_configured",
    "rudderstack",
]


@pytest.mark.parametrize("case", CASES)
def test_plan_is_that_of_its_golden_folder(plans, golden, case):
    golden(GOLDEN / case / "plan.json", plan_json(of_interest(plans[case])))


def test_no_golden_folder_is_left_over():
    assert sorted(folder.name for folder in GOLDEN.iterdir()) == sorted(CASES)


@pytest.mark.parametrize("case", CASES)
def test_plan_is_plain_json(plans, case):
    assert json.loads(json.dumps(plans[case])) == plans[case]


@pytest.mark.parametrize("case", CASES)
def test_plan_carries_the_one_list_of_findings(plans, case):
    codes = {code for code, *_ in plans[case]["findings"]}

    assert plans[case]["codes"] == [list(code) for code in CODES]
    assert codes <= {code.name for code in CODES}
