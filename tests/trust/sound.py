"""Whether dbt could parse a project, told from its files alone; in a moment, not in seconds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import jinja2
import sqlglot
import yaml

from reflekt_dbt.write.conflict import is_marker

_REF = re.compile(r"ref\('(\w+)'\)")
_SOURCE = re.compile(r"source\('(\w+)', '(\w+)'\)")
_DOC = re.compile(r'doc\("(\w+)"\)')
_DOCS = re.compile(r"\{% docs (\w+) %\}")
_JINJA = jinja2.Environment()  # noqa: S701 - SQL, not HTML


def problems(files: Mapping[str, str]) -> list[str]:
    """Return what dbt would refuse, in words; nothing if it would refuse nothing."""
    read = {
        path: text
        for path, text in files.items()
        if path.startswith("models/") and path.endswith((".sql", ".yml", ".md"))
    }
    return [*_marked(read), *_broken_sql(read), *_about_names(read)]


def _marked(files: Mapping[str, str]) -> Iterator[str]:
    for path, text in files.items():
        if any(is_marker(line) for line in text.splitlines()):
            yield f"{path} has conflict markers"


def _broken_sql(files: Mapping[str, str]) -> Iterator[str]:
    for path, text in files.items():
        if path.endswith(".sql"):
            try:
                made = _JINJA.from_string(text).render(
                    source=lambda *_: "a_table", ref=lambda _: "a_table", dbt=_Types()
                )
                sqlglot.parse_one(made, dialect="duckdb")
            except (jinja2.TemplateError, sqlglot.ParseError) as error:
                yield f"{path}: {error}"


class _Types:
    def type_string(self) -> str:
        return "text"

    def type_timestamp(self) -> str:
        return "timestamp"


def _about_names(files: Mapping[str, str]) -> Iterator[str]:
    models = Counter(PurePosixPath(path).stem for path in files if path.endswith(".sql"))
    described: Counter[str] = Counter()
    tables: Counter[tuple[str, str]] = Counter()
    for path, text in files.items():
        if path.endswith(".yml"):
            try:
                document = yaml.safe_load(text) or {}
            except yaml.YAMLError as error:
                yield f"{path}: {error}"
                continue
            described.update(_names(document.get("models")))
            for source in document.get("sources") or ():
                listed = _names(source.get("tables"))
                tables.update((source["name"], table) for table in listed)
            for model in document.get("models") or ():
                yield from _twice(f"column of {path}", Counter(_names(model.get("columns"))))
    yield from _twice("model", models)
    yield from _twice("properties of model", described)
    yield from _twice("source table", tables)
    text = "\n".join(files.values())
    yield from _missing("model", set(_REF.findall(text)), models)
    yield from _missing("source table", set(_SOURCE.findall(text)), tables)
    yield from _missing("doc", set(_DOC.findall(text)), _DOCS.findall(text))


def _names(listed: Any) -> list[str]:
    return [item["name"] for item in listed or ()]


def _twice(kind: str, counted: Counter[Any]) -> Iterator[str]:
    yield from (f"{kind} {name!r} twice" for name, count in counted.items() if count > 1)


def _missing(kind: str, used: set[Any], there: Any) -> Iterator[str]:
    yield from (f"no {kind} {name!r}" for name in sorted(used - set(there)))
