"""Text in YAML: what a person wrote is what every reader gets, after YAML and after Jinja."""

from __future__ import annotations

import jinja2
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from reflekt_dbt.plan.yaml_text import block, deep_inert, inert, inert_argument, scalar, word

# What a schema file can hold, and more: carriage returns too.
CHARACTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
JINJA = st.sampled_from(
    [*"{}\n'", "{{", "}}", "{%", "%}", "{#", "#}", "{% raw %}", "{% endraw %}", "\r\n"]
)
TEXTS = st.text(CHARACTERS) | st.lists(JINJA | st.text(CHARACTERS, max_size=3)).map("".join)
# Not strings to YAML 1.1, unless in quotes.
TRAPS = st.sampled_from(
    [
        *[
            "yes",
            "no",
            "on",
            "off",
            "y",
            "n",
            "true",
            "null",
            "~",
            "",
            " ",
            ".inf",
            ".nan",
            "NaN",
        ],
        *["012", "0o14", "1e3", "1_000", "0x1f", ".5", "1:30", "2024-01-01", "=", "<<", "- a"],
        *[
            "-",
            "?",
            ":",
            "#",
            "&",
            "*",
            "!",
            "|",
            ">",
            "%",
            "@",
            "`",
            "a: b",
            "a #b",
            "[a",
            "{a",
        ],
    ]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    TEXTS,
    TRAPS,
)
KEYS = TRAPS | st.text(CHARACTERS, max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4) | st.lists(
    VALUES, min_size=1, max_size=4
)


def rendered(text):
    """As dbt does it; a function that is called says so."""
    environment = jinja2.Environment(autoescape=False)  # noqa: S701 - dbt's own is like this
    return environment.from_string(text).render(run_query=lambda _: "CALLED")


def loaded(lines):
    return yaml.safe_load("\n".join(lines))


@given(text=TEXTS)
@example(text="{{ run_query('drop') }}")
@example(text="{% raw %}{{ x }}{% endraw %}{{ y }}")
@example(text="{# gone #}\n")
@example(text="one brace {\n")
@example(text="a\r\nb\r")
@example(text="\n")
def test_text_comes_through_yaml_and_jinja_unchanged(text):
    assert rendered(yaml.safe_load(scalar(inert(text)))) == text


@given(text=TEXTS)
def test_scalar_is_one_line_of_visible_characters(text):
    written = scalar(text)

    assert yaml.safe_load(f"a: {written}\nb: 1") == {"a": text, "b": 1}
    assert len(written.splitlines()) == 1


@given(text=TEXTS | TRAPS)
def test_word_is_read_as_the_text_it_is(text):
    assert yaml.safe_load(word(text)) == text


@given(document=DOCUMENTS)
def test_block_is_read_as_the_value_it_was_made_of(document):
    assert loaded(block(document)) == document


@given(document=DOCUMENTS)
def test_lines_of_a_block_may_be_indented(document):
    lines = [f"    {line}" for line in block(document)]

    assert loaded(["top:", *lines]) == {"top": document}


def deep_rendered(value):
    if isinstance(value, str):
        return rendered(value)
    if isinstance(value, dict):
        return {key: deep_rendered(item) for key, item in value.items()}
    return [deep_rendered(item) for item in value] if isinstance(value, list) else value


@given(value=VALUES)
def test_every_text_in_a_value_is_made_inert(value):
    assert deep_rendered(deep_inert(value)) == value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Plain words.", "'Plain words.'"),
        ("It's", "'It''s'"),
        ("naïve ☕", "'naïve ☕'"),
        ("two\nlines", r'"two\nlines"'),
        ("back\\slash", r"'back\slash'"),
        ("tab\tand \\", r'"tab\tand \\"'),
        ("no-break\u00a0space", r'"no-break\u00A0space"'),
        ("right\u202eto left", r'"right\u202Eto left"'),
    ],
)
def test_scalar_is_as_readable_as_it_can_be(text, written):
    assert scalar(text) == written


@pytest.mark.parametrize(
    "text",
    ["\U0001fae8", "\U0001fadf", "\u1c89"],
    ids=["Unicode 15", "Unicode 16", "Unicode 16, a letter"],
)
def test_what_this_python_calls_printable_does_not_count(text):
    assert scalar(text) == f"'{text}'"


@pytest.mark.parametrize("text", ["env_var('HOME')", " ref('x')", "doc(x)", "var ( 'y' )"])
def test_argument_of_a_test_is_not_taken_for_a_call(text):
    written = inert_argument(text)

    assert rendered(written) == text
    assert written.startswith("{{")


def test_harmless_text_stays_as_it_was_written():
    text = "Costs {amount} at 10% #1 }} %}"

    assert inert(text) == text


def test_numbers_keep_their_type():
    lines = block({"a": 1e16, "b": 5e-324, "c": float("inf"), "d": 10**20, "e": True})

    assert lines == [
        "a: 1.0e+16", "b: 5.0e-324", "c: .inf", "d: 100000000000000000000", "e: true"
    ]  # fmt: skip
