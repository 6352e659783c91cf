"""What is drafted of tables and columns, and what becomes of files that are there."""

from __future__ import annotations

import json

import pytest

from reflekt_dbt.config.model import Casing, Conventions
from reflekt_dbt.errors import SchemaError, SelectError
from reflekt_dbt.events.find import find_schema_files
from reflekt_dbt.fmt import format_files
from reflekt_dbt.infer.show import lines
from tests.infer.conftest import table

ORDER = "shop/Order_Completed/1-0.json"
STRICT = {
    "event": {"casing": "title", "numbers": False, "reserved": ["Test"]},
    "property": {"casing": "camel", "numbers": False, "reserved": ["id"]},
    "data_types": ["string", "number"],
}
PLANNED = """\
{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "$id": "shop/Order_Completed/1-0.json",
  "description": "Somebody paid.",
  "self": {"vendor": "com.shop", "name": "Order Completed", "format": "jsonschema",
           "version": "1-0", "metadata": {"owner": "shop"}},
  "type": "object",
  "properties": {
    "total": {"type": "number", "description": "What was paid.", "minimum": 1.50}
  },
  "required": ["total"]
}
"""


def of_order(columns, **more):
    return table("order_completed", columns, event="shop/Order_Completed/1-0", **more)


def test_table_becomes_an_event(plan):
    columns = {"ORDER_ID": "string", "TOTAL": "number", "PAID_AT": "timestamp", "TAGS": "json"}

    done = plan.draft(table("ORDER_COMPLETED", columns))

    assert [(file.path, file.action) for file in done.files] == [(f"schemas/{ORDER}", "create")]
    schema = plan.read(ORDER)
    assert schema["self"] == {
        "vendor": "com.shop", "name": "Order Completed", "format": "jsonschema",
        "version": "1-0", "metadata": {"draft": True},
    }  # fmt: skip
    types = {
        name: (one["type"], one.get("format")) for name, one in schema["properties"].items()
    }
    assert types == {
        "order_id": ("string", None),
        "total": ("number", None),
        "paid_at": ("string", "date-time"),
        "tags": ("any", None),
    }
    assert schema["required"] == []


def test_drafts_are_in_our_form_and_lint_clean(plan):
    plan.draft(
        table("order_completed", {"order_id": "string", "tags": "json", "geo": "any"}),
        table("users", {"email": "string"}, kind="users"),
        table("identifies", {"email": "string", "age": "integer"}, kind="identifies"),
    )

    assert plan.codes() == []
    folder = plan.root / "schemas"
    assert format_files(find_schema_files(folder).files, "schemas").changes == ()
    # A rule that is off by default: what looks personal is marked as that.
    assert plan.codes(lint={"rules": {"select": ["default", "RF6"]}}) == []


def test_names_that_break_conventions_are_excused_and_nothing_else(plan):
    conventions = Conventions(
        event=Casing("title", reserved=("Test",)),
        property=Casing("camel", reserved=("id",)),
        data_types=("string", "number"),
    )
    columns = {"order_id": "string", "address1": "string", "_id": "integer", "count": "integer"}

    plan.draft(table("test", columns), table("2fa_enabled", {}), conventions=conventions)

    assert plan.codes(conventions=STRICT) == []
    test = plan.read("shop/Test/1-0.json")
    assert test["self"]["lint"] == ["RF303"]
    excused = {name: one.get("lint") for name, one in test["properties"].items()}
    assert excused == {
        "orderId": None,
        "address1": ["RF305"],
        "id": ["RF306", "RF205"],
        "count": ["RF205"],
    }
    assert plan.read("shop/2fa_Enabled/1-0.json")["self"]["lint"] == ["RF302"]


def test_two_tables_of_one_call_are_one_event(plan):
    done = plan.draft(
        table("identifies", {"email": "string", "plan": "string"}, kind="identifies"),
        table("users", {"email": "string", "plan": "integer", "age": "integer"}, kind="users"),
    )

    assert [(file.event, file.tables) for file in done.files] == [
        ("Identify", "identifies, users")
    ]
    properties = plan.read("shop/Identify/1-0.json")["properties"]
    assert {name: one["type"] for name, one in properties.items()} == {
        "email": "string", "plan": "any", "age": "integer",
    }  # fmt: skip
    assert properties["email"]["pii"] is True


def test_what_no_event_leads_to_is_left_out_and_said(plan):
    done = plan.draft(
        table("drop table users; --", {"a": "string"}),
        table("order_completed", {'x"; drop table y': "string", "total": "number"}),
    )

    left = [(one.table, one.column) for one in done.left_out]
    assert left == [("drop table users; --", ""), ("order_completed", 'x"; drop table y')]
    assert list(plan.read(ORDER)["properties"]) == ["total"]
    assert any("drop table users" in line for line in lines(done))


def test_new_column_of_a_planned_event_is_a_new_minor_that_loses_nothing(plan):
    plan.write(ORDER, PLANNED)

    done = plan.draft(of_order({"coupon": "string"}))

    assert [(file.path, file.action) for file in done.files] == [
        ("schemas/shop/Order_Completed/1-1.json", "create")
    ]
    assert plan.root.joinpath("schemas", ORDER).read_text("utf-8") == PLANNED
    text = (plan.root / "schemas/shop/Order_Completed/1-1.json").read_text("utf-8")
    assert '"minimum": 1.50' in text
    schema = json.loads(text)
    assert schema["$id"] == "shop/Order_Completed/1-1.json"
    assert schema["self"]["version"] == "1-1"
    assert schema["self"]["metadata"] == {"owner": "shop", "draft": True}
    assert list(schema["properties"]) == ["total", "coupon"]
    assert schema["required"] == ["total"]


def test_new_minor_is_one_above_the_newest(plan):
    plan.write(ORDER, PLANNED)
    newer = PLANNED.replace("1-0", "1-4")
    plan.write(ORDER.replace("1-0", "1-4"), newer)

    plan.draft(table("order_completed", {"coupon": "string"}, event="shop/Order_Completed/1-4"))

    assert [path.rpartition("/")[2] for path in plan.paths] == [
        "1-0.json",
        "1-4.json",
        "1-5.json",
    ]


def test_draft_that_nobody_looked_at_grows_where_it_is(plan):
    plan.draft(table("order_completed", {"total": "number"}))

    done = plan.draft(of_order({"coupon": "string"}))

    assert [(file.path, file.action) for file in done.files] == [(f"schemas/{ORDER}", "update")]
    assert list(plan.read(ORDER)["properties"]) == ["total", "coupon"]
    assert plan.read(ORDER)["self"]["version"] == "1-0"
    assert plan.codes() == []


def test_folder_that_is_there_is_left_to_whoever_made_it(plan):
    plan.write(ORDER, PLANNED.replace('"Order Completed"', '"Something Else"'))

    done = plan.draft(table("order_completed", {"total": "number"}))

    assert [file.path for file in done.files] == ["schemas/shop/Order_Completed_2/1-0.json"]
    assert "Something Else" in (plan.root / "schemas" / ORDER).read_text("utf-8")


def test_dry_run_writes_nothing_and_shows_what_it_would(plan):
    done = plan.draft(table("order_completed", {"total": "number"}), dry_run=True)

    assert not (plan.root / "schemas").exists()
    said = "\n".join(lines(done))
    assert f"would be drafted schemas/{ORDER}" in said
    assert '+    "total": {' in said
    assert done.exit_code() == 0


def test_meta_schema_of_the_project_has_its_say_before_anything_is_written(plan):
    wants = {"required": ["self"], "properties": {"self": {"required": ["owner"]}}}
    plan.write(".reflekt/meta/1-0.json", json.dumps(wants))
    plan.write(ORDER, PLANNED.replace('"vendor"', '"owner": "me", "vendor"'))

    with pytest.raises(SchemaError, match="owner"):
        plan.draft(table("cart_viewed", {"total": "number"}))

    assert plan.paths == [ORDER]


@pytest.mark.parametrize(
    ("select", "folder"),
    [
        ((), "shop"),
        (("web",), "web"),
        (("schemas/web/",), "web"),
        (("web/*",), "web"),
        (("shop/Order_Completed", "web/app"), "web/app"),
        (("**",), "shop"),
    ],
)
def test_drafts_go_where_the_source_selects_them(plan, select, folder):
    plan.write(ORDER, PLANNED)

    done = plan.draft(table("cart_viewed", {}, select=select))

    assert [file.path for file in done.files] == [f"schemas/{folder}/Cart_Viewed/1-0.json"]


def test_source_that_selects_no_folder_is_an_error(plan):
    plan.write(ORDER, PLANNED)

    with pytest.raises(SelectError, match="selects shop/Order_Completed"):
        plan.draft(table("cart_viewed", {}, select=("shop/Order_Completed",)))


def test_nothing_to_draft_is_said(plan):
    done = plan.draft()

    assert list(lines(done)) == [
        "nothing to draft: every table and column is planned, or left out"
    ]
    assert done.exit_code() == 0
