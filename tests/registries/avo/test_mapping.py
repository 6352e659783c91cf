"""Avo's export ↔ schema files, in both directions."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from reflekt_dbt.errors import RegistryError
from reflekt_dbt.events.draft import draft_flaws
from reflekt_dbt.events.metaschema import load_meta, meta_flaws
from reflekt_dbt.events.read import parse_document
from reflekt_dbt.registries.avo.mapping import Terms, avo_events, expressed, pulled
from reflekt_dbt.registries.model import Document

HERE = Path(__file__).parent
TERMS = Terms("jaffle_shop", "com.thejaffleshop")


@pytest.fixture
def export():
    return json.loads((HERE / "branch.json").read_text(encoding="utf-8"))


def event(**said):
    """An event as Avo exports it, with *said* in place of what it usually says."""
    rules = {"type": "object", "properties": {"properties": said.pop("properties", {})}}
    return {"id": "e1", "name": "Cart Viewed", "eventType": "event", "rules": rules, **said}


def of_one(properties, required=(), **said):
    schema = {"type": "object", "properties": properties, "required": list(required)}
    return event(properties=schema, **said)


def data_of(*events, terms=TERMS, **top):
    (remote,) = pulled({"events": list(events), **top}, terms).remotes
    return remote.document.data


def as_text(value):
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def test_a_branch_becomes_these_files_and_notes(export, golden):
    found = pulled(export, TERMS)

    made = {one.key: {"id": one.document.id, **one.document.data} for one in found.remotes}
    golden(HERE / "golden/pulled.json", as_text({**made, "notes": list(found.notes)}))


def test_a_branch_with_the_names_of_a_destination(export, golden):
    found = pulled(export, TERMS._replace(destination="Segment"))

    made = {one.key: one.document.data["properties"] for one in found.remotes}
    required = found.remotes[0].document.data["required"]
    golden(HERE / "golden/renamed.json", as_text({**made, "required": required}))
    assert not any("maps names" in note for note in found.notes)


def test_schema_files_become_these_events(export, golden):
    found = pulled(export, TERMS)

    made = {one.key: avo_events(one.document.data) for one in found.remotes}
    golden(HERE / "golden/said.json", as_text(made))


def test_what_came_from_avo_is_what_avo_would_hold(export):
    for remote in pulled(export, TERMS).remotes:
        back = expressed(remote.document, TERMS.vendor)

        assert back.key == remote.key
        assert back.wanted.data == remote.document.data
        assert back.losses == ()


def test_every_file_is_one_that_we_can_read(export, tmp_path):
    meta = load_meta(tmp_path)
    for remote in pulled(export, TERMS).remotes:
        document = parse_document(json.dumps(remote.document.data), remote.key)

        assert meta_flaws(meta, document) == []
        assert draft_flaws(remote.document.data) == []


def test_the_raw_form_is_kept_whole(export):
    before = copy.deepcopy(export)

    found = pulled(export, TERMS)

    raw = [one for remote in found.remotes for one in remote.origin["events"]]
    key = lambda one: one["id"]  # noqa: E731 - read once, here
    assert sorted(raw, key=key) == sorted(before["events"], key=key)


def test_maps_and_lists_of_categories_and_destinations_say_the_same(export):
    listed = export | {
        key: list(export[key].values()) for key in ("categories", "destinations", "sources")
    }
    terms = TERMS._replace(destination="Segment")

    assert pulled(listed, terms) == pulled(export, terms)


def test_a_destination_goes_by_its_id_too(export):
    named, by_id = (
        pulled(export, TERMS._replace(destination=one)) for one in ("Segment", "dst_seg")
    )

    assert named == by_id


def test_an_unknown_destination_is_an_error_that_names_those_there_are(export):
    with pytest.raises(RegistryError, match="no destination 'Mixpanel'") as caught:
        pulled(export, TERMS._replace(destination="Mixpanel"))

    assert caught.value.hint == "it has: Amplitude, Segment"


# facts: that variants share the name of their event is inferred.
def test_variants_that_share_the_name_are_one_file_and_others_files_of_their_own():
    base = of_one({"a": {"type": "string"}}, ["a"])
    shared = of_one({"b": {"type": "integer"}}, id="e2", eventType="variant", variantName="B")
    apart = shared | {"name": "Cart Viewed - B"}

    one = pulled({"events": [shared, base]}, TERMS).remotes
    two = pulled({"events": [apart, base]}, TERMS).remotes

    assert [remote.key for remote in one] == ["Cart Viewed"]
    assert one[0].document.data["properties"] == {
        "a": {"type": "string"},
        "b": {"type": "integer"},
    }
    assert "required" not in one[0].document.data
    assert one[0].document.data["self"]["metadata"] == {"variants": ["B"]}
    assert [remote.key for remote in two] == ["Cart Viewed", "Cart Viewed - B"]


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ({"const": "a"}, {"const": "b"}, {"enum": ["a", "b"]}),
        ({"const": "a"}, {"const": "a"}, {"const": "a"}),
        ({"const": "a"}, {}, {}),
        ({"enum": ["a"]}, {"const": "b"}, {"enum": ["a", "b"]}),
        ({"type": "string"}, {"type": "integer"}, {"type": ["string", "integer"]}),
        ({"type": ["string", "null"]}, {"type": "string"}, {"type": ["string", "null"]}),
        ({"type": "string"}, {}, {}),
        ({"pattern": "a"}, {"pattern": "b"}, {}),
        ({"description": "A."}, {"description": "B."}, {"description": "A."}),
        ({"items": {"type": "string"}}, {"items": {"type": "number"}},
         {"items": {"type": ["string", "number"]}}),
    ],
)  # fmt: skip
def test_a_property_of_several_variants_allows_what_each_allows(first, second, both):
    variant = of_one({"p": second}, id="e2", eventType="variant", variantName="B")

    assert data_of(of_one({"p": first}), variant)["properties"]["p"] == both


# The defects of Reflekt's client for Avo, facts §9.1 row 14.
def test_a_tag_that_is_no_pair_stays_a_tag():
    data = data_of(event(tags=["checkout", "owner: web", "owner: app", "a:b", "", 7]))

    assert data["self"]["metadata"] == {
        "owner": "web",
        "tags": ["checkout", "owner: app", "a:b", "", "7"],
    }


def test_a_property_without_a_type_is_one_without_a_type():
    assert data_of(of_one({"p": {"description": "P."}}))["properties"] == {
        "p": {"description": "P."}
    }


def test_user_and_group_properties_are_kept_beside_the_events_own():
    said = of_one({"own": {"type": "string"}})
    traits = {"type": "object", "properties": {"plan": {"id": "x", "type": "string"}}}
    said["rules"]["properties"] |= {"userProperties": traits, "groupProperties": traits}

    data = data_of(said)

    assert list(data["properties"]) == ["own"]
    clean = {"type": "object", "properties": {"plan": {"type": "string"}}}
    assert data["definitions"] == {"userProperties": clean, "groupProperties": clean}


def test_a_pinned_value_stays_pinned():
    data = data_of(of_one({"schema_version": {"type": "string", "const": "3"}}))

    assert data["properties"]["schema_version"] == {"type": "string", "const": "3"}


def test_what_is_said_of_whole_events_and_is_new_to_us_is_noted():
    notes = pulled({"events": [event(archived=True), event(name="B", archived=False)]}, TERMS)

    assert notes.notes == (
        "Avo says 'archived' of 2 events, which has no place in a schema file",
    )


def test_keywords_of_a_property_that_are_new_to_us_are_kept():
    data = data_of(of_one({"p": {"type": "string", "owner": "web", "index": 3, "id": "x"}}))

    assert data["properties"]["p"] == {"type": "string", "x-avo-owner": "web"}


@pytest.mark.parametrize("closed", [True, False])
def test_an_object_that_says_nothing_of_other_properties_stays_open(closed):
    said = of_one({})
    if closed:
        said["rules"]["properties"]["properties"]["additionalProperties"] = False

    assert ("additionalProperties" in data_of(said)) is closed


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("string", {"type": "string"}),
        (["integer", "null"], {"type": ["integer", "null"]}),
        ("any", {}),
        (["any", "null"], {}),
        ("long", {"type": "integer"}),
        (["float", "double"], {"type": "number"}),
        ("money", {"x-avo-type": "money"}),
        (None, {}),
        ([], {}),
    ],
)
def test_types_are_those_of_json_schema(given, read):
    assert data_of(of_one({"p": {"type": given}}))["properties"]["p"] == read


def test_a_name_that_is_taken_at_the_destination_stays_avos():
    mapped = {"type": "string", "nameMapping": [{"name": "id", "destinationId": "d"}]}
    said = of_one({"Order Id": mapped, "id": {"type": "integer"}}, ["Order Id"])
    data = data_of(said, terms=TERMS._replace(destination="d"), destinations={"d": {}})

    assert list(data["properties"]) == ["Order Id", "id"]
    assert data["required"] == ["Order Id"]


@pytest.mark.parametrize("export", [[], {}, {"events": {}}, "x", None])
def test_what_is_no_export_is_an_error(export):
    with pytest.raises(RegistryError, match="no tracking plan"):
        pulled(export, TERMS)


@pytest.mark.parametrize(
    "said",
    [
        {"rules": None}, {"rules": {"properties": []}}, {"tags": "x"}, {"tags": [{}]},
        {"categories": {}}, {"sources": [1]}, {"description": None}, {"description": ["x"]},
        {"properties": {"properties": {"p": 1}}}, {"properties": {"properties": [1]}},
        {"properties": {"required": "p", "properties": {"p": {"enum": "x", "items": 3}}}},
    ],
)  # fmt: skip
def test_whatever_avo_says_is_a_file_that_we_can_read(said, tmp_path):
    data = data_of(event(**said))

    document = parse_document(json.dumps(data), "x.json")
    assert meta_flaws(load_meta(tmp_path), document) == []


def test_events_without_a_name_are_left_out_and_counted():
    found = pulled({"events": [event(name=""), event(name=None), 3]}, TERMS)

    assert found.remotes == ()
    assert found.notes == ("3 of Avo's events have no name, and are left out",)


def test_characters_that_are_no_text_are_marked():
    data = data_of(event(name="Cart\x00 Viewed", description="a\x1b[31mb"))

    assert data["self"]["name"] == "Cart\ufffd Viewed"
    assert data["description"] == "a\ufffd[31mb"


@pytest.mark.parametrize("name", ["../../etc/x", "CON", "x" * 300, "🛒", "{{ x }}", "a/b"])
def test_any_name_gets_one_safe_folder(name):
    (remote,) = pulled({"events": [event(name=name)]}, TERMS).remotes

    plan, folder, version = remote.document.id.split("/")
    assert (plan, version) == ("jaffle_shop", "1-0")
    assert folder not in {"", ".", ".."}
    assert remote.document.data["self"]["name"] == name


def test_what_avo_cannot_say_is_a_loss_with_its_place():
    data = data_of(of_one({"at": {"type": "string"}}))
    data["properties"]["at"]["format"] = "date-time"
    data["properties"]["cart"] = {"type": "object", "properties": {"a/b": {"minimum": 1}}}
    data["self"]["metadata"] = {"owner": "web", "sla": 3}
    data["self"]["version"] = "2-1"

    found = expressed(Document("x/Cart_Viewed/2-1", data), TERMS.vendor)

    assert [(loss.pointer, loss.sentence) for loss in found.losses] == [
        ("/properties/at/format", "Avo has no 'format'"),
        ("/properties/cart/properties/a~1b/minimum", "Avo has no 'minimum'"),
        ("/self/metadata/sla", "Avo's tags hold text alone"),
    ]
    assert found.wanted.data["properties"]["at"] == {"type": "string"}
    assert found.wanted.data["self"]["version"] == "1-0"
    assert found.wanted.data["self"]["metadata"] == {"owner": "web"}
