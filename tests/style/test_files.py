"""What every generated file has in common, whatever is in it."""

from __future__ import annotations

import pytest
import yaml

from tests.engines.demo import generated_files


class StrictLoader(yaml.SafeLoader):
    """Refuses a key that is there twice, of which YAML readers keep one or the other."""


def _mapping(loader, node):
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {key for key in keys if keys.count(key) > 1}
    assert not twice, f"{twice} in line {node.start_mark.line + 1}"
    return loader.construct_mapping(node, deep=True)


StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@pytest.fixture(scope="module")
def texts(demo):
    return {path: content.decode() for path, content in generated_files(demo).items()}


def test_demo_has_files_of_every_kind(texts):
    endings = {path.rpartition(".")[2] for path in texts}

    assert endings == {"sql", "yml", "md", "lock", "catalog"}


def test_every_file_ends_with_one_newline(texts):
    assert [p for p, t in texts.items() if not t.endswith("\n") or t.endswith("\n\n")] == []


def test_no_line_ends_with_a_space_or_holds_a_tab_to_indent(texts):
    lines = (
        (f"{path}:{number}", line)
        for path, text in texts.items()
        for number, line in enumerate(text.split("\n"), start=1)
    )

    assert [place for place, line in lines if line != line.rstrip() or line[:1] == "\t"] == []


def test_no_file_has_two_empty_lines_in_a_row(texts):
    assert [path for path, text in texts.items() if "\n\n\n" in text] == []


def test_every_yaml_file_says_each_key_once(texts):
    files = {path: text for path, text in texts.items() if path.endswith(".yml")}

    read = {path: yaml.load(text, StrictLoader) for path, text in files.items()}  # noqa: S506 - it is a SafeLoader

    assert len(read) > 10
    assert all(isinstance(content, dict) for content in read.values())


def test_yaml_is_indented_by_two_a_level(texts):
    odd = [
        f"{path}: {line}"
        for path, text in texts.items()
        if path.endswith(".yml")
        for line in text.split("\n")
        if (len(line) - len(line.lstrip(" "))) % 2
    ]

    assert odd == []
