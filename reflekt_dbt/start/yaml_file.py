"""YAML files of the project, as text and as what they say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reflekt_dbt.config.read import read_yaml


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A YAML file.

    Attributes:
        path: Below the project, with ``/``.
        text: As it is, a byte order mark and all line endings included; None if there
            is no such file.
        data: What it says at its top, Jinja not rendered; empty if it says nothing.
    """

    path: str
    text: str | None
    data: dict[str, Any]


def read_file(root: Path, path: str) -> YamlFile:
    """Read *path* below *root*, which need not be there.

    Raises:
        ConfigError: It is no YAML mapping, or cannot be read.
    """
    file = root / path
    if not file.exists():
        return YamlFile(path, None, {})
    data = read_yaml(file)
    # Not read_text(), which takes all line endings for one.
    return YamlFile(path, file.read_bytes().decode("utf-8"), data)
