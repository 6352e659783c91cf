"""`reflekt-dbt lint --fix`: what is mended, what is left to people, and what never changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflekt_dbt.compare.schemas import compare_schemas
from reflekt_dbt.config.load import config_from
from reflekt_dbt.lint.fix import Fixed, fix
from reflekt_dbt.lint.job import Asked, Jobs
from reflekt_dbt.sdks import SDKS
from reflekt_dbt.write.rewrite import carry_out

CASINGS = {"event": {"casing": "title"}, "property": {"casing": "snake"}}


def schema(name: str = "Order Completed", **keys):
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"shop/{name.replace(' ', '_')}/1-0.json",
        "description": "Somebody did something in the shop.",
        "self": {"vendor": "com.shop", "name": name, "format": "jsonschema", "version": "1-0"},
        "type": "object",
        "properties": {},
        **keys,
    }
    return {key: value for key, value in whole.items() if value is not None}


def text(description: str = "What it is about.", **keys):
    return {"description": description, "type": "string", **keys}


class Shop:
    """A schemas folder, and what becomes of it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, data, folder="Order_Completed", version="1-0") -> Path:
        file = self.root / "shop" / folder / f"{version}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        written = data if isinstance(data, str) else json.dumps(data)
        file.write_text(written, encoding="utf-8")
        return file

    def fix(self, *, unsafe=False, keep=tuple, **asked) -> Fixed:
        config = config_from({"conventions": CASINGS}, "f.yml", SDKS)
        jobs = Jobs(config, self.root, "schemas", Asked(**asked))
        return fix(jobs, unsafe=unsafe, keep=keep)

    def fixed(self, data, *, unsafe=False):
        """What is in the file once *data* has been mended and written, and what is left."""
        file = self.write(data)
        done = self.fix(unsafe=unsafe)
        carry_out(done.rewrites)
        return json.loads(file.read_text(encoding="utf-8")), done.left


@pytest.fixture
def shop(tmp_path):
    return Shop(tmp_path / "schemas")


WITHOUT_FORMAT = {"vendor": "com.shop", "name": "Order Completed", "version": "1-0"}
SAFE = {
    "$id of another file": {"$id": "shop/Cart_Viewed/1-0.json"},
    "no $id": {"$id": None},
    "no format": {"self": WITHOUT_FORMAT},
    "nothing but layout": {},
    "required": {
        "properties": {"b": text(), "a": text(), "c": {**text(), "type": "object",
            "properties": {"y": text(), "x": text()}, "required": ["y", "x"]}},
        "required": ["b", "a"],
    },
}  # fmt: skip


@pytest.mark.parametrize("keys", SAFE.values(), ids=SAFE)
def test_what_is_safe_is_mended_and_breaks_nothing(shop, keys):
    data = schema(**keys)

    mended, left = shop.fixed(data)

    assert left == 0
    assert mended["$id"] == "shop/Order_Completed/1-0.json"
    assert mended["self"]["format"] == "jsonschema"
    assert compare_schemas(data, mended) == ()
    assert list(mended["properties"]) == list(data["properties"])


def test_names_under_required_are_in_order_at_every_level(shop):
    mended, _ = shop.fixed(schema(**SAFE["required"]))

    assert mended["required"] == ["a", "b"]
    assert mended["properties"]["c"]["required"] == ["x", "y"]


def test_a_second_run_changes_nothing(shop):
    for keys in SAFE.values():
        shop.fixed(schema(**keys))

        assert [one.path for one in shop.fix().rewrites if one.is_change] == []


def test_a_file_with_comments_is_mended_in_one_go(shop):
    written = json.dumps(schema(**{"$id": None})).replace("{", "{ // why\n", 1)

    mended, left = shop.fixed(written)

    assert left == 0
    assert mended["$comment"] == "why"
    assert mended["$id"] == "shop/Order_Completed/1-0.json"


def test_an_id_by_which_references_go_is_left_to_a_person(shop):
    data = schema(
        **{"$id": "x.json", "definitions": {"d": text()}},
        properties={"p": {"$ref": "x.json#/definitions/d"}},
    )

    mended, left = shop.fixed(data)

    assert left > 0
    assert mended["$id"] == "x.json"


def test_names_are_left_alone_unless_that_is_asked_for(shop):
    data = schema(properties={"orderId": text()}, required=["orderId"])

    mended, left = shop.fixed(data)

    assert left == 1
    assert compare_schemas(data, mended) == ()


RENAMED = {
    "in required": (
        {"properties": {"Zid": text(), "orderId": text()}, "required": ["Zid", "orderId"]},
        {"properties": {"zid": text(), "order_id": text()}, "required": ["order_id", "zid"]},
    ),
    "in its place": (
        {"properties": {"z": text(), "orderId": text(), "a": text()}},
        {"properties": {"z": text(), "order_id": text(), "a": text()}},
    ),
    "below another name": (
        {"properties": {"theCart": {**text(), "type": "object",
            "properties": {"cartId": text()}, "required": ["cartId"]}}},
        {"properties": {"the_cart": {**text(), "type": "object",
            "properties": {"cart_id": text()}, "required": ["cart_id"]}}},
    ),
    "in items": (
        {"properties": {"p": {**text(), "type": "array", "items": {"type": "object",
            "properties": {"skuCode": text()}, "required": ["skuCode"]}}}},
        {"properties": {"p": {**text(), "type": "array", "items": {"type": "object",
            "properties": {"sku_code": text()}, "required": ["sku_code"]}}}},
    ),
    "in alternatives and conditions": (
        {"properties": {"orderId": text(), "b": text()},
         "anyOf": [{"required": ["orderId"]}, {"required": ["b"]}],
         "if": {"properties": {"orderId": {"const": "1"}}}, "then": {"required": ["b"]}},
        {"properties": {"order_id": text(), "b": text()},
         "anyOf": [{"required": ["order_id"]}, {"required": ["b"]}],
         "if": {"properties": {"order_id": {"const": "1"}}}, "then": {"required": ["b"]}},
    ),
    "in dependencies": (
        {"properties": {"orderId": text(), "b": text()},
         "dependencies": {"orderId": ["b"], "b": ["orderId"]}},
        {"properties": {"order_id": text(), "b": text()},
         "dependencies": {"order_id": ["b"], "b": ["order_id"]}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", RENAMED.values(), ids=RENAMED)
def test_a_name_is_changed_wherever_its_schema_speaks_of_it(shop, case):
    before, after = case

    mended, _ = shop.fixed(schema(**before), unsafe=True)

    assert {key: mended[key] for key in after} == after
    assert list(mended["properties"]) == list(after["properties"])
    assert not [one for one in shop.fix(unsafe=True).rewrites if one.is_change]


KEPT = {
    "another property has the name": {"properties": {"orderId": text(), "order_id": text()}},
    "two would get the name": {"properties": {"orderId": text(), "OrderID": text()}},
    "an alternative has the name": {
        "properties": {"orderId": text()},
        "anyOf": [{"properties": {"order_id": text()}}, {"required": ["orderId"]}],
    },
    "no way to write it": {"properties": {"größeId": text()}},
    "patterns of names": {
        "properties": {"orderId": text()},
        "patternProperties": {"^order": {"type": "string"}},
    },
    "a reference leads through it": {
        "properties": {"orderId": text(), "b": {"$ref": "#/properties/orderId"}},
    },
    "a definition that others refer to": {
        "definitions": {"d": {"type": "object", "properties": {"orderId": text()}}},
        "properties": {"p": {**text(), "allOf": [{"$ref": "#/definitions/d"}],
                             "type": "object", "required": ["orderId"]}},
    },
}  # fmt: skip


@pytest.mark.parametrize("keys", KEPT.values(), ids=KEPT)
def test_a_name_that_might_break_something_is_left_to_a_person(shop, keys):
    data = schema(**keys)

    mended, _ = shop.fixed(data, unsafe=True)

    assert mended == data


def test_every_version_of_an_event_gets_the_new_name(shop):
    files = [
        shop.write(schema("order completed"), version=version) for version in ("1-0", "2-0")
    ]

    carry_out(shop.fix(unsafe=True).rewrites)

    names = {json.loads(file.read_text(encoding="utf-8"))["self"]["name"] for file in files}
    assert names == {"Order Completed"}


def test_an_event_does_not_get_the_name_of_another_one(shop):
    file = shop.write(schema("order completed"), folder="order_completed_2")
    shop.write(schema("Order Completed"))

    carry_out(shop.fix(unsafe=True).rewrites)

    assert json.loads(file.read_text(encoding="utf-8"))["self"]["name"] == "order completed"


def test_a_name_that_breaks_another_rule_is_taken_back(shop, monkeypatch):
    monkeypatch.setitem(CASINGS["property"], "reserved", ["order_id"])
    data = schema(properties={"orderId": text(), "cartId": text()})

    mended, left = shop.fixed(data, unsafe=True)

    assert left == 2
    assert mended == data


def test_violations_that_people_live_with_stay(shop):
    shop.write(schema(properties={"orderId": text()}))

    done = shop.fix(
        unsafe=True, keep=lambda found: [one for one in found if one.code != "RF304"]
    )

    assert (done.mended, done.left) == (0, 0)
    assert "orderId" in done.rewrites[0].after


def test_rules_that_are_not_asked_for_mend_nothing(shop):
    shop.write(schema(**{"$id": None}))

    done = shop.fix(ignore_rules=["RF105"])

    assert "$id" not in done.rewrites[0].after


def test_only_what_is_selected_is_touched(shop):
    shop.write(schema(**{"$id": None}))
    shop.write(schema("Cart Viewed", **{"$id": None}), folder="Cart_Viewed")

    done = shop.fix(select=["shop/Cart_Viewed"])

    assert [one.path for one in done.rewrites] == ["schemas/shop/Cart_Viewed/1-0.json"]


def test_mended_and_left_are_counted(shop):
    shop.write(schema(**{"$id": None}, properties={"orderId": text(), "cartId": text()}))
    shop.write("{", folder="Cart_Viewed")

    done = shop.fix()

    assert (done.mended, done.left) == (1, 3)


NAMES = st.sampled_from(["a", "b_c", "orderId", "OrderID", "order_id", "Z", "x9", "größe"])
LEAVES = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "number", ["string", "null"]])},
    optional={
        "enum": st.just(["b", "a"]),
        "minimum": st.just(1.0),
        "default": st.just({"b": 1}),
    },
)


def objects(inner):
    members = st.dictionaries(NAMES, inner, max_size=3)
    return st.fixed_dictionaries(
        {"type": st.just("object"), "properties": members},
        optional={
            "required": st.lists(NAMES, unique=True, max_size=4),
            "additionalProperties": st.booleans(),
            "anyOf": st.just([{"required": ["orderId"]}, {"properties": {"b_c": {}}}]),
        },
    )


EVENTS = objects(st.recursive(LEAVES, objects, max_leaves=6))


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(EVENTS, st.booleans())
def test_whatever_the_schema_safe_is_safe_and_twice_is_once(shop, event, unsafe):
    data = schema(**{"$id": None}) | event

    mended, left = shop.fixed(data)

    assert compare_schemas(data, mended) == ()
    if unsafe:
        once, fewer = shop.fixed(data, unsafe=True)
        assert fewer <= left
        assert shop.fixed(once, unsafe=True)[0] == once
    assert not [one for one in shop.fix(unsafe=unsafe).rewrites if one.is_change and not unsafe]


COUNT = "event schemas: 1, problems: 0\nfixed: 1, left: 0, files changed: 1\n"


def test_the_command_mends_says_how_much_and_lints_what_is_left(plan, run):
    file = plan(Order_Completed=json.dumps(schema(**{"$id": None}))) / (
        "schemas/shop/Order_Completed/1-0.json"
    )

    result = run("lint", "--fix")

    assert (result.exit_code, result.output) == (0, COUNT)
    assert '"$id": "shop/Order_Completed/1-0.json"' in file.read_text(encoding="utf-8")


def test_the_diff_is_on_stdout_and_nothing_is_written(plan, run):
    before = json.dumps(schema(**{"$id": None}))
    file = plan(Order_Completed=before) / "schemas/shop/Order_Completed/1-0.json"

    result = run("lint", "--diff")

    assert result.exit_code == 1
    assert '+  "$id": "shop/Order_Completed/1-0.json",' in result.stdout
    assert result.stderr == "to fix: 1, left: 0, files to change: 1\n"
    assert file.read_text(encoding="utf-8") == before


def test_the_diff_of_what_needs_nothing_is_empty(plan, run):
    plan(Order_Completed=json.dumps(schema(), indent=2) + "\n")

    result = run("lint", "--diff")

    assert (result.exit_code, result.stdout) == (0, "")


def test_names_in_the_baseline_stay_as_they_are(plan, run):
    data = schema(properties={"orderId": text()})
    root = plan(Order_Completed=json.dumps(data))
    (root / "reflekt_project.yml").write_text(
        "conventions: {property: {casing: snake}}\nlint: {baseline: known.json}\n",
        encoding="utf-8",
    )
    run("lint", "--write-baseline", "known.json")

    result = run("lint", "--fix", "--unsafe-fixes")

    assert result.exit_code == 0
    assert "fixed: 0, left: 0, files changed: 1\n" in result.output
    assert "orderId" in (root / "schemas/shop/Order_Completed/1-0.json").read_text("utf-8")


@pytest.mark.parametrize(
    "options",
    [
        ["--unsafe-fixes"],
        ["--diff", "--output", "json"],
        ["--diff", "--write-baseline", "x.json"],
    ],
    ids=" ".join,
)
def test_options_that_make_no_sense_together_are_refused(plan, run, options):
    plan(A="{}")

    assert run("lint", *options).exit_code == 2
