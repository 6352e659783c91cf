"""fakesnow's HTTP server, mended where dbt-snowflake asks more of it than it can.

Every mend is for fakesnow 0.12.1, and touches how a statement reaches DuckDB; dbt, its
adapter and the SQL under test are as they are. One argument: the port.
"""

from __future__ import annotations

import re
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

import duckdb
import fakesnow
from fakesnow import info_schema
from fakesnow.cursor import FakeSnowflakeCursor
from snowflake.connector import errors

_NAME = r"(?:\"[^\"]+\"|\w+)"
_LEADING_COMMENTS = r"\s*(?:/\*.*?\*/\s*)*"
_OPTIONS = re.IGNORECASE | re.DOTALL

# What DuckDB calls temporary has no schema; dbt drops these relations itself.
_TEMPORARY = re.compile(
    rf"\A({_LEADING_COMMENTS}create\s+(?:or\s+replace\s+)?)(?:temporary|temp)\s+(?=table|view)",
    _OPTIONS,
)
# alter table t alter "C" comment $$…$$, "D" comment $$…$$
_ALTER_COMMENTS = re.compile(
    rf"\A{_LEADING_COMMENTS}alter\s+(?:table|view)\s+(\S+)\s+alter\s+(?={_NAME}\s+comment\s+\$\$)",
    _OPTIONS,
)
# create view v ("C" comment $$…$$, "D")
_VIEW_COMMENTS = re.compile(
    rf"\A{_LEADING_COMMENTS}create\s+(?:or\s+replace\s+)?(?:secure\s+)?view\s+(\S+)\s*"
    r"\(((?:[^$)]|\$\$.*?\$\$)+)\)",
    _OPTIONS,
)
_COLUMN_COMMENT = re.compile(rf"({_NAME})\s+comment\s+\$\$(.*?)\$\$", _OPTIONS)
_HAS_COMMENTS = re.compile(
    rf"\A{_LEADING_COMMENTS}(?:comment\s|alter\s|create\s+(?:or\s+replace\s+)?"
    r"(?:secure\s+)?view\s)",
    _OPTIONS,
)
_DOLLAR_TEXT = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
# fakesnow joins target and source, and then the columns that both have are ambiguous.
_MERGE_VALUES = re.compile(
    rf"(\A{_LEADING_COMMENTS}merge\s+into\b.*?\bDBT_INTERNAL_SOURCE\b.*?\bvalues\s*)\(([^()]*)\)",
    _OPTIONS,
)

_execute = FakeSnowflakeCursor.execute
_insert_table_comment = info_schema.insert_table_comment_sql


def execute(
    cursor: FakeSnowflakeCursor, command: str, *args: Any, **kwargs: Any
) -> FakeSnowflakeCursor:
    """Do what fakesnow's cursor does, for more statements, and fail as Snowflake does.

    Raises:
        errors.Error: Whatever went wrong. Another exception would be HTTP status 500, which
            Snowflake's connector tries again for minutes.
    """
    try:
        return _mended(cursor, command, *args, **kwargs)
    except errors.Error:
        _end_transaction(cursor)
        raise
    except Exception as error:
        _end_transaction(cursor)
        said = f"{type(error).__name__}: {error}"
        raise errors.ProgrammingError(msg=said, errno=1003, sqlstate="42000") from error


def _mended(
    cursor: FakeSnowflakeCursor, command: str, *args: Any, **kwargs: Any
) -> FakeSnowflakeCursor:
    command = _TEMPORARY.sub(r"\1", command)
    if altered := _ALTER_COMMENTS.match(command):
        done = """select 'Statement executed successfully.' as "status" """
        result = _execute(cursor, done, *args, **kwargs)
        _comment_on_columns(cursor, altered[1], command[altered.end() :])
        return result
    view = _VIEW_COMMENTS.match(command)
    command = _MERGE_VALUES.sub(_qualified, command)
    if _HAS_COMMENTS.match(command):
        # Of a comment fakesnow understands a plain literal only.
        command = _DOLLAR_TEXT.sub(lambda text: _literal(text[1].replace("\\", r"\\")), command)
    result = _execute(cursor, command, *args, **kwargs)
    if view:
        _comment_on_columns(cursor, view[1], view[2])
    return result


def _comment_on_columns(cursor: FakeSnowflakeCursor, relation: str, comments: str) -> None:
    """Hand them to DuckDB, past fakesnow, for which every relation is a table."""
    place = ".".join(_folded(part) for part in relation.split("."))
    for column, text in _COLUMN_COMMENT.findall(comments):
        statement = f"comment on column {place}.{_folded(column)} is {_literal(text)}"
        cursor._duck_conn.execute(statement)  # noqa: SLF001 - fakesnow has no other way in


def _folded(name: str) -> str:
    return name if name.startswith('"') else name.upper()


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _qualified(merge: re.Match[str]) -> str:
    values = (f"DBT_INTERNAL_SOURCE.{column.strip()}" for column in merge[2].split(","))
    return f"{merge[1]}({', '.join(values)})"


def _end_transaction(cursor: FakeSnowflakeCursor) -> None:
    """An error aborts DuckDB's transaction, and would then fail every statement after it."""
    with suppress(duckdb.Error):  # there was no transaction
        cursor._duck_conn.rollback()  # noqa: SLF001 - fakesnow has no other way in
    cursor._conn._in_transaction = False  # noqa: SLF001 - nor to tell it so


def insert_table_comment(catalog: str, schema: str, table: str, comment: str | None) -> str:
    """Return the statement that keeps a relation's comment, whatever text it is."""
    if not comment:
        # To write to fakesnow's own database too is more than DuckDB's transactions can.
        return "select 1"
    text = comment.replace("'", "''")
    return str(_insert_table_comment(catalog, schema, table, text))


def list_views_as_tables() -> None:
    """Have information_schema.tables list views too, which `dbt docs generate` needs."""
    template = info_schema.SQL_CREATE_INFORMATION_SCHEMA_TABLES_VIEW
    relations = """from (
        select database_name, schema_name, table_name, estimated_size, 'BASE TABLE' as kind
        from duckdb_tables
        union all
        select database_name, schema_name, view_name, null, 'VIEW'
        from duckdb_views where not internal
    ) tables"""
    text = template.template.replace("from duckdb_tables tables", relations)
    text = text.replace("""'BASE TABLE' AS "TABLE_TYPE\"""", """tables.kind AS "TABLE_TYPE\"""")
    template.template = text


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    FakeSnowflakeCursor.execute = execute
    info_schema.insert_table_comment_sql = insert_table_comment
    list_views_as_tables()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with fakesnow.server(port=int(sys.argv[1])):
        stop.wait()


if __name__ == "__main__":
    main()
