"""Adding to YAML: it says what it said, and one thing more; every character is still there."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.start.yaml_insert import add_below

REFLEKT = {"reflekt": {"vendor": "com.shop", "sources": [{"name": "shop", "sdk": "segment"}]}}
PACKAGE = [{"local": ".reflekt/package"}]

WITH_ROOM_FOR_VARS = {
    "empty file": "",
    "comment only": "# nothing yet\n",
    "document mark only": "---\n",
    "byte order mark only": "\ufeff",
    "no vars": "name: shop\nprofile: shop\n",
    "no newline at the end": "name: shop",
    "windows line endings": "name: shop\r\n\r\nvars:\r\n  a: 1\r\nmodels: {}\r\n",
    "old mac line endings": "name: shop\rvars:\r  a: 1\r",
    "byte order mark": "\ufeffname: shop\nvars:\n  a: 1\n",
    "vars empty": "name: shop\nvars:\nmodels:\n  shop: {}\n",
    "vars empty at the end": "name: shop\nvars:",
    "only a comment below vars": "vars: # ours\n  # nothing yet\nmodels: {}\n",
    "comments around vars": "vars:\n  # first\n  a: 1 # one\n  # b: 2\n\n# next\nmodels: {}\n",
    "four spaces": "vars:\n    a: 1\n    b: {c: 2}\n",
    "indented file": "  name: shop\n  vars:\n      a: 1\n",
    "nested vars": "vars:\n  a:\n    b: [1,\n  2]\nname: shop",
    "empty lines": "vars:\n\n  a: 1\n\n\nname: shop\n",
    "text at the end of vars": "vars:\n  a: |\n    # text\n\n\nname: shop\n",
    "text that keeps its empty lines": "vars:\n  a: |+\n    text\n\nname: shop\n",
    "text without newline at the end of the file": "vars:\n  a: |\n    text",
    "text that keeps its empty lines at the end of the file": "a: |+\n  text\n\n",
    "alias at the end of vars": "x: &x 1\nvars:\n  a: *x\nname: shop\n",
    "anchor on vars": "vars: &all\n  a: 1\nname: shop\n",
    "quoted keys": "'name': \"shop\"\n'vars':\n  \"a\": 1\n",
    "vars in braces": "vars: {a: 1}\nname: shop\n",
    "byte order mark and braces": "\ufeffvars: {a: 1}\n",
    "vars in empty braces": "vars: {}\nname: shop\n",
    "vars in braces on several lines": "vars: {\n  a: 1, # one\n  b: [2],\n}\n",
    "json": '{\n  "name": "shop",\n  "vars": {\n    "a": 1\n  }\n}\n',
    "json without vars": '{"name": "shop"}',
    "tabs after values": "name: shop\t# ours\nvars:\t\n  a: 1\t\n",
    "jinja": "name: shop\nvars:\n  a: \"{{ env_var('A') }}\"\n",
}


def says(text: str) -> dict:
    return yaml.load(text, Loader=yaml.CSafeLoader) or {}


def is_all_in(old: str, new: str) -> bool:
    """Whether *new* is *old* with characters put in."""
    rest = iter(new)
    return all(char in rest for char in old)


def lines_all_in(old: str, new: str) -> bool:
    rest = iter(new.splitlines(keepends=True))
    return all(line in rest for line in old.splitlines(keepends=True))


@pytest.mark.parametrize(
    "text",
    WITH_ROOM_FOR_VARS.values(),
    ids=[name.replace(" ", "_") for name in WITH_ROOM_FOR_VARS],
)
def test_says_what_it_said_and_our_settings(text):
    new = add_below(text, "vars", REFLEKT)

    assert new is not None
    old = says(text)
    assert says(new) == {**old, "vars": {**(old.get("vars") or {}), **REFLEKT}}
    assert is_all_in(text, new)


@pytest.mark.parametrize(
    "text",
    [text for text in WITH_ROOM_FOR_VARS.values() if "{" not in text and text.endswith("\n")],
)
def test_every_line_is_still_there_in_order_byte_for_byte(text):
    new = add_below(text, "vars", REFLEKT)

    assert lines_all_in(text, new)


@pytest.mark.parametrize(
    "text",
    [
        "vars: null\n",
        "vars: ~\n",
        "vars: [a]\n",
        "vars:\n  reflekt:\n",
        "vars: 1\n",
        "a: 1\n...\n",
        "vars: &all\n  a: 1\nb: *all\n",
        "x: &x {a: 1}\nvars: *x\n",
    ],
)
def test_says_so_when_there_is_no_place_without_changing_what_is_there(text):
    assert add_below(text, "vars", REFLEKT) is None


def test_settings_go_below_the_last_variable_and_its_comments():
    text = "vars:\n    a: 1 # one\n    # b: 2\n\n# what dbt builds\nmodels: {}\n"

    new = add_below(text, "vars", REFLEKT)

    assert new == (
        "vars:\n"
        "    a: 1 # one\n"
        "    # b: 2\n"
        "    reflekt:\n"
        "      vendor: com.shop\n"
        "      sources:\n"
        "        - name: shop\n"
        "          sdk: segment\n"
        "\n"
        "# what dbt builds\n"
        "models: {}\n"
    )


def test_settings_go_to_the_end_after_an_empty_line_where_there_are_no_variables():
    new = add_below("name: shop", "vars", {"reflekt": {"vendor": "com.shop"}})

    assert new == "name: shop\n\nvars:\n  reflekt:\n    vendor: com.shop\n"


def test_new_lines_end_as_the_old_ones_do():
    new = add_below("name: shop\r\nvars:\r\n", "vars", REFLEKT)

    assert new.count("\n") == new.count("\r\n") == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "packages:\n  - local: .reflekt/package\n"),
        ("packages: []", "packages: [{local: .reflekt/package}]"),
        (
            "packages:\n- package: a/b # x\n  version: 1\n# end\n",
            "packages:\n- package: a/b # x\n  version: 1\n- local: .reflekt/package\n# end\n",
        ),
        (
            "# 0\npackages:\n  # 1\n  - git: x\n    # y\n\nx: 1\n",
            "# 0\npackages:\n  # 1\n  - git: x\n    # y\n  - local: .reflekt/package\n\nx: 1\n",
        ),
        (
            "packages: [\n  {local: ../x}, # ours\n]\n",
            "packages: [\n  {local: ../x}, {local: .reflekt/package}, # ours\n]\n",
        ),
    ],
    ids=["none", "empty", "dashes at the key", "dashes indented", "brackets"],
)
def test_an_entry_goes_to_the_end_of_a_list(text, expected):
    assert add_below(text, "packages", PACKAGE) == expected


KEYS = st.text("abcdefgh", min_size=1, max_size=4)
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
)
FLOW = st.sampled_from([None, False, True])


@given(
    st.dictionaries(KEYS, VALUES, max_size=4),
    st.dictionaries(KEYS, VALUES, max_size=4),
    FLOW,
    st.integers(2, 6),
)
def test_any_project_keeps_what_it_said(project, variables, flow, indent):
    document = {**project, "vars": variables, "zz": 1}
    text = yaml.safe_dump(
        document, default_flow_style=flow, indent=indent, sort_keys=False, allow_unicode=True
    )

    new = add_below(text, "vars", REFLEKT)

    assert new is not None
    # PyYAML writes some characters such that it reads others.
    old = says(text)
    assert says(new) == {**old, "vars": {**old["vars"], **REFLEKT}}
    assert is_all_in(text, new)
