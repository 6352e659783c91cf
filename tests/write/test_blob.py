from __future__ import annotations

import subprocess

import pytest

from reflekt_dbt.write.blob import blob_id

TEXTS = {
    "empty": "",
    "plain": "select 1\n",
    "no line end": "select 1",
    "not ascii": "-- Añadido 🎉\n",
    "lone carriage return": "a\rb\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_id_is_the_one_that_git_gives(text, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(text.encode())

    told = subprocess.run(
        ["git", "hash-object", "--no-filters", file], capture_output=True, text=True, check=True
    ).stdout

    assert blob_id(text) == told.strip()


def test_line_endings_do_not_change_the_id():
    assert blob_id("a\r\nb\r\n") == blob_id("a\nb\n")


def test_text_that_was_no_utf_8_has_an_id():
    text = b"caf\xe9".decode("utf-8", "surrogateescape")

    assert blob_id(text) != blob_id("café")
