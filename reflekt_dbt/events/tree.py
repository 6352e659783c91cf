"""A JSON document as its author wrote it: numbers as spelt, and comments where they stand.

For changing a file by hand's measure, where `read` is for knowing what it says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from reflekt_dbt.events.flaw import Pointer
from reflekt_dbt.events.jsonc import Comment, Plain

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


@dataclass(slots=True)
class Scalar:
    """A string, number or word.

    Attributes:
        text: A number as it was written; all else as we write it.
        comments: Those that are about it.
    """

    text: str
    comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Array:
    """A list; *comments* are about it, *inside* about none of its items."""

    items: list[Node] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    inside: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Object:
    """An object; *comments* are about it, *inside* about none of its members."""

    members: dict[str, Node] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    inside: list[Comment] = field(default_factory=list)


Node: TypeAlias = Scalar | Array | Object


def read_tree(plain: Plain) -> Node:
    """Return the document in *plain*, which must be valid JSON without repeated keys."""
    reader = _Reader(plain)
    return reader.document()


def node_of(value: Any) -> Node:
    """Return *value*, as ``json`` reads it, as a tree."""
    if isinstance(value, dict):
        return Object({key: node_of(item) for key, item in value.items()})
    if isinstance(value, list):
        return Array([node_of(item) for item in value])
    return Scalar(json.dumps(value, ensure_ascii=False))


def node_at(root: Node, pointer: Pointer) -> Node | None:
    """Return what *pointer* leads to, if it leads anywhere."""
    node: Node | None = root
    for step in pointer:
        if isinstance(node, Object):
            node = node.members.get(str(step))
        elif isinstance(node, Array) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def text_of(node: Node | None) -> str | None:
    """Return the string that *node* is; None if it is none."""
    if isinstance(node, Scalar) and node.text.startswith('"'):
        return str(json.loads(node.text))
    return None


def rendered(node: Node) -> str:
    """Return *node* as text: two spaces a level, characters as they are, a final newline."""
    return f"{''.join(_lines(node, 0))}\n"


def _lines(node: Node, depth: int) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
        return
    inner: Iterable[tuple[str, Node]]
    if isinstance(node, Object):
        start, end = "{", "}"
        inner = ((f"{_quoted(key)}: ", item) for key, item in node.members.items())
    else:
        start, end = "[", "]"
        inner = (("", item) for item in node.items)
    yield start
    comma = ""
    for key, item in inner:
        yield f"{comma}\n{'  ' * (depth + 1)}{key}"
        yield from _lines(item, depth + 1)
        comma = ","
    yield f"\n{'  ' * depth}{end}" if comma else end


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


class _Token(NamedTuple):
    mark: str
    start: int
    end: int


class _Reader:
    """Reads tokens one by one; a comment goes to what it stands before, or beside."""

    def __init__(self, plain: Plain) -> None:
        self._text = plain.text
        self._comments = list(reversed(plain.comments))
        self._tokens = [
            _Token(found[0], found.start(), found.end())
            for found in _TOKEN.finditer(plain.text)
        ]
        self._tokens.reverse()
        self._last = self._tokens[-1]

    def document(self) -> Node:
        node = self._value()
        node.comments += self._before(len(self._text))
        return node

    def _next(self) -> _Token:
        self._last = self._tokens.pop()
        return self._last

    def _value(self) -> Node:
        token = self._next()
        comments = self._before(token.start)
        if token.mark == "{":
            node: Node = self._object()
        elif token.mark == "[":
            node = self._array()
        else:
            node = Scalar(_spelt(token.mark))
        node.comments[:0] = comments
        return node

    def _object(self) -> Object:
        made = Object(inside=self._beside())
        while self._tokens[-1].mark != "}":
            key = self._next()
            comments = self._before(key.start)
            colon = self._next()
            comments += self._before(colon.start)
            value = self._value()
            value.comments[:0] = comments
            self._end_of(value)
            made.members[str(json.loads(key.mark))] = value
        made.inside += self._before(self._next().start)
        return made

    def _array(self) -> Array:
        made = Array(inside=self._beside())
        while self._tokens[-1].mark != "]":
            item = self._value()
            self._end_of(item)
            made.items.append(item)
        made.inside += self._before(self._next().start)
        return made

    def _end_of(self, value: Node) -> None:
        """Give *value* the comments that follow it on its line, or stand before its comma."""
        value.comments += self._beside()
        if self._tokens[-1].mark == ",":
            value.comments += self._before(self._next().start)
            value.comments += self._beside()

    def _before(self, offset: int) -> list[Comment]:
        found = []
        while self._comments and self._comments[-1].start < offset:
            found.append(self._comments.pop())
        return found

    def _beside(self) -> list[Comment]:
        """Return the comments that follow the last token on its line."""
        newline = self._text.find("\n", self._last.end)
        end_of_line = len(self._text) if newline < 0 else newline
        following = self._tokens[-1].start if self._tokens else len(self._text)
        return self._before(min(end_of_line, following))


def _spelt(mark: str) -> str:
    return _quoted(json.loads(mark)) if mark.startswith('"') else mark
