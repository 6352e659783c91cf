"""Schema files in the one form that we write them in. Pure: text in, text out.

Nothing that a file says is lost or changed: keywords come in a fixed order, while
properties, definitions, metadata and lists stay in their author's; numbers stay as spelt;
comments, which JSON has not, become ``$comment``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.flaw import Pointer
from reflekt_dbt.events.jsonc import Comment, plain
from reflekt_dbt.events.keywords import NAMED, ORDER, SCHEMAS, SELF_ORDER
from reflekt_dbt.events.read import Document, not_text, parse_document
from reflekt_dbt.events.tree import (
    Array,
    Node,
    Object,
    node_of,
    read_tree,
    rendered,
    text_of,
)

_COMMENT = "$comment"


class Kept(NamedTuple):
    """Where a comment went.

    Attributes:
        pointer: The object whose ``$comment`` holds it now.
        comment: The comment.
    """

    pointer: Pointer
    comment: Comment


def formatted(text: str, where: str) -> str:
    """Return the schema file *text* in our form; *where* is how messages name it.

    Raises:
        SchemaError: It is not JSON, comments and trailing commas aside, or has a comment
            that no object in it could keep.
    """
    written = plain(text)
    document = parse_document(written.text, where)
    root = read_tree(written)
    kept = _keep_comments(root, document)
    made = rendered(canonical(root))
    _see_that_nothing_is_lost(document, kept, made)
    return made


def canonical(root: Node) -> Node:
    """Return *root*, the tree of a schema file, with its keywords in our order."""
    made = _ordered(root)
    own = made.members.get("self") if isinstance(made, Object) else None
    if isinstance(made, Object) and isinstance(own, Object):
        made.members["self"] = _sorted(own, SELF_ORDER)
    return made


def _ordered(schema: Node) -> Node:
    if isinstance(schema, Array):
        return Array([_ordered(item) for item in schema.items])
    if not isinstance(schema, Object):
        return schema
    made: dict[str, Node] = {}
    for key, value in schema.members.items():
        if key in NAMED and isinstance(value, Object):
            made[key] = Object({name: _ordered(one) for name, one in value.members.items()})
        else:
            made[key] = _ordered(value) if key in SCHEMAS else value
    return _sorted(Object(made), ORDER)


def _sorted(node: Object, order: tuple[str, ...]) -> Object:
    first = {key: node.members[key] for key in order if key in node.members}
    return Object({**first, **node.members})


def _keep_comments(root: Node, document: Document) -> tuple[Kept, ...]:
    """Put every comment of *root* into the ``$comment`` of the nearest schema around it."""
    keeper = _Keeper()
    left = keeper.keep_in_schema(root, ())
    for comment in sorted([*left, *keeper.seen]):
        problem = "" if comment not in left else "no object to keep this comment in"
        odd = not_text(comment.text)
        problem = f"a comment with the control character {odd}" if odd else problem
        if problem:
            hint = "remove it, or write it where it can stay"
            raise SchemaError(problem, where=document.place(comment.start), hint=hint)
    return tuple(keeper.kept)


class _Keeper:
    """Walks a tree; what it cannot keep in a place it hands to the one above."""

    def __init__(self) -> None:
        self.kept: list[Kept] = []

    @property
    def seen(self) -> list[Comment]:
        return [one.comment for one in self.kept]

    def keep_in_schema(self, node: Node, pointer: Pointer) -> list[Comment]:
        """Keep in *node*, a schema, what is said in and about it; return what cannot be."""
        if isinstance(node, Array):
            inner = [
                comment
                for index, item in enumerate(node.items)
                for comment in self.keep_in_schema(item, (*pointer, index))
            ]
            return [*node.comments, *inner, *node.inside]
        if not isinstance(node, Object):
            return node.comments
        found = [*node.comments, *node.inside]
        for key, value in node.members.items():
            found += self._in_member(key, value, (*pointer, key))
        return [] if self._keep(node, pointer, found) else found

    def _in_member(self, key: str, value: Node, pointer: Pointer) -> list[Comment]:
        if key in SCHEMAS:
            return self.keep_in_schema(value, pointer)
        if key in NAMED and isinstance(value, Object):
            found = [*value.comments, *value.inside]
            for name, schema in value.members.items():
                found += self.keep_in_schema(schema, (*pointer, name))
            return found
        return list(_all_in(value))

    def _keep(self, schema: Object, pointer: Pointer, found: list[Comment]) -> bool:
        comments = sorted(comment for comment in found if comment.text)
        if not comments:
            return True
        before = schema.members.get(_COMMENT)
        if before is not None and text_of(before) is None:
            return False
        words = [text_of(before) or "", *(comment.text for comment in comments)]
        schema.members[_COMMENT] = node_of("\n".join(filter(None, words)))
        self.kept += [Kept(pointer, comment) for comment in comments]
        return True


def _all_in(node: Node) -> Iterable[Comment]:
    """Yield the comments anywhere in *node*, which is data and can keep none."""
    yield from node.comments
    if isinstance(node, (Array, Object)):
        yield from node.inside
        inner = node.items if isinstance(node, Array) else node.members.values()
        for item in inner:
            yield from _all_in(item)


def _see_that_nothing_is_lost(document: Document, kept: tuple[Kept, ...], made: str) -> None:
    """Refuse *made* if it says anything else than *document*, comments aside, and *kept*."""
    before, after = _as_spelt(document.text), _as_spelt(made)
    words: dict[Pointer, list[str]] = {}
    for one in sorted(kept, key=lambda one: one.comment.start):
        words.setdefault(one.pointer, []).append(one.comment.text)
    for pointer, comments in words.items():
        holder = _at(before, pointer)
        holder[_COMMENT] = "\n".join(filter(None, [holder.get(_COMMENT, ""), *comments]))
    if before != after:
        raise SchemaError(
            "formatting it would change what it says; it is left as it is",
            where=document.where,
            hint="this is a defect of reflekt-dbt: report it, with the file",
        )


def _as_spelt(text: str) -> Any:
    """Return what *text* says, in which 1, 1.0 and true are three things."""
    return json.loads(text, parse_int=_Spelt, parse_float=_Spelt)


class _Spelt(str):
    """A number as it is written; equal to no string."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Spelt) and str.__eq__(self, other)

    __hash__ = str.__hash__


def _at(value: Any, pointer: Pointer) -> dict[str, Any]:
    for step in pointer:
        value = value[step]
    found: dict[str, Any] = value
    return found
