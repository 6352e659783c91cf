from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events import find
from reflekt_dbt.events.find import SchemaFile
from reflekt_dbt.events.load import load_event, load_events
from reflekt_dbt.events.metaschema import SHIPPED, load_meta
from reflekt_dbt.events.model import Event, Property, Version


def test_an_event_says_what_its_file_says(plan):
    file = plan.write("shop/web/Cart_Viewed/1-0")

    assert plan.load() == (
        Event(
            id="shop/web/Cart_Viewed/1-0",
            name="Cart Viewed",
            version=Version(1, 0),
            file=file,
            description="A shopper looked at the cart.",
            properties=(
                Property(("cart_id",), ("string",), required=True, description="Which cart."),
            ),
            metadata={"code_owner": "web"},
        ),
    )


def test_reads_metadata_where_reflekt_0_3_kept_it(plan, schema_of):
    content = schema_of(metadata={"code_owner": "data"})
    del content["self"]["metadata"]
    plan.write("shop/Cart_Viewed/1-0", content)

    assert plan.load()[0].metadata == {"code_owner": "data"}


def test_the_version_is_the_file_s_and_the_name_is_its_own(plan, schema_of):
    plan.write("shop/Renamed_Folder/2-11", schema_of("Cart Viewed"))

    (event,) = plan.load()

    assert (event.name, event.version) == ("Cart Viewed", Version(2, 11))


@pytest.mark.parametrize("key", ["$schema", "$id", "description", "type", "required"])
def test_a_schema_without_what_only_lint_wants_still_loads(key, plan, schema_of):
    plan.write("shop/Cart_Viewed/1-0", schema_of(**{key: None}))

    assert [event.id for event in plan.load()] == ["shop/Cart_Viewed/1-0"]


def test_events_come_by_folder_then_version_whatever_the_file_system_says(plan, monkeypatch):
    ids = ["a/B/1-0", "a/B/1-2", "a/B/1-10", "a/B/2-0", "a/C/1-0", "b/A/1-0", "b/z/deep/A/1-0"]
    shuffled = random.Random(4)  # noqa: S311 - not for secrets
    for one in shuffled.sample(ids, len(ids)):
        plan.write(one)
    entries = find._entries
    monkeypatch.setattr(
        find, "_entries", lambda folder: shuffled.sample(found := entries(folder), len(found))
    )

    loads = [[event.id for event in plan.load()] for _ in range(10)]

    assert loads == [ids] * 10


def test_hidden_folders_and_other_files_are_no_events(plan):
    plan.write("shop/Cart_Viewed/1-0")
    plan.write(".reflekt/meta/1-0", SHIPPED.read_bytes())
    plan.write("shop/.idea/A/1-0", "not even JSON")
    plan.write("shop/Cart_Viewed/.1-1", "not even JSON")
    (plan.root / "README.md").write_text("# Ours", encoding="utf-8")

    assert [event.id for event in plan.load()] == ["shop/Cart_Viewed/1-0"]


@pytest.mark.parametrize("make", [lambda _: None, Path.mkdir], ids=["missing", "empty"])
def test_without_schemas_the_way_to_some_is_told(make, tmp_path):
    make(tmp_path / "schemas")

    with pytest.raises(SchemaError) as caught:
        load_events(tmp_path / "schemas")

    assert caught.value.hint == "run: reflekt-dbt init"
    assert caught.value.where == str(tmp_path / "schemas")


def test_all_files_are_checked_before_giving_up(plan, schema_of):
    plan.write("a/A/1-0", '{"a": 1,}')
    plan.write("a/B/1-0")
    plan.write("a/B/latest")
    plan.write("a/C/1-0", schema_of(self=None, properties=None))

    with pytest.raises(SchemaError) as caught:
        plan.load()

    told = [(p.where.removeprefix(str(plan.root)), p.problem) for p in caught.value.problems]
    assert told == [
        (f"{os.sep}a{os.sep}B{os.sep}latest.json", "'latest.json' is no version"),
        (f"{os.sep}a{os.sep}A{os.sep}1-0.json:1:8", "a trailing comma, and JSON has none"),
        (f"{os.sep}a{os.sep}C{os.sep}1-0.json:1:1", "missing key 'properties'"),
        (f"{os.sep}a{os.sep}C{os.sep}1-0.json:1:1", "missing key 'self'"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "1",
        "1.0",
        "v1-0",
        "01-0",
        "1-0-0",
        "1-0 ",
        "1-0.JSON",
        "\N{FULLWIDTH DIGIT ONE}-0",
        "9999999999-0",
    ],
)
def test_a_file_name_that_is_no_version_is_an_error(name, plan):
    file = plan.write("shop/Cart_Viewed/x")
    file.rename(file.with_name(name if name.endswith("JSON") else f"{name}.json"))

    with pytest.raises(SchemaError, match="is no version") as caught:
        plan.load()

    assert caught.value.hint == "call the file MAJOR-MINOR.json, as in 1-0.json"


def test_a_file_outside_of_any_event_s_folder_is_an_error(plan):
    plan.write("1-0")

    with pytest.raises(SchemaError, match="outside of any event's folder"):
        plan.load()


@pytest.mark.parametrize(
    ("one", "other"),
    [("a/Cart/1-0", "a/cart/1-1"), ("Shop/A/1-0", "shop/B/1-0"), ("a/É/1-0", "a/E\u0301/1-0")],
    ids=["event", "group", "composed or not"],
)
def test_folders_that_differ_only_by_case_are_an_error(one, other, plan):
    plan.write(one)
    plan.write(other)
    if len(list(plan.root.rglob("*.json"))) < 2 or len(list(plan.root.iterdir())) > 2:
        pytest.skip("this file system cannot hold both either")

    with pytest.raises(SchemaError, match=r"differs from .* only by case"):
        plan.load()


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses such names itself")
@pytest.mark.parametrize("name", [b"a\\b", b"a\nb", b"a\x1b[31m", b"a\xff"])
def test_a_folder_s_name_that_is_no_text_is_an_error(name, plan):
    folder = os.path.join(os.fsencode(plan.root), name)  # noqa: PTH118 - pathlib takes no bytes
    os.mkdir(folder)  # noqa: PTH102 - pathlib takes no bytes
    Path(os.fsdecode(folder), "1-0.json").write_text("{}", encoding="utf-8")

    with pytest.raises(SchemaError, match="no text") as caught:
        plan.load()

    assert str(caught.value).encode()


def test_links_in_a_circle_come_to_an_end_and_no_event_comes_twice(plan):
    plan.write("shop/Cart_Viewed/1-0")
    for link in ("shop/again", "shop/Cart_Viewed/up", "alias"):
        (plan.root / link).symlink_to(plan.root / "shop", target_is_directory=True)

    assert [event.id for event in plan.load()] == ["shop/Cart_Viewed/1-0"]


def test_a_link_to_a_folder_elsewhere_is_followed(plan, tmp_path):
    plan.write("shop/A/1-0").parent.parent.rename(tmp_path / "elsewhere")
    (plan.root / "team").symlink_to(tmp_path / "elsewhere", target_is_directory=True)

    assert [event.id for event in plan.load()] == ["team/A/1-0"]


def test_a_link_that_leads_nowhere_is_an_error(plan):
    plan.write("shop/A/1-0").with_name("1-1.json").symlink_to("gone.json")

    with pytest.raises(SchemaError, match="no such file"):
        plan.load()


def mended(path, value):
    """A change to a schema: *value* under the keys *path*; ... removes."""

    def mend(content):
        *above, last = path
        for step in above:
            content = content[step]
        content[last] = value
        if value is ...:
            del content[last]

    return mend


TYPES = ["string", "integer", "number", "boolean", "object", "array", "null", "any"]
BROKEN = {
    "no name": (
        mended(["self", "name"], ...),
        "5:3: missing key 'name' in 'self'",
        'add "name": "Order Completed"',
    ),
    "blank name": (
        mended(["self", "name"], "  "),
        "7:13: 'self.name' must not be blank, not \"  \"",
        'give the event\'s name, as in "Order Completed"',
    ),
    "misspelt key": (
        mended(["self", "metdata"], {}),
        "13:5: unknown key 'self.metdata'",
        "did you mean 'metadata'?",
    ),
    "other format": (
        mended(["self", "format"], "avro"),
        '8:15: \'self.format\' must be "jsonschema", not "avro"',
        'write "jsonschema"',
    ),
    "version as number": (
        mended(["self", "version"], 1),
        "9:16: 'self.version' must be text, not 1",
        "",
    ),
    "unknown type": (
        mended(["properties", "cart_id", "type"], "strng"),
        "17:15: 'properties.cart_id.type' cannot be \"strng\"",
        f"did you mean 'string'? one of: {', '.join(TYPES)}",
    ),
    "a property that is a number": (
        mended(["properties", "cart_id"], 7),
        "16:16: 'properties.cart_id' must be true or false or a mapping of keys, not 7",
        "",
    ),
    "reference to nothing": (
        mended(
            ["properties", "cart_id"], {"type": "array", "items": {"$ref": "#/definitions/x"}}
        ),
        "19:17: the reference '#/definitions/x' points to nothing in this file",
        'define it under "definitions"',
    ),
    "reference out of the file": (
        mended(["properties", "cart_id"], {"$ref": "https://example.com/money.json"}),
        "17:15: the reference 'https://example.com/money.json' points out of this file",
        'copy what it points to under "definitions" and refer to "#/definitions/…"',
    ),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_each_fault_is_one_sentence_with_place_and_cure(case, plan, schema_of):
    mend, said, hint = case
    content = schema_of()
    mend(content)
    file = plan.write("shop/Cart_Viewed/1-0", content)

    with pytest.raises(SchemaError) as caught:
        plan.load()

    assert f"{caught.value.where}: {caught.value.problem}" == f"{file}:{said}"
    assert caught.value.hint == hint


def test_a_ref_in_data_is_no_reference(plan, schema_of):
    properties = {"$ref": {"enum": [{"$ref": "#/nowhere"}]}, "x": {"default": {"$ref": "y"}}}
    plan.write("shop/Cart_Viewed/1-0", schema_of(properties=properties))

    assert [p.dotted for p in plan.load()[0].properties] == ["$ref", "x"]


@pytest.mark.parametrize("text", ["[]", "null", '"event"', "1"])
def test_a_document_that_is_no_object_is_an_error(text, plan):
    plan.write("shop/Cart_Viewed/1-0", text)

    with pytest.raises(SchemaError, match="must be an object"):
        plan.load()


class TestOwnMetaSchema:
    def test_may_require_metadata(self, plan, schema_of):
        own = json.loads(SHIPPED.read_text(encoding="utf-8"))
        own["properties"]["self"]["required"].append("metadata")
        own["properties"]["self"]["properties"]["metadata"]["required"] = ["code_owner"]
        plan.write(".reflekt/meta/1-0", own)
        plan.write("shop/A/1-0")
        content = schema_of()
        del content["self"]["metadata"]["code_owner"]
        plan.write("shop/B/1-0", content)

        with pytest.raises(SchemaError, match=r"missing key 'code_owner' in 'self.metadata'"):
            plan.load()

    def test_in_reflekt_s_manner_allows_the_type_any(self, plan, schema_of):
        own = {
            "type": "object",
            "allOf": [
                {"$ref": "http://json-schema.org/draft-07/schema#"},
                {"required": ["self", "properties"]},
            ],
        }
        plan.write(".reflekt/meta/1-0", own)
        types = {"a": {"type": "any"}, "b": {"type": ["any", "null"]}}
        plan.write("shop/A/1-0", schema_of(properties=types))

        assert [(p.types, p.nullable) for p in plan.load()[0].properties] == [
            ((), False),
            ((), True),
        ]

    def test_that_requires_nothing_still_needs_a_name(self, plan):
        plan.write(".reflekt/meta/1-0", {"type": "object"})
        plan.write("shop/A/1-0", {"self": {"name": "A"}})
        plan.write("shop/B/1-0", {"self": {}})

        with pytest.raises(SchemaError, match="the event has no name"):
            plan.load()

    @pytest.mark.parametrize(
        "content",
        ["{", "[]", '{"type": "strng"}', '{"$ref": "https://example.com/x.json"}'],
        ids=["broken", "no object", "no JSON Schema", "on the web"],
    )
    def test_that_is_none_is_an_error_of_its_own_file(self, content, plan):
        file = plan.write(".reflekt/meta/1-0", content)
        plan.write("shop/A/1-0")

        with pytest.raises(SchemaError) as caught:
            plan.load()

        assert caught.value.where.startswith(str(file))


def loaded_or_refused(file, text):
    """Load *text*; return whether it is an event. Anything but SchemaError escapes."""
    file.write_bytes(text)
    try:
        load_event(SchemaFile("a/A", Version(1, 0), file), load_meta(file.parent))
    except SchemaError as error:
        told = error.problems or (error,)
    else:
        return True
    assert all("\n" not in one.problem for one in told)
    return False


def test_a_file_cut_at_any_byte_is_refused_in_one_sentence(schema_of, tmp_path):
    whole = json.dumps(schema_of("Größe 😀"), indent=2, ensure_ascii=False).encode()

    accepted = [
        cut for cut in range(len(whole)) if loaded_or_refused(tmp_path / "x", whole[:cut])
    ]

    assert accepted == []


@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_an_event_or_refused_in_one_sentence(
    data, schema_of, tmp_path_factory
):
    whole = bytearray(json.dumps(schema_of("Größe"), ensure_ascii=False).encode())
    places = st.integers(0, len(whole) - 1)
    for at in data.draw(st.lists(places, min_size=1, max_size=4)):
        whole[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=3))

    loaded_or_refused(tmp_path_factory.getbasetemp() / "damaged", bytes(whole))
