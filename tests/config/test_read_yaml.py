from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt_dbt.config.read import read_yaml
from reflekt_dbt.errors import ConfigError

REFUSED = {
    "indentation": ("a: 1\n b: 2", "2:3", "not YAML: mapping values", "indentation"),
    "tab": ("a:\n\tb: 1", "2:1", "not YAML: found character", "indentation"),
    "unquoted Jinja": ("a: {{ target.name }}", "1:5", "unhashable key", "quote text"),
    "repeated key": (
        "a: 1\nb: 2\na: 3",
        "3:1",
        "'a' is there twice, first in line 1",
        "remove",
    ),
    "repeated in one line": ("x: {a: 1, 'a': 2}", "1:11", "twice, first in line 1", "remove"),
    "repeated in a list": ("x:\n  - a: 1\n    a: 2", "3:5", "twice, first in line 2", "remove"),
    "anchor in itself": ("a: &x\n  b: *x", "1:4", "an anchor inside itself", "remove"),
    "Python object": ("a: !!python/name:os.system", "1:4", "not YAML: could not", "compare"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refuses_with_line_column_and_cure(case, tmp_path):
    text, place, problem, hint = case
    file = tmp_path / "dbt_project.yml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError) as caught:
        read_yaml(file)

    assert caught.value.where == f"{file}:{place}"
    assert problem in caught.value.problem
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"- a", "expected a mapping"),
        (b"a: \xff", "not UTF-8"),
        (b"a: \x00", "not YAML"),
        (b"[" * 100_000, "more than 100"),
        (b"- " * 100_000, "more than 100"),
    ],
    ids=["list", "bytes", "NUL", "deep", "deep lists"],
)
def test_refuses_what_is_no_mapping(data, problem, tmp_path):
    file = tmp_path / "dbt_project.yml"
    file.write_bytes(data)

    with pytest.raises(ConfigError, match=problem) as caught:
        read_yaml(file)

    assert caught.value.where.startswith(str(file))


def test_refuses_a_folder_and_says_so(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_yaml(tmp_path)


def test_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(ConfigError, match="no such file"):
        read_yaml(tmp_path / "dbt_project.yml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("# nothing\n", {}),
        ("\ufeffa: 1\r\n", {"a": 1}),
        ("a: 2024-01-31", {"a": "2024-01-31"}),
        (
            "x: &x {a: 1, b: 2}\ny: {<<: *x, a: 3}",
            {"x": {"a": 1, "b": 2}, "y": {"a": 3, "b": 2}},
        ),
        ("x: &x {a: 1}\ny: *x\nz: *x", {"x": {"a": 1}, "y": {"a": 1}, "z": {"a": 1}}),
    ],
    ids=["empty", "comment", "BOM and CRLF", "date", "merge", "alias"],
)
def test_reads_yaml_as_people_write_it(text, expected, tmp_path):
    file = tmp_path / "dbt_project.yml"
    file.write_bytes(text.encode())

    assert read_yaml(file) == expected


@given(text=st.text(alphabet="ab:-&*<!{}[]|>'\"# \n\t,?1.e~é\x07", max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_mapping_or_refused_in_one_sentence(text, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "any.yml"
    file.write_bytes(text.encode())

    try:
        said = str(read_yaml(file))
    except ConfigError as error:
        said = error.problem

    assert "\n" not in said
