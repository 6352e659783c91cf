"""What holds for any two schemas, made up by hypothesis and judged by a validator."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft7Validator

from reflekt_dbt.compare.model import required_bump
from reflekt_dbt.compare.schemas import compare_schemas

NAMES = st.sampled_from(["a", "b", "c"])
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null", "object", "array"])
SMALL = st.integers(0, 3)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, 1.0, "", "x", "xy"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)
    ),
    max_leaves=6,
)
KEYWORDS = {
    "type": st.one_of(TYPES, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
    "enum": st.lists(SCALARS, min_size=1, max_size=4, unique_by=repr),
    "const": SCALARS,
    "minimum": SMALL,
    "exclusiveMinimum": SMALL,
    "maximum": SMALL,
    "exclusiveMaximum": SMALL,
    "multipleOf": st.sampled_from([0.5, 1, 2, 3]),
    "minLength": SMALL,
    "maxLength": SMALL,
    "pattern": st.sampled_from(["^x", "y$"]),
    "minItems": SMALL,
    "maxItems": SMALL,
    "uniqueItems": st.booleans(),
    "minProperties": SMALL,
    "maxProperties": SMALL,
    "required": st.lists(NAMES, max_size=2, unique=True),
    "description": st.text(max_size=3),
}


HOLD_A_SCHEMA = {"items", "additionalProperties", "contains", "not", "if", "then"}


@st.composite
def some_of(draw, keywords):
    """Return a schema of a few of *keywords*: what people write has no more."""
    chosen = draw(st.lists(st.sampled_from(sorted(keywords)), max_size=4, unique=True))
    return {key: draw(keywords[key]) for key in chosen}


def compound(inner):
    several = st.lists(inner, min_size=1, max_size=3)
    either = st.one_of(inner, st.booleans())
    applied = {
        "properties": st.dictionaries(NAMES, inner, max_size=3),
        "additionalProperties": either,
        "items": either,
        "contains": inner,
        "not": inner,
        "if": inner,
        "then": inner,
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "propertyNames": st.just({"maxLength": 1}),
        "patternProperties": st.fixed_dictionaries({"^a": inner}),
        "dependencies": st.dictionaries(NAMES, st.lists(NAMES, max_size=1), max_size=1),
    }
    return some_of(KEYWORDS | applied)


SCHEMAS = st.recursive(some_of(KEYWORDS), compound, max_leaves=4)


@st.composite
def edited(draw, schema):
    """Return *schema* with one keyword, at some depth, gone or another."""
    held = [
        key for key in sorted(HOLD_A_SCHEMA & schema.keys()) if schema[key] not in (True, False)
    ]
    named = schema.get("properties")
    if named and draw(st.booleans()):
        name = draw(st.sampled_from(sorted(named)))
        return schema | {"properties": named | {name: draw(edited(named[name]))}}
    if held and draw(st.booleans()):
        key = draw(st.sampled_from(held))
        return schema | {key: draw(edited(schema[key]))}
    other = draw(SCHEMAS)
    key = draw(st.sampled_from(sorted({*schema, *other, "type"})))
    rest = {name: value for name, value in schema.items() if name != key}
    return rest | ({key: other[key]} if key in other else {})


def reordered(value):
    """Return *value* with the keys of every object backwards."""
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return [reordered(item) for item in value] if isinstance(value, list) else value


def typed(schema):
    """Return *schema* with the type that its author means where it only names properties."""
    if isinstance(schema, dict):
        made = {key: typed(value) for key, value in schema.items()}
        implied = {"properties", "required", "patternProperties"} & made.keys()
        is_object = implied or isinstance(made.get("additionalProperties"), dict)
        meant = "object" if is_object else "array" if "items" in made else None
        return {"type": meant, **made} if meant else made
    return [typed(item) for item in schema] if isinstance(schema, list) else schema


def as_event(schema):
    return {"type": "object", "properties": {"p": schema}}


@given(SCHEMAS)
def test_nothing_changed_between_a_schema_and_itself_in_another_order(schema):
    assert compare_schemas(as_event(schema), as_event(reordered(schema))) == ()


@given(SCHEMAS, SCHEMAS)
def test_order_of_keys_does_not_change_what_is_found(old, new):
    found = compare_schemas(as_event(old), as_event(new))
    other = compare_schemas(as_event(reordered(old)), as_event(reordered(new)))

    assert [(c.code, c.path) for c in found] == [(c.code, c.path) for c in other]


@given(SCHEMAS, SCHEMAS)
def test_a_change_is_one_in_both_directions(old, new):
    there = compare_schemas(as_event(old), as_event(new))
    back = compare_schemas(as_event(new), as_event(old))

    assert bool(there) == bool(back)


@settings(max_examples=200)
@given(st.data(), SCHEMAS)
def test_what_is_no_break_still_takes_every_old_event(data, old):
    old, new = typed(old), typed(data.draw(edited(old)))
    changes = compare_schemas(as_event(old), as_event(new))
    # By the rules of Reflekt a minor change, whatever the object says of other properties.
    assume(not any(change.code.startswith("optional-property") for change in changes))
    assume(required_bump(changes) != "major")

    for value in data.draw(st.lists(VALUES, min_size=5, max_size=20)):
        fits_old, fits_new = (Draft7Validator(one).is_valid(value) for one in (old, new))
        assert fits_new or not fits_old, (old, new, value, changes)


ODD = st.recursive(
    SCALARS | st.just("#/definitions/a") | st.just("#"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [*KEYWORDS, "properties", "items", "allOf", "anyOf", "oneOf", "not", "if",
                 "then", "dependencies", "patternProperties", "additionalProperties", "$ref",
                 "$id", "definitions", "self", "name", "format", "a"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)  # fmt: skip
OBJECTS = ODD.filter(lambda odd: isinstance(odd, dict))


@settings(max_examples=150)
@given(
    ODD.filter(lambda odd: isinstance(odd, dict)), ODD.filter(lambda odd: isinstance(odd, dict))
)
def test_no_document_is_too_odd_to_compare(old, new):
    changes = compare_schemas(old, new)

    assert compare_schemas(old, old) == ()
    assert all(change.sentence for change in changes)
