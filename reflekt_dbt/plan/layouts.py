"""An SDK's own columns: what every table of a kind has, and their doc blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reflekt_dbt.config.model import SOURCE_NAME, DocsConfig
from reflekt_dbt.plan.column_tests import configured_tests
from reflekt_dbt.plan.yaml_text import scalar
from reflekt_dbt.sdks.model import Sdk, SdkColumn, SdkTable

_PROVENANCE_DOCS = {
    "call_type": "The SDK call that sent the event: track, identify, group, page or screen.",
    "source_schema": "Schema of the warehouse that the row was read from.",
    "source_table": "Table of the warehouse that the row was read from.",
    "schema_id": "Event schema that describes the row, as its path below the schemas folder.",
    "schema_metadata": "What the event schema says of itself, such as owners, as JSON text.",
    SOURCE_NAME: "dbt source that the row was read from, of those that the model unites.",
}


def layout_name(sdk: Sdk, table: SdkTable) -> str:
    """Return the name by which tables of the plan refer to a layout."""
    return f"{sdk.name}.{table.name or 'event'}"


def layouts(sdk: Sdk, docs: DocsConfig) -> Iterator[dict[str, Any]]:
    """Yield the layout of each kind of table that *sdk*'s loader makes."""
    for table in (sdk.event, *sdk.tables):
        yield table_layout(sdk, table, docs)


def table_layout(sdk: Sdk, table: SdkTable, docs: DocsConfig) -> dict[str, Any]:
    """Return the layout of one kind of table."""
    return {
        "name": layout_name(sdk, table),
        "columns": [_column(sdk, table, column, docs) for column in table.columns],
        "context": [_column(sdk, table, column, docs) for column in sdk.context_of(table)],
    }


def doc_blocks(sdk: Sdk) -> list[list[str]]:
    """Return ``[name, text]`` of every doc block of *sdk*, sorted by name."""
    blocks = {
        _doc_name(sdk, table, column): column.description
        for table in (sdk.event, *sdk.tables)
        for column in (*table.columns, *sdk.context_of(table))
    }
    blocks.update({_prefix(sdk) + name: text for name, text in _PROVENANCE_DOCS.items()})
    return [[name, blocks[name]] for name in sorted(blocks)]


def provenance_description(sdk: Sdk, name: str) -> str:
    """Return the YAML of the description of a column that we add ourselves."""
    return _doc_call(_prefix(sdk) + name)


def _column(sdk: Sdk, table: SdkTable, column: SdkColumn, docs: DocsConfig) -> dict[str, Any]:
    return {
        "column": column.name,
        "alias": column.alias,
        "description": _doc_call(_doc_name(sdk, table, column)),
        "tests": configured_tests(docs, column.name, column.alias),
    }


def _doc_name(sdk: Sdk, table: SdkTable, column: SdkColumn) -> str:
    """Name a block after its column; after its table too where it says something else."""
    common = {(own.name, own.description) for own in (*sdk.event.columns, *sdk.context)}
    if (column.name, column.description) in common:
        return _prefix(sdk) + column.name
    return f"{_prefix(sdk)}{table.name}__{column.name}"


def _prefix(sdk: Sdk) -> str:
    return f"reflekt_{sdk.name}__"


def _doc_call(name: str) -> str:
    return scalar(f'{{{{ doc("{name}") }}}}')
