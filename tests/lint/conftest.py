"""A project that tests fill with schema files, to hold them to rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from reflekt_dbt.config.load import config_from
from reflekt_dbt.lint.catalogue import all_rules
from reflekt_dbt.lint.choose import choose
from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.run import Job, Linted, lint
from reflekt_dbt.lint.violation import Violation
from reflekt_dbt.sdks import SDKS

COMMITTED = "committed"


def schema_at(path: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """A schema without fault for the file at *path*, below the schemas folder.

    *keys* replace its own, None removes; ``self.name`` stands for ``name`` in ``self``.
    """
    folder, _, version = path.removesuffix(".json").rpartition("/")
    name = folder.rpartition("/")[2].replace("_", " ")
    made: dict[str, Any] = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": path,
        "description": "Somebody did something in the shop.",
        "self": {
            "vendor": "com.shop",
            "name": name,
            "format": "jsonschema",
            "version": version,
        },
        "type": "object",
        "properties": {},
    }
    for key, value in keys.items():
        place, last = (made["self"], key[5:]) if key.startswith("self.") else (made, key)
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return made


class Shop:
    """A project with a schemas folder, and what git is said to remember of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.committed: dict[Path, dict[str, Any]] = {}
        (root / "schemas").mkdir()

    def write(self, path: str, keys: Mapping[str, Any] | str | None = None) -> Path:
        """Write a schema (its keys) or a text to *path*, below the schemas folder."""
        file = self.root / "schemas" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(keys, str):
            file.write_bytes(keys.encode("utf-8", "surrogatepass"))
            return file
        given = dict(keys or {})
        committed = given.pop(COMMITTED, None)
        if committed is not None:
            self.committed[file] = schema_at(path, committed)
        text = json.dumps(schema_at(path, given), indent=2, ensure_ascii=False)
        file.write_text(text, encoding="utf-8")
        return file

    def lint(
        self, *rules: str, select: tuple[str, ...] = (), **settings: Any
    ) -> tuple[Violation, ...]:
        """Hold all files to *rules*, or to those of the *settings*."""
        return self.linted(*rules, select=select, **settings).violations

    def linted(self, *rules: str, select: tuple[str, ...] = (), **settings: Any) -> Linted:
        config = config_from(settings, "dbt_project.yml", SDKS)
        catalogue = all_rules(config.lint.custom)
        facts = Facts(config, SDKS, committed=self.committed.get)
        chosen = choose(catalogue, facts, rules)
        root = self.root / "schemas"
        paths = config.lint.ignore_paths
        return lint(
            Job(root, "schemas", chosen, catalogue, facts, select=select, ignore_paths=paths)
        )

    def codes(self, *rules: str, **settings: Any) -> list[str]:
        return [violation.code for violation in self.lint(*rules, **settings)]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.fixture(scope="session")
def schema_of() -> Callable[[str, Mapping[str, Any]], dict[str, Any]]:
    return schema_at
