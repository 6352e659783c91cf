"""Whatever JSON Avo may answer: files that we can read, and a mapping that is stable."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.events.metaschema import load_meta, meta_flaws
from reflekt_dbt.events.read import parse_document
from reflekt_dbt.registries.avo.mapping import Terms, expressed, pulled

NOWHERE = Path(__file__).parent / "golden"
WORDS = st.sampled_from(
    [
        "a", "b", "type", "properties", "required", "items", "enum", "const", "pattern",
        "description", "nameMapping", "pii", "tags", "customFields", "id", "name",
        "destinationId", "additionalProperties", "string", "any", "null", "owner: web",
        "rules", "variant", "d", "userProperties", "", "x-avo-tags", "~/", "\x00",
    ]
)  # fmt: skip
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
PROPERTY = st.fixed_dictionaries(
    {},
    optional={
        "type": ANY, "description": ANY, "enum": ANY, "const": ANY, "items": ANY,
        "properties": st.dictionaries(WORDS, ANY, max_size=3), "required": ANY, "pii": ANY,
        "nameMapping": ANY, "tags": ANY,
    },
)  # fmt: skip
OBJECT = st.fixed_dictionaries(
    {"properties": st.dictionaries(WORDS, PROPERTY, max_size=4)}, optional={"required": ANY}
)
EVENT = st.fixed_dictionaries(
    {"name": st.sampled_from(["A", "B", "A B", "../x"])},
    optional={
        "eventType": st.sampled_from(["event", "variant"]),
        "variantName": WORDS,
        "description": ANY,
        "tags": ANY,
        "categories": ANY,
        "sources": ANY,
        "stakeholderDomains": ANY,
        "customFields": ANY,
        "pii": ANY,
        "rules": st.fixed_dictionaries(
            {
                "properties": st.fixed_dictionaries(
                    {"properties": OBJECT}, optional={"userProperties": ANY}
                )
            }
        ),
    },
)
EXPORT = st.fixed_dictionaries(
    {"events": st.lists(EVENT, max_size=4)}, optional={"categories": ANY, "junk": ANY}
)


@given(EXPORT)
def test_every_event_is_a_file_that_we_can_read(export):
    meta = load_meta(NOWHERE)

    for remote in pulled(export, Terms("shop", "com.shop")).remotes:
        document = parse_document(json.dumps(remote.document.data), remote.key)
        assert meta_flaws(meta, document) == []


@given(EXPORT)
def test_what_came_from_avo_is_what_avo_would_hold(export):
    for remote in pulled(export, Terms("shop", "com.shop")).remotes:
        back = expressed(remote.document, "com.shop")

        assert back.key == remote.key
        assert back.wanted.data == remote.document.data
