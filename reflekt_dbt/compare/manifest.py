"""What dbt's ``manifest.json`` says of models, and of what reads them. Imports no dbt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

_SQL = {"model", "snapshot", "seed"}


@dataclass(frozen=True, slots=True)
class Node:
    """A model, snapshot or seed.

    Attributes:
        id: As dbt has it: ``model.shop.fct_orders``.
        name: ``fct_orders``.
        path: Of its file, below its project, with ``/``.
        relation: As SQL refers to it, quoted; ``""`` for an ephemeral model.
        sql: As dbt compiled it; ``""`` if it did not.
        parents: Ids of the nodes it reads.
    """

    id: str
    name: str
    path: str = ""
    relation: str = ""
    sql: str = ""
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric, and the measures it is made of.

    Attributes:
        name: As people call it.
        measures: Names of measures; empty if dbt does not say.
        filters: Its conditions, as written.
        parents: Ids of the semantic models and metrics it reads.
    """

    name: str
    measures: tuple[str, ...]
    filters: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SemanticModel:
    """A semantic model.

    Attributes:
        parents: Ids of the nodes it reads.
        expressions: Name of a measure, dimension or entity → its SQL; of a measure, also
            that of the time it goes by.
    """

    parents: tuple[str, ...]
    expressions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Manifest:
    """A compiled dbt project.

    Attributes:
        adapter: Name of the adapter: ``duckdb``.
        nodes: By id.
        exposures: Id → name and what it reads.
        semantic_models: By id.
        metrics: By id.
    """

    adapter: str = ""
    nodes: Mapping[str, Node] = field(default_factory=dict)
    exposures: Mapping[str, Node] = field(default_factory=dict)
    semantic_models: Mapping[str, SemanticModel] = field(default_factory=dict)
    metrics: Mapping[str, Metric] = field(default_factory=dict)

    def model(self, name: str, path: str) -> Node | None:
        """Return the model *name*; of several, the one whose file is *path*."""
        found = [n for n in self.nodes.values() if n.name == name and n.id.startswith("model.")]
        at_path = [node for node in found if node.path == path]
        return next(iter(at_path or found), None)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for node in self.nodes.values():
            for parent in node.parents:
                children.setdefault(parent, []).append(node.id)
        return children

    def downstream(self, start: Iterable[str]) -> tuple[Node, ...]:
        """Return every node that reads one of *start*, near or far, parents first."""
        order: list[str] = []
        seen: set[str] = set()
        # Without recursion: projects are deeper than Python's stack.
        stack = [(one, False) for one in sorted(start, reverse=True)]
        while stack:
            one, done = stack.pop()
            if done:
                order.append(one)
            elif one not in seen:
                seen.add(one)
                stack.append((one, True))
                stack += [(child, False) for child in sorted(self._children.get(one, ()))]
        beginning = set(start)
        return tuple(self.nodes[one] for one in reversed(order) if one not in beginning)


def read_manifest(file: Path) -> Manifest | None:
    """Return what *file* says; None if there is none, or it is no manifest."""
    try:
        document = json.loads(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return _manifest(document) if isinstance(document, dict) else None


def _manifest(document: Mapping[str, Any]) -> Manifest:
    nodes = {
        one: _node(one, node)
        for one, node in _mapping(document, "nodes").items()
        if isinstance(node, dict) and node.get("resource_type") in _SQL
    }
    return Manifest(
        adapter=_text(_mapping(document, "metadata"), "adapter_type"),
        nodes=nodes,
        exposures={i: _node(i, one) for i, one in _mapping(document, "exposures").items()},
        semantic_models={
            i: SemanticModel(_parents(one), _expressions(one))
            for i, one in _mapping(document, "semantic_models").items()
        },
        metrics={i: _metric(one) for i, one in _mapping(document, "metrics").items()},
    )


def _node(identity: str, node: Mapping[str, Any]) -> Node:
    return Node(
        id=identity,
        name=_text(node, "name"),
        path=_text(node, "original_file_path").replace("\\", "/"),
        relation=_text(node, "relation_name"),
        sql=_text(node, "compiled_code"),
        parents=_parents(node),
    )


def _metric(metric: Mapping[str, Any]) -> Metric:
    parameters = _mapping(metric, "type_params")
    measures = [*(parameters.get("input_measures") or ()), parameters.get("measure")]
    names = (_text(one, "name") for one in measures if isinstance(one, dict))
    filters = json.dumps([metric.get("filter"), measures])
    return Metric(_text(metric, "name"), tuple(dict.fromkeys(names)), filters, _parents(metric))


def _expressions(semantic: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    made: dict[str, tuple[str, ...]] = {}
    for kind in ("entities", "dimensions", "measures"):
        for one in semantic.get(kind) or ():
            name = _text(one, "name")
            # Its time is a dimension, and these have been read before.
            time = made.get(_text(one, "agg_time_dimension"), ())
            made[name] = (_text(one, "expr") or name, *time)
    return made


def _parents(node: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(_mapping(node, "depends_on").get("nodes") or ())


def _mapping(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = document.get(key)
    return found if isinstance(found, dict) else {}


def _text(document: Mapping[str, Any], key: str) -> str:
    found = document.get(key)
    return found if isinstance(found, str) else ""
