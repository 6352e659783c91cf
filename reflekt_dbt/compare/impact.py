"""What reads a column of a staging model, near or far: models, exposures, metrics.

Column by column where the SQL can be traced. Where it cannot, or sqlglot is not there,
everything that reads a touched model counts as touched, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal, NamedTuple

from reflekt_dbt.compare.landed import Landed
from reflekt_dbt.compare.manifest import Manifest, Metric, Node

Kind = Literal["model", "snapshot", "seed", "exposure", "metric"]
How = Literal["columns", "conditions", "model"]
# Node → columns of it that are touched; None if the whole of it is.
_Touched = dict[str, frozenset[str] | None]


class Touch(NamedTuple):
    """Something that a change reaches.

    Attributes:
        kind: Of thing.
        name: As dbt has it.
        how: ``columns`` if these are touched; ``conditions`` if only the rows are; ``model``
            if more is not known than that it reads something touched.
        columns: In the model's order; empty unless *how* is ``columns``.
    """

    kind: Kind
    name: str
    how: How
    columns: tuple[str, ...] = ()


class Impact:
    """What a compiled project reads, traced as far as it is asked for."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._flows: dict[str, Any] = {}
        # Imported here: an extra, and slow.
        has_sqlglot = find_spec("sqlglot") is not None
        self._lineage = import_module("reflekt_dbt.compare.lineage") if has_sqlglot else None

    @property
    def can_trace(self) -> bool:
        """Whether columns can be told apart at all."""
        return self._lineage is not None

    @property
    def has_sql(self) -> bool:
        """Whether dbt compiled any SQL that could be traced."""
        return any(node.sql for node in self._manifest.nodes.values())

    def of(self, where: Landed) -> tuple[Touch, ...]:
        """Return what is reached from *where*: its model, parents first; exposures; metrics.

        Empty if dbt does not know the model, or the model has none of the columns.
        """
        start = self._manifest.model(where.model, where.path)
        if start is None:
            return ()
        columns = self._own_columns(start, where.columns)
        if columns == ():
            return ()
        touched: _Touched = {start.id: None if columns is None else frozenset(columns)}
        found = [Touch("model", start.name, "columns" if columns else "model", columns or ())]
        for node in self._manifest.downstream([start.id]):
            touch = self._touch(node, touched)
            if touch is not None:
                touched[node.id] = None if touch.how == "model" else frozenset(touch.columns)
                found.append(touch)
        return (*found, *self._beyond(touched))

    def _own_columns(
        self, node: Node, columns: tuple[str, ...] | None
    ) -> tuple[str, ...] | None:
        """Return those of *columns* that the model has, if that is known."""
        known = self._columns_of(node)
        if columns is None or known is None:
            return columns
        return tuple(column for column in columns if column.lower() in known)

    def _columns_of(self, node: Node) -> tuple[str, ...] | None:
        flow = self._flow(node)
        return None if flow is None else tuple(flow.outputs)

    def _flow(self, node: Node) -> Any:
        """Return where the columns of *node* come from; None if that cannot be told."""
        if self._lineage is None or not node.sql:
            return None
        if node.id not in self._flows:
            relations = {one.relation: self._columns_of(one) for one in self._read_by(node)}
            try:
                self._flows[node.id] = self._lineage.trace(
                    node.sql, self._manifest.adapter, relations
                )
            except self._lineage.NotTracedError:
                self._flows[node.id] = None
        return self._flows[node.id]

    def _read_by(self, node: Node) -> Iterator[Node]:
        """Yield what the SQL of *node* reads; an ephemeral model is part of that SQL."""
        for parent in node.parents:
            one = self._manifest.nodes.get(parent)
            if one is not None and one.relation:
                yield one
            elif one is not None:
                yield from self._read_by(one)

    def _touch(self, node: Node, touched: _Touched) -> Touch | None:
        """Return how *node* is touched, if it is, given what is *touched* above it."""
        read = {
            one.relation: touched[one.id] for one in self._read_by(node) if one.id in touched
        }
        kind: Any = node.id.partition(".")[0]
        flow = self._flow(node)
        if flow is None or None in read.values():
            return Touch(kind, node.name, "model") if read else None

        def reaches(made_of: frozenset[tuple[str, str]]) -> bool:
            return any(column in (read.get(relation) or ()) for relation, column in made_of)

        columns = tuple(name for name, made_of in flow.outputs.items() if reaches(made_of))
        if columns:
            return Touch(kind, node.name, "columns", columns)
        return Touch(kind, node.name, "conditions") if reaches(flow.conditions) else None

    def _beyond(self, touched: _Touched) -> Iterator[Touch]:
        metrics = self._metrics(touched)
        reached = {*touched, *metrics}
        exposures = self._manifest.exposures.values()
        names = {one.name for one in exposures if not reached.isdisjoint(one.parents)}
        yield from (Touch("exposure", name, "model") for name in sorted(names))
        names = {self._manifest.metrics[one].name for one in metrics}
        yield from (Touch("metric", name, "model") for name in sorted(names))

    def _metrics(self, touched: _Touched) -> set[str]:
        """Return the ids of the metrics that are reached."""
        names = {
            identity: self._names_in(model.expressions, touched[parent])
            for identity, model in self._manifest.semantic_models.items()
            for parent in model.parents
            if parent in touched
        }
        reached: set[str] = set()
        waiting = dict(self._manifest.metrics)
        while True:
            found = {
                identity
                for identity, metric in waiting.items()
                if not reached.isdisjoint(metric.parents)
                or any(_uses(metric, names[one]) for one in metric.parents if one in names)
            }
            if not found:
                return reached
            reached |= found
            waiting = {key: one for key, one in waiting.items() if key not in found}

    def _names_in(
        self, expressions: Mapping[str, tuple[str, ...]], columns: frozenset[str] | None
    ) -> frozenset[str]:
        """Return the measures, dimensions and entities made of *columns*."""
        return frozenset(
            name
            for name, sqls in expressions.items()
            if columns is None or any(self._names_one(sql, columns) for sql in sqls)
        )

    def _names_one(self, sql: str, columns: frozenset[str]) -> bool:
        if self._lineage is None:
            return True
        try:
            found: frozenset[str] = self._lineage.columns_in(sql, self._manifest.adapter)
        except self._lineage.NotTracedError:
            return True
        return not found.isdisjoint(columns)


def _uses(metric: Metric, names: frozenset[str]) -> bool:
    """Tell whether *metric* measures one of *names*, or has it in a condition."""
    if not metric.measures:
        return bool(names)
    # As in {{ Dimension('order__total') }}: its entity, two underscores, its own name.
    words = re.findall(r"\w+", metric.filters)
    asked = {name for word in words for name in (word, word.partition("__")[2])}
    return not names.isdisjoint({*metric.measures, *asked})
