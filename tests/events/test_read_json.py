from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.read import DEEPEST, printable, read_document

# One line of each case: text, line:column, a part of the problem, a part of the hint.
REFUSED = {
    "nothing": ("", "1:1", "the file is empty", "remove the file"),
    "blanks": (" \n ", "1:1", "the file is empty", "remove the file"),
    "truncated object": ('{"a": 1', "1:8", "ends too early", "close every"),
    "truncated string": ('{"a": "b', "1:7", "does not end", 'end the string with "'),
    "truncated word": ('{"a": tru', "1:7", "not JSON", "lines before"),
    "line comment": ('{\n  // why\n  "a": 1}', "2:3", "a comment", "remove the comment"),
    "block comment": ('{"a": /* why */ 1}', "1:7", "a comment", "remove the comment"),
    "comment after a comma": ('{"a": 1, // x\n"b": 2}', "1:10", "a comment", "$comment"),
    "comment after the end": ('{"a": 1}\n# x', "2:1", "a comment", "remove the comment"),
    "trailing comma": ('{"a": 1,\n}', "1:8", "a trailing comma", "remove the comma"),
    "trailing comma in an array": ('{"a": [1, ]}', "1:9", "a trailing comma", "remove"),
    "single quotes": ("{'a': 1}", "1:2", "single quotes", '"'),
    "conflict": ('{\n<<<<<<< ours\n"a": 1}', "2:1", "conflict marker", "finish the merge"),
    "line break in a string": ('{"a": "b\nc"}', "1:9", "line break", r"\n"),
    "missing comma": ('{"a": 1 "b": 2}', "1:9", "not JSON: expecting ',' delimiter", "before"),
    "repeated key": ('{"a": 1,\n "a": 2}', "2:2", "'a' is there twice, first in line 1", "one"),
    "repeated by escape": ('{"a": 1, "\\u0061": 2}', "1:10", "there twice", "remove one"),
    "repeated deep down": ('[{"a": [{"b": 1, "b": 2}]}]', "1:18", "there twice", "remove one"),
    "NaN": ('{"a": [1, NaN]}', "1:11", "NaN is no number", "64-bit"),
    "infinity": ('{"a": -Infinity}', "1:7", "-Infinity is no number", "64-bit"),
    "too large": ('{"a": 1e999}', "1:7", "1e999 is no number", "64-bit"),
    "too long": ('{"a": ' + "9" * 5000 + "}", "1:7", "999999999999… is no number", "64-bit"),
    "NUL": ('{"a": "x\\u0000"}', "1:7", "control character U+0000", "tab and newline"),
    "carriage return": ('{"a": "x\\r\\n"}', "1:7", "control character U+000D", "newline"),
    "escape in a key": ('{"a\\u001b": 1}', "1:2", "a key holds the control", "remove it"),
    "delete": ('{"a": ["\x7f"]}', "1:8", "control character U+007F", "remove it"),
    "C1 control": ('{"a": "\x9b31m"}', "1:7", "control character U+009B", "remove it"),
    "lone surrogate": ('{"a": "\\ud83d"}', "1:7", "lone surrogate U+D83D", "remove it"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refuses_with_place_and_cure(case, tmp_path):
    text, place, problem, hint = case
    file = tmp_path / "1-0.json"
    file.write_bytes(text.encode())

    with pytest.raises(SchemaError) as caught:
        read_document(file)

    assert caught.value.where == f"{file}:{place}"
    assert problem in caught.value.problem
    assert hint in caught.value.hint


ACCEPTED = {
    "byte order mark": (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    "CRLF": (b'{\r\n"a": 1\r\n}\r\n', {"a": 1}),
    "tab and newline in a string": (rb'{"a": "x\ty\nz"}', {"a": "x\ty\nz"}),
    "escaped emoji": (rb'{"a": "\ud83d\ude00"}', {"a": "\N{GRINNING FACE}"}),
    "pattern with backslashes": (rb'{"a": "\\b\\f\\r\\u0000"}', {"a": r"\b\f\r\u0000"}),
    "brackets in a string": (b'{"a": "' + b"{[" * 500 + b'"}', {"a": "{[" * 500}),
    "a wide object": (json.dumps([{}] * 500).encode(), [{}] * 500),
}


@pytest.mark.parametrize("case", ACCEPTED.values(), ids=ACCEPTED)
def test_reads_all_that_is_json(case, tmp_path):
    data, expected = case
    file = tmp_path / "1-0.json"
    file.write_bytes(data)

    assert read_document(file).data == expected


def test_columns_count_characters_not_bytes(tmp_path):
    file = tmp_path / "1-0.json"
    file.write_text('{"größe": 1, "größe": 2}', encoding="utf-8")

    with pytest.raises(SchemaError) as caught:
        read_document(file)

    assert caught.value.where == f"{file}:1:14"


def test_every_problem_of_a_file_is_told_in_the_order_of_the_text(tmp_path):
    file = tmp_path / "1-0.json"
    file.write_text('{"a": "\\u0001",\n"b": "\\u0002",\n"c": NaN}', encoding="utf-8")

    with pytest.raises(SchemaError) as caught:
        read_document(file)

    places = [problem.where.removeprefix(f"{file}:") for problem in caught.value.problems]
    assert places == ["1:7", "2:6", "3:6"]


@pytest.mark.parametrize("depth", [DEEPEST + 1, 100_000], ids=["a little", "hostile"])
@pytest.mark.parametrize("bracket", ["[", '{"a":'], ids=["arrays", "objects"])
def test_refuses_what_nests_too_deep_at_the_very_bracket(bracket, depth, tmp_path):
    file = tmp_path / "1-0.json"
    file.write_text(bracket * depth, encoding="utf-8")

    with pytest.raises(SchemaError, match=f"more than {DEEPEST} objects and arrays") as caught:
        read_document(file)

    assert caught.value.where == f"{file}:1:{len(bracket) * DEEPEST + 1}"


def test_names_the_byte_that_is_not_utf_8(tmp_path):
    file = tmp_path / "1-0.json"
    file.write_bytes('{\n"ü": 1}'.encode("latin-1"))

    with pytest.raises(SchemaError, match="not UTF-8: byte 0xfc") as caught:
        read_document(file)

    assert caught.value.where == f"{file}:2:2"


def test_refuses_utf_16_without_a_traceback(tmp_path):
    file = tmp_path / "1-0.json"
    file.write_text("{}", encoding="utf-16")

    with pytest.raises(SchemaError, match="not UTF-8"):
        read_document(file)


@pytest.mark.parametrize(
    ("name", "problem"), [("1-0.json", "a folder"), ("2-0.json", "no such file")]
)
def test_refuses_what_is_no_file(name, problem, tmp_path):
    (tmp_path / "1-0.json").mkdir()

    with pytest.raises(SchemaError, match=problem):
        read_document(tmp_path / name)


def test_printable_keeps_people_s_text_and_escapes_the_rest():
    assert printable("Größe 😀\n\x1b[31m\udcff") == "Größe 😀\n\\x1b[31m\\udcff"


@given(text=st.text(alphabet="{}[]\",:\\/*#'abu01 \n\tNe-.\x00é😀"))
@settings(max_examples=150)
def test_any_text_is_read_or_refused_in_one_sentence(text, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_bytes(text.encode())

    try:
        data = read_document(file).data
    except SchemaError as error:
        told = error.problems or (error,)
        assert all(one.where.startswith(f"{file}:") and "\n" not in one.problem for one in told)
    else:
        assert data == json.loads(text)
