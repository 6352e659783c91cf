"""What sqlfluff's Jinja templater knows of dbt beside its own builtins: dbt's own macros."""

from __future__ import annotations

from types import SimpleNamespace

# As on DuckDB, whose dialect the SQL is linted in.
dbt = SimpleNamespace(
    current_timestamp=lambda: "now()",
    type_bigint=lambda: "bigint",
    type_boolean=lambda: "boolean",
    type_float=lambda: "double",
    type_string=lambda: "varchar",
    type_timestamp=lambda: "timestamp",
)
