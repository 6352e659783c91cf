"""What a generated staging model says, whoever generated it: Reflekt's text or ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

_SELECTED = re.compile(r"renamed as \(\s+select\n(?P<lines>.*?)\n\s+from source\n", re.DOTALL)
_READ = re.compile(r"\{\{ source\('[^']+', '(?P<table>[^']+)'\) \}\}")
_FILTER = re.compile(r"^ +(?P<filter>where .*)$", re.MULTILINE)
_MATERIALIZED = re.compile(r"materialized ?= ?'(?P<kind>\w+)'")
# 'page'::varchar, and cast('page' as {{ dbt.type_string() }}): types are not compared.
_LITERAL = re.compile(r"'(?P<one>.*)'::varchar|cast\((?P<two>'.*'|null) as \{\{.*\}\}\)")


@dataclass(frozen=True)
class Documented:
    """What the properties file says of a column: whether it is described, severity by test."""

    described: bool
    tests: Mapping[str, str]


@dataclass(frozen=True)
class Model:
    """One staging model.

    Attributes:
        reads: The source table.
        filter: ``""`` if none.
        materialized: ``""`` if it does not say.
        columns: Alias → what it is an alias of, a column or a text between quotes.
        described: Whether the model itself has a description.
        docs: Column as the properties file names it → what it says.
    """

    reads: str
    filter: str
    materialized: str
    columns: Mapping[str, str]
    described: bool
    docs: Mapping[str, Documented] = field(default_factory=dict)


def read_model(sql: str, properties: str, doc_blocks: str = "") -> Model:
    """Return the model of two generated files; *doc_blocks* is what descriptions refer to."""
    (model,) = yaml.safe_load(properties)["models"]
    return Model(
        reads=_found(_READ, sql),
        filter=_found(_FILTER, sql),
        materialized=_found(_MATERIALIZED, sql),
        columns=dict(_columns(sql)),
        described=bool(model.get("description")),
        docs={column["name"]: _documented(column, doc_blocks) for column in model["columns"]},
    )


def read_tables(source: str) -> dict[str, bool]:
    """Return the tables of a source file, and whether each is described."""
    (listed,) = yaml.safe_load(source)["sources"]
    return {table["name"]: bool(table.get("description")) for table in listed["tables"]}


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def _columns(sql: str) -> Iterator[tuple[str, str]]:
    for line in _SELECTED.search(sql)["lines"].splitlines():
        selected = line.strip().removesuffix("-- no column yet").rstrip().removesuffix(",")
        origin, _, alias = selected.rpartition(" as ")
        yield alias, _origin(origin or alias)


def _origin(sql: str) -> str:
    literal = _LITERAL.fullmatch(sql)
    if literal is None:
        return sql.strip('"')
    return f"'{literal['one']}'" if literal["two"] is None else literal["two"]


def _documented(column: Mapping[str, Any], doc_blocks: str) -> Documented:
    tests = column.get("tests") or column.get("data_tests") or []
    return Documented(
        _says_something(column.get("description", ""), doc_blocks), dict(_tests(tests))
    )


def _says_something(description: str, doc_blocks: str) -> bool:
    reference = re.fullmatch(r'\{\{ doc\("(\w+)"\) \}\}', description)
    if reference is None:
        return bool(description)
    return re.search(rf"\{{% docs {reference[1]} %\}}\n\S", doc_blocks) is not None


def _tests(tests: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for test in tests:
        name, given = (test, {}) if isinstance(test, str) else next(iter(test.items()))
        yield name, given.get("config", {}).get("severity", "error")
