from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.registries.model import Document
from reflekt_dbt.registries.segment.drift import is_same_rule, unsaid
from reflekt_dbt.registries.segment.guesses import Guesses
from reflekt_dbt.registries.segment.mapping import Mapper
from reflekt_dbt.registries.segment.words import label_of, value_of

GOLDEN = Path(__file__).parent / "golden"
RULES = {path.name.split(".")[0]: path for path in sorted(GOLDEN.glob("*.rule.json"))}
DRAFT = "http://json-schema.org/draft-07/schema#"
MAPPER = Mapper("com.thejaffleshop", Guesses())


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def document(name="Order Completed", version="1-0", metadata=None, **schema):
    own = {
        "vendor": "com.thejaffleshop",
        "name": name,
        "format": "jsonschema",
        "version": version,
    }
    if metadata is not None:
        own["metadata"] = metadata
    data = {"$schema": DRAFT, "self": own, "type": "object", "properties": {}, **schema}
    return Document(f"shop/{name.replace(' ', '_')}/{version}", data)


def rule(call="TRACK", key="Order Completed", version=1, **schema):
    return {"type": call, "key": key, "version": version, "jsonSchema": schema}


def express(*documents, mapper=MAPPER, remotes=()):
    return mapper.express(documents, {one.key: one for one in remotes})


def only(*documents, **more):
    (one,) = express(*documents, **more)
    return one


@pytest.mark.parametrize("name", RULES)
def test_rule_becomes_the_golden_document(name, golden):
    remote = MAPPER.remote("Jaffle Shop", read(RULES[name]))

    golden(
        GOLDEN / f"{name}.document.json",
        text({"key": remote.key, "id": remote.document.id, "data": remote.document.data}),
    )


@pytest.mark.parametrize("name", RULES)
def test_golden_document_becomes_the_rule_it_came_from(name):
    remote = MAPPER.remote("Jaffle Shop", read(RULES[name]))

    made = MAPPER.rule(remote.document, remote.origin, [])

    assert is_same_rule(made, remote.origin)
    assert (made["type"], made.get("key"), made["version"]) == (
        remote.origin["type"],
        remote.origin.get("key"),
        remote.origin["version"],
    )


@pytest.mark.parametrize("name", RULES)
def test_document_becomes_the_golden_rule_of_a_new_plan(name, golden):
    remote = MAPPER.remote("Jaffle Shop", read(RULES[name]))

    golden(GOLDEN / f"{name}.new.json", text(MAPPER.rule(remote.document, None, [])))


def test_what_would_come_back_is_what_comes_back():
    one = only(document(description="Paid.", metadata={"owner": "shop", "level": 3}))

    made = MAPPER.rule(one.document, None, [])

    assert MAPPER.remote("shop", made).document.data == one.wanted.data
    assert one.losses == ()


@pytest.mark.parametrize("version", ["1-1", "1-7"])
def test_a_minor_is_a_loss_that_is_told(version):
    one = only(document(version=version))

    assert one.key == "TRACK/Order Completed/1"
    assert one.wanted.data["self"]["version"] == "1-0"
    assert one.wanted.id == "shop/Order_Completed/1-0"
    assert [loss.pointer for loss in one.losses] == ["/self/version"]


def test_of_several_minors_the_highest_goes():
    versions = ["1-2", "1-10", "1-9", "2-0"]

    expressed = express(*(document(version=version) for version in versions))

    assert [one.document.data["self"]["version"] for one in expressed] == ["1-10", "2-0"]


def test_two_events_that_would_be_one_rule_are_refused():
    one, other = document(), Document("shop/other/1-0", document().data)

    with pytest.raises(RegistryError, match="one and the same in Segment"):
        express(one, other)


@pytest.mark.parametrize(
    ("call", "key", "name", "is_marked"),
    [
        ("TRACK", "Order Completed", "Order Completed", False),
        ("TRACK", "Identify", "Identify", True),
        ("TRACK", "Group", "Group", True),
        ("TRACK", "Page Viewed", "Page Viewed", True),
        ("TRACK", "Common", "Common", False),
        ("IDENTIFY", None, "Identify", False),
        ("IDENTIFY", "", "Identify", False),
        ("IDENTIFY", "Identify", "Identify", True),
        ("GROUP", None, "Group", False),
        ("PAGE", None, "Page Viewed", False),
        ("PAGE", "Home", "Home", True),
        ("PAGE", "Page Viewed", "Page Viewed", True),
        ("SCREEN", None, "Screen Viewed", False),
        ("SCREEN", "Identify", "Identify", True),
        ("COMMON", None, "Common", True),
    ],
)
def test_type_and_name_of_a_rule_survive(call, key, name, is_marked):
    remote = MAPPER.remote("shop", rule(call, key))

    own = remote.document.data["self"]
    assert own["name"] == name
    assert own.get("metadata", {}) == ({"segment_type": call} if is_marked else {})
    back = MAPPER.rule(remote.document, None, [])
    assert (back["type"], back.get("key", "")) == (call, key or "")
    assert express(remote.document)[0].key == remote.key


def test_no_two_rules_are_one_document():
    calls = [
        ("TRACK", "Identify"),
        ("IDENTIFY", ""),
        ("IDENTIFY", "Identify"),
        ("COMMON", None),
        ("TRACK", "Common"),
        ("PAGE", "Home"),
        ("SCREEN", "Home"),
        ("TRACK", "Home"),
    ]

    keys = {MAPPER.remote("shop", rule(*one)).key for one in calls}
    back = {
        one.key
        for call in calls
        for one in express(MAPPER.remote("shop", rule(*call)).document)
    }

    assert len(keys) == len(calls)
    assert back == keys


@pytest.mark.parametrize(
    "value",
    [
        "text",
        "",
        "true",
        "1",
        "1.10",
        "007",
        '"quoted"',
        "null",
        "{}",
        "[",
        "NaN",
        "1e3",
        "ü 😀",
        True,
        False,
        None,
        0,
        -1,
        1.5,
        [],
        {},
        ["a", 1],
        {"a": {"b": [None]}},
        '"\\"x\\""',
        "\\u0041",
    ],
)
def test_metadata_comes_back_as_what_it_was(value):
    label = label_of(value, Guesses())

    assert isinstance(label, str)
    back = value_of(label, Guesses())
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    "label", ['"\\u0001"', "NaN", "Infinity", "1.0e1", " 1", '{"a":1}', "[" * 5000]
)
def test_a_label_that_we_would_not_have_written_stays_text(label):
    assert value_of(label, Guesses()) == label


def test_labels_may_hold_anything_if_segment_takes_it():
    guesses = Guesses(labels_are_text=False)
    mapper = Mapper("com.thejaffleshop", guesses)

    made = mapper.rule(document(metadata={"pii": True, "n": 1, "t": "1"}), None, [])

    assert made["jsonSchema"]["labels"] == {"pii": True, "n": 1, "t": "1"}
    assert mapper.remote("s", made).document.data["self"]["metadata"] == {
        "pii": True,
        "n": 1,
        "t": "1",
    }


@pytest.mark.parametrize("everywhere", [True, False])
@pytest.mark.parametrize(
    "name", ["Order Completed", "Identify", "Page Viewed", "Screen Viewed"]
)
def test_labels_go_where_segment_keeps_them(name, everywhere):
    mapper = Mapper("com.thejaffleshop", Guesses(labels_on_every_call=everywhere))
    one = only(document(name, metadata={"owner": "x"}), mapper=mapper)

    kept = everywhere or name in {"Order Completed", "Page Viewed"}
    assert ("metadata" in one.wanted.data["self"]) == kept
    assert [loss.pointer for loss in one.losses] == ([] if kept else ["/self/metadata/owner"])


def test_labels_that_are_not_pushed_stay_as_they_are():
    mapper = Mapper("com.thejaffleshop", Guesses(labels_on_every_call=False))
    remote = mapper.remote("shop", rule("IDENTIFY", None, labels={"team": "crm"}))

    made = mapper.rule(document("Identify"), remote.origin, [])

    assert made["jsonSchema"]["labels"] == {"team": "crm"}


@pytest.mark.parametrize("lookahead", [True, False])
def test_a_pattern_that_segment_does_not_take_is_a_loss(lookahead):
    code = {"type": "string", "pattern": "^(?!x)"}
    mapper = Mapper("com.thejaffleshop", Guesses(lookahead=lookahead))

    one = only(document(properties={"code": code}), mapper=mapper)

    expected = [] if lookahead else ["/properties/code/pattern"]
    assert [loss.pointer for loss in one.losses] == expected
    assert ("pattern" in one.wanted.data["properties"]["code"]) == lookahead


def test_a_keyword_that_segment_drops_is_a_loss():
    kept = frozenset({"type", "properties", "required", "description"})
    mapper = Mapper("com.thejaffleshop", Guesses(keywords_kept=kept))

    one = only(
        document(properties={"a/b": {"type": "string", "minLength": 1}, "minLength": {}}),
        mapper=mapper,
    )

    assert [loss.pointer for loss in one.losses] == ["/properties/a~1b/minLength"]
    assert one.wanted.data["properties"] == {"a/b": {"type": "string"}, "minLength": {}}


def test_what_only_git_has_is_a_loss_each():
    source = document(metadata={"segment_type": "TRUCK"}, labels={}, id="x")
    source.data["self"] |= {"vendor": "org.other", "tests": [], "lint": {}}

    one = only(source)

    assert sorted(loss.pointer for loss in one.losses) == [
        "/id",
        "/labels",
        "/self/lint",
        "/self/metadata/segment_type",
        "/self/tests",
        "/self/vendor",
    ]


def test_what_segment_says_beside_our_properties_stays():
    context = {"type": ["object"], "properties": {"ip": {"type": ["string"], "id": "/x"}}}
    stored = rule(
        title="kept",
        custom={"x": 1},
        required=["properties"],
        labels={"segment_type": "theirs"},
        properties={
            "context": context,
            "traits": {},
            "properties": {"id": "/p", "properties": {}},
        },
    )
    remote = MAPPER.remote("shop", stored)

    made = MAPPER.rule(document(properties={"new": {}}), remote.origin, [])["jsonSchema"]

    assert made["properties"]["context"] == context
    assert made["properties"]["properties"] == {
        "id": "/p",
        "type": "object",
        "properties": {"new": {}},
    }
    assert (made["title"], made["custom"], made["required"]) == (
        "kept",
        {"x": 1},
        ["properties"],
    )
    assert made["labels"] == {"segment_type": "theirs"}
    assert unsaid(remote) == "what TRACK/Order Completed/1 says of 'context' stays in Segment"


@pytest.mark.parametrize("place", ["root", "properties"])
def test_references_point_to_what_they_did(place):
    money = {"money": {"type": "number"}}
    inner = {
        "properties": {
            "a": {
                "$ref": "#/definitions/money"
                if place == "root"
                else "#/properties/properties/definitions/money"
            },
            "b": {"$ref": "#/properties/properties/properties/a"},
            "c": {"$ref": "#/properties/properties"},
        }
    }
    schema = {"properties": {"properties": inner}}
    (schema if place == "root" else inner)["definitions"] = money

    remote = MAPPER.remote("shop", rule(**schema))

    data = remote.document.data
    assert [one["$ref"] for one in data["properties"].values()] == [
        "#/definitions/money",
        "#/properties/a",
        "#",
    ]
    assert data["definitions"] == money
    assert express(remote.document, remotes=[remote])[0].wanted.data == data
    assert express(remote.document)[0].wanted.data == data


def test_references_within_definitions_point_to_what_they_did():
    definitions = {"a": {"$ref": "#/properties/b"}, "c": {"$ref": "#/definitions/a"}}

    one = only(document(properties={"b": {}}, definitions=definitions))

    made = MAPPER.rule(one.document, None, [])["jsonSchema"]["definitions"]
    assert made["a"] == {"$ref": "#/properties/properties/properties/b"}
    assert made["c"] == {"$ref": "#/definitions/a"}
    assert one.wanted.data["definitions"] == definitions


def test_prose_is_made_plain_and_names_are_not():
    remote = MAPPER.remote("s", rule(description="a\r\nb\rc\x07 {{ x }}"))
    assert remote.document.data["description"] == "a\nb\nc\N{REPLACEMENT CHARACTER} {{ x }}"

    with pytest.raises(RegistryError, match=r"holds the control character U\+0007") as caught:
        MAPPER.remote("s", rule(properties={"properties": {"properties": {"a\x07": {}}}}))
    assert caught.value.where == "TRACK/Order Completed/1"


@pytest.mark.parametrize(
    "name", ["../../etc/x", "CON", "x" * 300, "🎉🎉", ".", "a/b\\c", "{{ x }}"]
)
def test_a_hostile_name_is_kept_in_the_file_and_not_in_its_path(name):
    remote = MAPPER.remote("../..", rule(key=name))

    plan, event, version = remote.document.id.split("/")
    assert remote.document.data["self"]["name"] == name
    assert ".." not in {plan, event}
    assert event.casefold() != "con"
    assert len(event) <= 80
    assert version == "1-0"
    assert remote.key == f"TRACK/{name}/1"


@pytest.mark.parametrize("version", [1.5, -1, "1", None, True, 10**12, float("1e300")])
def test_a_version_that_is_no_whole_number_is_an_error(version):
    with pytest.raises(RegistryError, match="is no whole number"):
        MAPPER.remote("s", rule(version=version))


@pytest.mark.parametrize(
    "bad", [None, [], "x", {"type": "TRACK"}, {"type": "TRACK", "jsonSchema": []}]
)
def test_what_is_no_rule_is_an_error(bad):
    with pytest.raises(RegistryError, match="a rule without a schema"):
        MAPPER.remote("s", bad)


@pytest.mark.parametrize(
    ("call", "key"), [("ALIAS", "x"), ("TRACK", ""), ("TRACK", " "), (None, "x")]
)
def test_a_rule_that_is_no_event_is_none_of_ours(call, key):
    assert MAPPER.remote("s", rule(call, key)) is None


@pytest.mark.parametrize("odd", [True, [], None, "x"])
def test_odd_parts_of_a_rule_are_an_event_without_properties(odd):
    remote = MAPPER.remote(
        "s", rule(**{"$schema": 1}, labels=odd, description=odd, properties={"properties": odd})
    )

    assert remote.document.data["properties"] == {}
