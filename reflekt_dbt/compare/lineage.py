"""Which columns of a model come from which columns of the models it reads.

The SQL is understood by sqlglot, an extra: import this module only where it is there.
What cannot be understood is refused; it is never guessed from names.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import Dialect, exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope

Columns = tuple[str, ...]
# A relation as dbt spells it, and one of its columns in lower case.
ColumnOf = tuple[str, str]

# Its warnings are for the authors of the SQL, and say less than we do.
logging.getLogger("sqlglot").addHandler(logging.NullHandler())


class NotTracedError(Exception):
    """The SQL cannot be understood as far as is needed."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Where the columns of one model come from.

    Attributes:
        outputs: Column, in lower case and in order → what it is made of.
        conditions: What decides which rows there are, or in which order.
    """

    outputs: Mapping[str, frozenset[ColumnOf]]
    conditions: frozenset[ColumnOf]


def trace(sql: str, adapter: str, relations: Mapping[str, Columns | None]) -> Flow:
    """Return where the columns of a model come from.

    Args:
        sql: Of the model, compiled.
        adapter: dbt's name of the SQL dialect.
        relations: What the model may read, as dbt spells it → its columns; None if they
            are not known.

    Raises:
        NotTracedError: Columns cannot be told apart, or the SQL is not understood.
    """
    try:
        return _Tracer(sql, adapter, relations).flow()
    except NotTracedError:
        raise
    except Exception as error:
        # Whatever a parser of other people's SQL stumbles over, the answer is the same.
        raise NotTracedError(type(error).__name__) from error


def columns_in(expression: str, adapter: str) -> frozenset[str]:
    """Return the columns that a SQL *expression* names, in lower case.

    Raises:
        NotTracedError: It is not understood.
    """
    try:
        parsed = parse_one(expression, dialect=_dialect(adapter))
    except SqlglotError as error:
        raise NotTracedError(type(error).__name__) from error
    return frozenset(column.name.lower() for column in parsed.find_all(exp.Column))


def _dialect(adapter: str) -> str | None:
    return adapter if Dialect.get(adapter) else None


class _Tracer:
    """One model's SQL, its names resolved.

    Relations are numbered while they are traced, so that all have names of one part.
    """

    def __init__(self, sql: str, adapter: str, relations: Mapping[str, Columns | None]) -> None:
        dialect = _dialect(adapter)
        tree = parse_one(sql, dialect=dialect)
        self._relations = relations
        self._names = _number(tree, relations, dialect)
        schema: dict[str, object] = {
            number: dict.fromkeys(relations[name] or (), "unknown")
            for number, name in self._names.items()
            if relations[name]
        }
        root = build_scope(
            qualify(
                tree,
                dialect=dialect,
                schema=schema,
                validate_qualify_columns=False,
                quote_identifiers=False,
                identify=False,
            )
        )
        if root is None or not isinstance(tree, exp.Query):
            raise NotTracedError("this is no query")
        self._root = root
        self._scopes = list(root.traverse())
        self._scope_of = {id(c): scope for scope in self._scopes for c in scope.columns}
        self._scope_at = {id(scope.expression): scope for scope in self._scopes}
        selects = (select for scope in self._scopes for select in _selects(scope))
        self._selected = {id(column) for select in selects for column in _columns(select)}
        self._known: dict[tuple[int, str], frozenset[ColumnOf]] = {}

    def flow(self) -> Flow:
        """Return where the columns come from."""
        names = _names_of(self._root)
        if "*" in names:
            raise NotTracedError("a star of unknown columns")
        conditions = (one for scope in self._scopes for one in self._conditions_of(scope))
        outputs = {name.lower(): self._of(self._root, name) for name in names}
        return Flow(outputs, frozenset(conditions))

    def _conditions_of(self, scope: Scope) -> Iterator[ColumnOf]:
        for column in scope.columns:
            if id(column) not in self._selected:
                yield from self._behind(column)

    def _of(self, scope: Scope, name: str) -> frozenset[ColumnOf]:
        """Return what the column *name* of *scope* is made of."""
        key = (id(scope), name)
        if key not in self._known:
            self._known[key] = frozenset()  # ends a recursive query
            self._known[key] = frozenset(self._made_of(scope, name))
        return self._known[key]

    def _made_of(self, scope: Scope, name: str) -> Iterator[ColumnOf]:
        query: Any = scope.expression
        if isinstance(query, exp.SetOperation):
            place = query.named_selects.index(name)
            for side in (query.left, query.right):
                part = self._scope_at[id(side.unnest())]
                yield from self._of(part, _names_of(part)[place])
        elif not isinstance(query, exp.Query):
            # A function that makes rows: all of it may be in each of its columns.
            for column in _columns(query):
                yield from self._behind(column)
        else:
            yield from self._selected_as(scope, name)

    def _selected_as(self, scope: Scope, name: str) -> Iterator[ColumnOf]:
        for select in _selects(scope):
            if select.is_star:
                yield from self._through_star(scope, name)
            elif select.alias_or_name == name:
                for column in _columns(select):
                    yield from self._behind(column)

    def _through_star(self, scope: Scope, name: str) -> Iterator[ColumnOf]:
        """Yield what *name* is, in a star whose columns are not known."""
        if name in _names_of(scope):
            return
        if len(scope.selected_sources) != 1:
            raise NotTracedError("a star of unknown columns")
        yield from self._in(scope, next(iter(scope.selected_sources)), name)

    def _behind(self, column: exp.Column) -> frozenset[ColumnOf]:
        """Return what *column*, wherever it is named, is made of."""
        scope = self._scope_of.get(id(column))
        if scope is None:
            raise NotTracedError("a column outside of any query")
        if column.table:
            return self._in(scope, column.table, column.name)
        if len(scope.selected_sources) == 1:
            return self._in(scope, next(iter(scope.selected_sources)), column.name)
        if id(column) not in self._selected and column.name in _names_of(scope):
            return self._of(scope, column.name)  # "order by" goes by our own names
        if any(self._may_have(source, column.name) for source in scope.sources.values()):
            raise NotTracedError(f"more than one relation may have {column.name!r}")
        return frozenset()

    def _may_have(self, source: exp.Table | Scope, name: str) -> bool:
        if isinstance(source, Scope):
            return not {"*", name}.isdisjoint(_names_of(source))
        relation = self._names.get(source.name.lower())
        if relation is None:
            return False
        columns = self._relations[relation]
        return columns is None or name.lower() in columns

    def _in(self, scope: Scope, table: str, name: str) -> frozenset[ColumnOf]:
        """Return what the column *name* of *table*, as *scope* calls it, is made of."""
        source = scope.sources.get(table)
        if isinstance(source, Scope):
            return self._of(source, name)
        relation = self._names.get(source.name.lower()) if source is not None else None
        # What is no relation of the project's comes from none of its columns.
        return frozenset({(relation, name.lower())} if relation else ())


def _number(
    tree: exp.Expr, relations: Mapping[str, Columns | None], dialect: str | None
) -> dict[str, str]:
    """Give each of *relations* in *tree* a number for a name; return number → relation."""
    known = {_key(exp.to_table(name, dialect=dialect)): name for name in relations}
    numbers: dict[str, str] = {}
    for table in list(tree.find_all(exp.Table)):
        name = known.get(_key(table)) if table.db else None
        if name is not None:
            number = numbers.setdefault(name, f"reflekt_{len(numbers)}")
            if not table.alias:
                table.set("alias", exp.TableAlias(this=table.this.copy()))
            table.set("this", exp.to_identifier(number))
            table.set("db", None)
            table.set("catalog", None)
    for column in tree.find_all(exp.Column):
        column.set("db", None)
        column.set("catalog", None)
    return {number: name for name, number in numbers.items()}


def _key(table: exp.Table) -> tuple[str, ...]:
    return tuple(part.name.lower() for part in table.parts)


def _selects(scope: Scope) -> list[Any]:
    return list(getattr(scope.expression, "selects", ()))


def _names_of(scope: Scope) -> list[str]:
    return list(getattr(scope.expression, "named_selects", ()))


def _columns(part: Any) -> Iterator[exp.Column]:
    yield from part.find_all(exp.Column)
