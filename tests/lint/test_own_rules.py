"""Rules that a project brings: declared in config, or by an entry point."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint

import pytest

from reflekt_dbt.config.load import config_from
from reflekt_dbt.errors import ConfigError
from reflekt_dbt.lint import catalogue
from reflekt_dbt.lint.rule import EventRule

FILE = "shop/Order_Completed/1-0.json"


def declared(**rule):
    return {"lint": {"custom": [{"id": "SHOP1", "message": "not so", **rule}]}}


@pytest.fixture
def times(shop):
    formatted = {"type": "string", "format": "date-time"}
    nested = {"type": "object", "properties": {"paid_at": {"type": "string"}}}
    shop.write(FILE, {"properties": {"sent_at": formatted, "order": nested}})
    return shop


def test_schema_of_properties_is_held_at_every_level(times):
    rule = declared(property={"required": ["format"]}, names="_at$")

    (violation,) = times.lint("SHOP1", **rule)

    assert violation.json_pointer == "/properties/order/properties/paid_at"
    assert violation.problem == "'paid_at': not so"
    assert violation.hint == "missing key 'format'; add \"format\": …"


def test_schema_of_events_is_held(times):
    rule = declared(event={"required": ["required"]}, severity="info", name="nothing-required")

    (violation,) = times.lint("nothing-required", **rule)

    assert (violation.severity, violation.pointer) == ("info", ())


@pytest.mark.parametrize(
    ("rule", "pointers"),
    [
        ({"regex": "^[a-z]+_at$"}, ["/properties/order"]),
        (
            {"regex": "^order", "of": "property", "names": "^(order|sent)"},
            ["/properties/sent_at"],
        ),
        ({"regex": "^Cart ", "of": "event"}, ["/self/name"]),
        ({"regex": "Completed$", "of": "event"}, []),
    ],
    ids=str,
)
def test_names_are_held_to_a_regex(times, rule, pointers):
    found = times.lint("SHOP1", **declared(**rule))

    assert [one.json_pointer for one in found] == pointers


def test_declared_rules_are_on_and_can_be_ignored_like_ours(shop):
    rule = declared(regex="^x")
    bare = {"type": "string", "description": "What it is."}
    shop.write(FILE, {"properties": {"a": bare, "b": {**bare, "lint": ["custom-shop1"]}}})

    assert [one.code for one in shop.lint(**rule)] == ["SHOP1"]


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ({}, "says none"),
        ({"regex": "a", "event": {"type": "object"}}, "event and regex"),
        ({"regex": "("}, "no regex"),
        ({"regex": "a", "names": "("}, "no regex"),
        ({"property": {"type": "strng"}}, "no JSON Schema"),
        ({"regex": "a", "id": "RF203"}, "must be capitals other than RF"),
        ({"regex": "a", "name": "missing-id"}, "'missing-id' already: one of ours"),
        ({"regex": "a", "name": "default"}, "'default' already: one of ours"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_declaration_that_cannot_be_is_refused(rule, problem):
    def read():
        return catalogue.all_rules(config_from(declared(**rule), "f.yml", []).lint.custom)

    with pytest.raises(ConfigError, match=problem):
        read()


def test_two_declarations_of_one_code_are_refused():
    rules = [{"id": "SHOP1", "message": "x", "regex": "a"}] * 2
    config = config_from({"lint": {"custom": rules}}, "f.yml", [])

    with pytest.raises(ConfigError, match=r"'SHOP1' already: vars\.reflekt\.lint\.custom\.0"):
        catalogue.all_rules(config.lint.custom)


class ShoutedEvent(EventRule):
    """An event is shouted."""

    code = "ACME1"
    name = "shouted-event"

    def check(self, schema):
        if schema.name.isupper():
            yield self.at(schema, ("self", "name"), "too loud")


@pytest.fixture
def plug(monkeypatch):
    """Install an entry point."""

    def install(value):
        entry = EntryPoint("acme", value, catalogue.GROUP)
        found = {catalogue.GROUP: [entry]}
        monkeypatch.setattr(catalogue, "entry_points", lambda group: found[group])

    monkeypatch.setitem(sys.modules, "acme_rules", sys.modules[__name__])
    return install


def test_rule_of_a_plug_in_is_held(shop, plug):
    plug("acme_rules:ShoutedEvent")
    shop.write(FILE, {"self.name": "ORDER COMPLETED"})

    assert shop.codes() == ["ACME1"]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("acme_rules:Nothing", "cannot be imported: AttributeError"),
        ("acme_no_such_module:Rule", "cannot be imported: ModuleNotFoundError"),
        ("acme_rules:EventRule", "has no code"),
        ("acme_rules:pytest", "is no rule"),
    ],
)
def test_plug_in_that_cannot_be_used_is_named(plug, value, problem):
    plug(value)

    with pytest.raises(ConfigError, match=problem) as caught:
        catalogue.all_rules()

    assert "entry point 'acme'" in caught.value.where
