"""The plan's own JSON Schema: every plan satisfies it, and it says what each key means."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

import reflekt_dbt.plan
from reflekt_dbt.sdks import SDKS

SCHEMA = json.loads(
    Path(reflekt_dbt.plan.__file__).with_name("plan.schema.json").read_text("utf-8")
)
RENDERED = sorted((Path(__file__).parents[1] / "golden" / "render").iterdir())


@pytest.fixture(scope="module")
def problems():
    validator = jsonschema_rs.validator_for(SCHEMA)

    def find(plan):
        return [
            f"{error.instance_path}: {error.message}" for error in validator.iter_errors(plan)
        ]

    return find


def objects(schema):
    """Every part of a schema that describes a JSON object with keys of its own."""
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part)


def test_it_is_a_schema_itself():
    jsonschema_rs.meta.validate(SCHEMA)


@pytest.mark.parametrize("sdk", SDKS.values(), ids=SDKS)
def test_compiled_plan_satisfies_it(plan_of, event, problems, sdk):
    plan = plan_of(
        event("shop/Order_Completed/1-0", "order_id", "cart.total"),
        event("shop/Order_Completed/2-0", "order_id"),
        event("shop/Identify/1-0", "email"),
        sdk=sdk,
        source={"freshness": {"warn_after": {"count": 1, "period": "day"}}, "database": "raw"},
        build={"package": "artifacts/shop"},
    )

    assert problems(plan) == []


@pytest.mark.parametrize("case", RENDERED, ids=lambda case: case.name)
def test_plan_by_hand_satisfies_it(problems, case):
    plan = json.loads((case / "plan.json").read_text("utf-8"))

    assert problems(plan) == []


def test_unknown_key_is_refused_at_every_level():
    assert all(part["additionalProperties"] is False for part in objects(SCHEMA))


def test_every_key_is_required_so_that_macros_need_no_defaults():
    parts = list(objects(SCHEMA))

    assert parts
    assert all(part["required"] == list(part["properties"]) for part in parts)


def test_every_key_is_described():
    undescribed = [
        key
        for part in objects(SCHEMA)
        for key, value in part["properties"].items()
        if not value.get("description") and "$ref" not in value
    ]

    assert undescribed == []


def test_value_inside_a_column_needs_a_path_and_a_column_has_none(problems, plan_of, event):
    plan = plan_of(event("shop/Order/1-0", "coupon"))
    prop = plan["tables"][1]["properties"][0]
    inside = {**prop, "kind": "json"}
    plan["tables"][1]["properties"] = [inside, {**prop, "path": ["coupon"]}]

    found = problems(plan)

    assert len(found) == 2
