"""A dbt project as people have had for years: a hundred staging models, and no two of a kind.

Ten folders of ten models, each folder in the style of whoever wrote it, all over the tables
that Segment loads into one schema; and what else a project has: marts, snapshots, a seed,
tests, an exposure, a package, macros of its own, a model in Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from integration_tests.jaffle_shop.raw.assemble import TEMPLATE
from tests.integration.shops import Shop
from tests.integration.warehouses import duckdb_env

RAW = "raw_shop"
# What `reflekt-dbt init` is told to call its source; one folder's people did so before.
SOURCE = "shop"
NOUNS = (
    "Order", "Cart", "Product", "Checkout", "Coupon", "Account", "Store", "Delivery",
    "Reward", "Review",
)  # fmt: skip
VERBS = (
    "Viewed", "Started", "Completed", "Added", "Removed", "Updated", "Shared", "Clicked",
    "Failed", "Cancelled",
)  # fmt: skip
OWN = "id text, user_id text, event text, event_text text, received_at timestamp"
COLUMNS = "order_id text, total double, note text, is_first boolean"
_VALUES = "'o' || i, i + 0.5, 'it''s', i = 1"

Texts = Iterator[tuple[str, str]]

_PROJECT = """\
# The models of the shop. Ask #data before you touch this.
name: jaffle_shop
version: '1.0'
config-version: 2
profile: jaffle_shop   # as everywhere

vars:
  # where the loader puts its tables
  raw_schema: raw_shop

models:
  jaffle_shop:
    staging:
      +materialized: view
      checkout: {+schema: checkout, +tags: [pay]}
    marts:
      +materialized: table
snapshots:
  +target_schema: snapshots
dispatch:
  - macro_namespace: house_style
    search_order: [jaffle_shop, house_style]
"""
_MACROS = """\
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ target.schema }}{{ '_' ~ custom_schema_name if custom_schema_name }}
{%- endmacro %}

{% macro money(column) %}round({{ column }}, 2){% endmacro %}

{% test not_negative(model, column_name) %}
select * from {{ model }} where {{ column_name }} < 0
{% endtest %}
"""
_LOOP = """\
{%- set names = ['id', 'order_id'] -%}
select
    {{ house_style.columns(names) }},
    {{ money('total') }} as total
from SOURCE
{% if is_incremental() %}where received_at > (select 1){% endif %}
"""
_PACKAGE = """\
{% macro columns(names) %}{{ names | join(', ') }}{% endmacro %}
"""
_SNAPSHOT = """\
{% snapshot accounts_over_time %}
{{ config(unique_key='id', strategy='check', check_cols=['note']) }}
select * from {{ source('segment_account', 'account_updated') }}
{% endsnapshot %}
"""
_ABOUT = """\
version: 2

models:
  - name: mart_order
    description: '{{ doc("orders") }}'
    columns:
      - name: total
        description: What was paid.
        data_tests: [not_negative]

exposures:
  - name: orders_dashboard
    type: dashboard
    owner: {name: Finance, email: finance@example.com}
    depends_on:
      - ref('mart_order')
      - source('segment', 'order_viewed')

unit_tests:
  - name: totals_are_summed
    model: mart_order
    given:
      - input: ref('orders_added')
        rows: [{id: '1', total: 2.0}]
    expect:
      rows: [{name: added, events: 1, total: 2.0}]

groups:
  - name: finance
    owner: {name: Finance}
"""
_PYTHON = """\
def model(dbt, session):
    dbt.config(materialized="table")
    return dbt.ref("mart_order").limit(1)
"""
_REST: dict[str, str] = {
    "dbt_project.yml": _PROJECT,
    "packages.yml": "packages:\n  - local: house_style  # ours\n",
    "house_style/dbt_project.yml": "name: house_style\nversion: '1.0'\nconfig-version: 2\n",
    "house_style/macros/columns.sql": _PACKAGE,
    "house_style/models/calendar.sql": "select date '2026-01-01' as day\n",
    "macros/ours.sql": _MACROS,
    "snapshots/accounts.sql": _SNAPSHOT,
    "snapshots/stores.yml": (
        "snapshots:\n  - name: stores_over_time\n    relation: ref('stg_store_updated')\n"
        "    config: {unique_key: id, strategy: check, check_cols: all}\n"
    ),
    "seeds/countries.csv": "code,name\nDE,Germany\nFR,France\n",
    "seeds/seeds.yml": "seeds:\n  - name: countries\n    columns: [{name: code}]\n",
    "models/marts/marts.yml": _ABOUT,
    "models/marts/docs.md": "{% docs orders %}\nWhat *was* ordered.\n{% enddocs %}\n",
    "models/marts/first_order.py": _PYTHON,
    "tests/no_order_of_tomorrow.sql": (
        "select * from {{ ref('orders_viewed') }} where received_at > current_timestamp\n"
    ),
    "analyses/reviews.sql": "select count(*) from {{ source('shop', 'review_added') }}\n",
}


def tables(noun: str) -> list[str]:
    """Return the tables of the events of one noun."""
    return [f"{noun}_{verb}".lower() for verb in VERBS]


def hand_written(root: Path) -> Shop:
    """Write the project into *root*, beside a DuckDB with the raw tables."""
    root.mkdir(parents=True, exist_ok=True)
    shop = Shop(root, "dev", duckdb_env(root))
    shop.write("profiles.yml", (TEMPLATE / "profiles.yml").read_text(encoding="utf-8"))
    for path, text in _REST.items():
        shop.write(path, text)
    for noun, style in zip(NOUNS, _STYLES, strict=True):
        names = dict(style(noun.lower(), tables(noun)))
        for path, text in names.items():
            # As a checkout on Windows, and as an editor there, may leave it.
            ends = "\r\n" if noun == "Delivery" else "\n"
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.replace("\n", ends).encode("utf-8"))
        shop.write(f"models/marts/mart_{noun.lower()}.sql", _mart(noun.lower(), names))
    shop.execute(*_raw())
    return shop


def schema_file(noun: str, verb: str, **more: str) -> tuple[str, str]:
    """Return path and text of the schema of an event; *more* is property → type."""
    event = f"{noun}_{verb}"
    types = {"order_id": "string", "total": "number", "note": "string", "is_first": "boolean"}
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": f"shop/{event}/1-0.json",
        "description": f"{noun}: {verb.lower()}.",
        "self": {
            "vendor": "com.example",
            "name": f"{noun} {verb}",
            "format": "jsonschema",
            "version": "1-0",
            "metadata": {},
        },
        "type": "object",
        "properties": {
            name: {"type": type_, "description": f"What {name} says."}
            for name, type_ in {**types, **more}.items()
        },
        "required": [],
        "additionalProperties": False,
    }
    return f"schemas/shop/{event}/1-0.json", json.dumps(document, indent=2)


def write_schemas(shop: Shop) -> None:
    """Plan every event that the models are about."""
    for noun in NOUNS:
        for verb in VERBS:
            shop.write(*schema_file(noun, verb))


def _raw() -> Iterator[str]:
    yield f"create schema {RAW}"
    yield f"create table {RAW}.tracks ({OWN})"
    for noun in NOUNS:
        for number, table in enumerate(tables(noun)):
            yield f"create table {RAW}.{table} ({OWN}, {COLUMNS})"
            columns = f"i, 'u' || i, '{table}', '{table}', timestamp '2026-01-01', {_VALUES}"
            rows = _select(columns, f"range({number + 1}) as _(i)")
            yield f"insert into {RAW}.{table} {rows}"


def _mart(noun: str, files: dict[str, str]) -> str:
    models = [
        Path(path).stem
        for path, text in sorted(files.items())
        if path.endswith(".sql") and "enabled=false" not in text and "_v1" not in path
    ]
    return "union all\n".join(
        _select(
            f"'{model.rpartition('_')[2]}' as name, count(*) as events, sum(total) as total",
            f"{{{{ ref('{model.removesuffix('_v2')}') }}}}",
        )
        for model in (models[:1] if noun == "order" else models)
    )


def _listed(source: str, tables: list[str], *, schema: str = RAW, more: str = "") -> str:
    lines = "".join(f"      - name: {table}\n" for table in tables)
    head = f"version: 2\nsources:\n  - name: {source}\n    schema: {schema}\n"
    return f"{head}{more}    tables:\n{lines}"


def _select(columns: str, place: str) -> str:
    return f"select {columns} from {place}\n"  # noqa: S608 - our own names


def _source(name: str, table: str) -> str:
    return f"{{{{ source('{name}', '{table}') }}}}"


def _plain(noun: str, tables: list[str]) -> Texts:
    """One YAML of sources, names of their own, and no words about anything."""
    yield f"models/staging/{noun}/sources.yml", _listed("segment", tables)
    for table in tables:
        name = table.replace("_", "s_")
        sql = _select("*", _source("segment", table))
        yield f"models/staging/{noun}/{name}.sql", sql


def _quoted(noun: str, tables: list[str]) -> Texts:
    """CTEs, quotes, no newline at the end, and one file about all models."""
    yield f"models/staging/{noun}/_sources.yml", _listed(f"segment_{noun}", tables)
    about = "version: 2\n\nmodels:\n"
    for table in tables:
        about += f"  - name: 'stg_{table}'\n    columns:\n      - name: order_id\n"
        about += "        quote: true\n        data_tests:\n          - not_null\n"
        raw = _select("*", _source(f"segment_{noun}", table))
        sql = _select('"id" AS "id", "order_id", "total"', "raw").strip()
        yield f"models/staging/{noun}/stg_{table}.sql", f"WITH raw AS ({raw})\n{sql}"
    yield f"models/staging/{noun}/schema.yml", about


def _looped(noun: str, tables: list[str]) -> Texts:
    """Jinja for everything: a loop over columns, macros of their own and of a package."""
    yield f"models/staging/{noun}/src.yml", _listed(f"segment_{noun}", tables)
    for table in tables:
        yield (
            f"models/staging/{noun}/stg_{table}.sql",
            _LOOP.replace("SOURCE", _source(f"segment_{noun}", table)),
        )


def _elsewhere(noun: str, tables: list[str]) -> Texts:
    """A schema and aliases of their own, and a file about each model."""
    more = "    config: {tags: [raw]}\n"
    schema = "\"{{ var('raw_schema') }}\""
    yield (
        f"models/staging/{noun}/segment.yaml",
        _listed(f"segment_{noun}", tables, schema=schema, more=more),
    )
    for table in tables:
        yield (
            f"models/staging/{noun}/base_{table}.sql",
            f"{{{{ config(alias='{table}', tags=['pay', 'daily']) }}}}\n"
            + _select("id, order_id, total", _source(f"segment_{noun}", table)),
        )
        yield (
            f"models/staging/{noun}/base_{table}.yaml",
            f"models:\n  - name: base_{table}\n    description: >\n      Of {table}: 'n' $.\n"
            + ("    config: {group: finance}\n" if table.endswith("failed") else ""),
        )


def _disabled(noun: str, tables: list[str]) -> Texts:
    """Half of them switched off, which leaves the files and their words where they are."""
    yield f"models/staging/{noun}/sources.yml", _listed(f"segment_{noun}", tables)
    for number, table in enumerate(tables):
        switch = "{{ config(enabled=false) }}\n" if number % 2 else ""
        yield (
            f"models/staging/{noun}/stg_{table}.sql",
            switch + _select("*", _source(f"segment_{noun}", table)),
        )
        yield (
            f"models/staging/{noun}/stg_{table}.yml",
            f"models:\n- name: stg_{table}\n  columns: [{{name: id, data_tests: [unique]}}]\n",
        )


def _versioned(noun: str, tables: list[str]) -> Texts:
    """Models in two versions, of which the second counts."""
    yield f"models/staging/{noun}/sources.yml", _listed(f"segment_{noun}", tables)
    about = "models:\n"
    for table in tables:
        about += f"  - name: stg_{table}\n    latest_version: 2\n    versions:\n"
        about += "      - v: 1\n      - v: 2\n        columns: [{include: all}]\n"
        for version, columns in (("v1", "id"), ("v2", "id, total")):
            sql = _select(columns, _source(f"segment_{noun}", table))
            yield f"models/staging/{noun}/stg_{table}_{version}.sql", sql
    yield f"models/staging/{noun}/versions.yml", about


def _identified(noun: str, tables: list[str]) -> Texts:
    """Sources under names that are not the tables', with freshness and tests."""
    lines = "".join(
        f"      - name: {table.upper()}\n        identifier: {table}\n"
        "        columns: [{name: id, data_tests: [not_null]}]\n"
        for table in tables
    )
    text = _listed(f"segment_{noun}", [], more="    freshness: null\n    loader: Segment\n")
    yield f"models/staging/{noun}/{noun}.yml", text + lines
    for table in tables:
        yield (
            f"models/staging/{noun}/stg_{table}.sql",
            _select("id, note, total", _source(f"segment_{noun}", table.upper())),
        )


def _of_windows(noun: str, tables: list[str]) -> Texts:
    """No sources at all: tables as they stand, in lines that end as on Windows."""
    for table in tables:
        yield (
            f"models/staging/{noun}/stg_{table}.sql",
            f"-- {table}\n{_select('id, total', f'{RAW}.{table}')}",
        )


def _named_like_ours(noun: str, tables: list[str]) -> Texts:
    """Models called as reflekt would call them: half elsewhere, half in its very place."""
    yield f"models/staging/{noun}/sources.yml", _listed(f"segment_{noun}", tables)
    for number, table in enumerate(tables):
        folder = SOURCE if number % 2 else noun
        yield (
            f"models/staging/{folder}/stg_{SOURCE}__{table}.sql",
            _select("id, total", _source(f"segment_{noun}", table)),
        )


def _source_like_ours(noun: str, tables: list[str]) -> Texts:
    """A source called as reflekt's, where one model is that of another's words."""
    yield f"models/staging/{noun}/sources.yml", _listed(SOURCE, tables)
    for table in tables:
        yield (
            f"models/staging/{noun}/{table}.sql",
            _select("id, total", _source(SOURCE, table)),
        )


_STYLES = (
    _plain,
    _quoted,
    _looped,
    _elsewhere,
    _disabled,
    _versioned,
    _identified,
    _of_windows,
    _named_like_ours,
    _source_like_ours,
)
