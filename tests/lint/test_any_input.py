"""Whatever stands in a schema file: rules find something or nothing, and never fall over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflekt_dbt.config.load import config_from
from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.find import SchemaFile, find_schema_files
from reflekt_dbt.events.keywords import ORDER
from reflekt_dbt.events.metaschema import load_meta
from reflekt_dbt.events.model import Version
from reflekt_dbt.events.read import parse_document
from reflekt_dbt.lint.allow import ignores_in, without_ignored
from reflekt_dbt.lint.catalogue import all_rules
from reflekt_dbt.lint.choose import choose
from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.landing import land
from reflekt_dbt.lint.rule import EventRule, FileRule, ProjectRule, VersionsRule, WarehouseRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.sdks import SDKS

ROOT = Path(__file__).parents[2]
REAL = sorted((ROOT / "schemas").rglob("*.json"))
CONFIG = config_from(
    {
        "conventions": {
            "event": {"casing": "title", "reserved": ["x"]},
            "property": {"casing": "snake", "reserved": ["y"]},
            "data_types": ["string", "integer"],
        },
        "sources": [{"name": "a", "sdk": "segment"}, {"name": "b", "sdk": "rudderstack"}],
    },
    "f.yml",
    SDKS,
)
META = load_meta(ROOT / "schemas")
CATALOGUE = all_rules()
FILE = SchemaFile("shop/Order_Completed", Version(1, 0), Path("1-0.json"))


def held(text):
    """Hold *text* to every rule, as one file of a project; return what was found."""
    schema = Schema(FILE, "x.json", META, lambda _: parse_document(text, "x.json"))
    found = []
    facts = Facts(CONFIG, SDKS, committed=lambda _: {"properties": {"a": {"type": "string"}}})
    landed = list(land([schema.event] if schema.event else [], facts, ""))
    for rule in choose(CATALOGUE, facts, ["all"]):
        if isinstance(rule, FileRule) or (isinstance(rule, EventRule) and schema.data):
            found += rule.check(schema)
        elif isinstance(rule, VersionsRule) and schema.data:
            found += rule.check([schema, schema])
        elif isinstance(rule, ProjectRule) and schema.data:
            rule.note(schema)
            rule.note(Schema(FILE, "y.json", META, lambda _: parse_document(text, "y.json")))
            found += rule.check()
        elif isinstance(rule, WarehouseRule):
            found += [one for place in landed for one in rule.check(place)]
    return without_ignored(found, {"x.json": ignores_in(schema, CATALOGUE)})


WRONG_SOMEWHERE = (
    None, True, -1, 1.5, "x", [], [None, 1, "x", [], {}], {}, {"x": None, "y": [{}]},
)  # fmt: skip

# Values of every kind, and keywords where they may well be misunderstood.
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["", "string", "any", "#", "#/definitions/a", "(a+)+$", "(", "RF203", "é"]
    )
    | st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*ORDER, "a", "order", "user_id", "b c"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(_VALUES)
def test_any_json_is_taken(value):
    held(json.dumps(value))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(ORDER), _VALUES, max_size=6))
def test_keywords_of_every_kind_with_any_value_are_taken(schema):
    whole = json.loads(REAL[0].read_text(encoding="utf-8"))

    held(json.dumps({**whole, "properties": {"a": schema}, **schema}))


@pytest.mark.parametrize("keyword", ORDER)
def test_every_keyword_is_taken_with_its_wrong_values(keyword):
    whole = json.loads(REAL[0].read_text(encoding="utf-8"))

    for value in WRONG_SOMEWHERE:
        held(json.dumps({**whole, keyword: value}))
        held(json.dumps({**whole, "properties": {"a": {"type": "string", keyword: value}}}))
        held(json.dumps({**whole, "self": {**whole["self"], keyword: value}}))


@pytest.mark.parametrize("file", REAL[:3], ids=lambda file: f"{file.parts[-2]}/{file.stem}")
def test_real_file_cut_at_every_byte_is_unreadable_and_no_more(file):
    data = file.read_bytes().rstrip()

    for end in range(len(data)):
        text = data[:end].decode("utf-8", "ignore")
        found = {violation.code for violation in held(text)}
        assert found == {"RF101"}, text[-20:]


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_real_file_with_a_value_replaced_is_taken(data):
    whole = json.loads(data.draw(st.sampled_from(REAL)).read_text(encoding="utf-8"))
    place = whole
    while isinstance(place, dict) and place:
        key = data.draw(st.sampled_from(sorted(place)))
        if not isinstance(place[key], dict) or data.draw(st.booleans()):
            place[key] = data.draw(_VALUES)
            break
        place = place[key]

    held(json.dumps(whole))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_in_a_file_are_a_violation_with_a_place(data):
    text = data.decode("utf-8", "replace")

    for violation in held(text):
        assert violation.line or violation.code != "RF101"


def test_schemas_of_our_own_shop_are_clean():
    found = find_schema_files(ROOT / "schemas")

    codes = set()
    for file in found.files:
        schema = Schema(file, file.id, META)
        for rule in choose(CATALOGUE, Facts(config_from({}, "f.yml", SDKS)), ["RF1", "RF2"]):
            if isinstance(rule, EventRule | FileRule):
                codes |= {violation.code for violation in rule.check(schema)}

    assert found.problems == ()
    assert codes == set()


def test_document_too_deep_for_any_reader_is_a_violation():
    with pytest.raises(SchemaError):
        parse_document("[" * 5000 + "]" * 5000, "x")

    assert [one.code for one in held("[" * 5000 + "]" * 5000)] == ["RF101"]
