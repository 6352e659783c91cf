"""More settings in a YAML file, by inserting text: every character that was there stays.

Pure functions of strings. A YAML library that reads and writes the whole file keeps its
comments, but not its quotes, line endings and folded lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.events import CollectionEndEvent, CollectionStartEvent, MappingStartEvent

Addition: TypeAlias = dict[str, Any] | list[Any]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LINE_END = re.compile(r"\r\n|\n|\r|$")


class _Piece(NamedTuple):
    """A scalar or an alias, or the begin or end of a collection.

    Attributes:
        start: Where it begins, in characters from the start of the text.
        end: Where it ends; *start* if nothing stands there, as where a block ends.
        column: Of *start*, from 0.
        depth: 1 if a collection begins, -1 if one ends, else 0.
        flow: Whether that collection has brackets.
        is_mapping: Whether a mapping begins.
        value: Text of a scalar; None for all others.
    """

    start: int
    end: int
    column: int
    depth: int
    flow: bool
    is_mapping: bool
    value: str | None


class _Indented(yaml.SafeDumper):
    """Indents lists below their key, as dbt projects have them."""

    def increase_indent(
        self,
        flow: bool = False,
        indentless: bool = False,  # noqa: ARG002 - the caller gives it by name
    ) -> None:
        super().increase_indent(flow, indentless=False)


def as_block(value: Addition) -> str:
    """Return *value* as block YAML, in its own order."""
    return yaml.dump(
        value, Dumper=_Indented, sort_keys=False, allow_unicode=True, width=float("inf")
    )


def add_below(text: str, key: str, addition: Addition) -> str | None:
    """Return *text* with *addition* at the end of what stands below *key*.

    Args:
        text: A YAML mapping, or nothing but comments.
        key: At the top of *text*; made if it is not there.
        addition: What goes into the mapping or list below *key*.

    Returns:
        None if the text cannot say so without a change to what is there.
    """
    # The parser does not count a byte order mark when it says where things are.
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    old = _parsed(text) or {}
    below = old.get(key)
    if below is not None and not isinstance(below, type(addition)):
        return None
    if isinstance(below, dict) and below.keys() & set(addition):
        return None
    wanted = {**old, key: _sum(below, addition)}
    ways = (mark + way for way in _ways(text, key, addition) if _says(way, wanted))
    return next(ways, None)


def add_at(text: str, path: Sequence[str | int], addition: dict[str, Any]) -> str | None:
    """Return *text* with *addition* in the mapping at *path*; that need not be there yet.

    Args:
        text: A YAML mapping.
        path: Keys, and places in lists, from the top of *text*; the last is a key.
        addition: None of its keys may be there.

    Returns:
        None if the text cannot say so without a change to what is there.
    """
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    wanted = _parsed(text)
    if not isinstance(wanted, dict) or not _put(wanted, path, addition):
        return None
    value = _pieces(text)
    name, rest = value[0], list(path)
    while rest and (found := _below(value, rest[0])):
        name, value = found
        rest.pop(0)
    nested: dict[str, Any] = addition
    for key in reversed(rest):
        nested = {str(key): nested}
    if value[0].flow:
        ways = [_in_flow(text, value, nested)]
    else:
        ends = (_last_end(text, name, value), _line_end(text, name.end))
        ways = [_after(text, name, value, nested, end) for end in ends]
    return next((mark + way for way in ways if _says(way, wanted)), None)


def _put(within: Any, path: Sequence[str | int], addition: dict[str, Any]) -> bool:
    """Put *addition* into the value; tell whether that could be done."""
    for key in path:
        if isinstance(within, dict):
            within[key] = {} if within.get(key) is None else within[key]
        elif not isinstance(within, list):
            return False
        within = within[key]
    if not isinstance(within, dict) or within.keys() & addition.keys():
        return False
    within.update(addition)
    return True


def _below(value: list[_Piece], key: str | int) -> tuple[_Piece, list[_Piece]] | None:
    nodes = _nodes(value[1:-1])
    if isinstance(key, int):
        return nodes[key][0], nodes[key]
    if not value[0].is_mapping:
        return None
    found = {name.value: (name, node) for name, node in _pairs(nodes)}
    return found.get(key)


def _sum(below: Any, addition: Addition) -> Addition:
    if isinstance(addition, list):
        return [*(below or []), *addition]
    return {**(below or {}), **addition}


def _says(text: str, wanted: Any) -> bool:
    try:
        return bool(_parsed(text) == wanted)
    except yaml.YAMLError:
        return False


def _parsed(text: str) -> Any:
    # The C parser reads some files that the other one refuses, and dbt takes it.
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - both that it can be are safe


def _ways(text: str, key: str, addition: Addition) -> Iterator[str]:
    """Yield ways to insert *addition*, the best first; some may say something else."""
    pieces = _pieces(text)
    nodes = _nodes(pieces[1:-1])
    values = {name.value: (name, value) for name, value in _pairs(nodes)}
    if key in values:
        name, value = values[key]
        if value[0].flow:
            yield _in_flow(text, value, addition)
        yield _after(text, name, value, addition, _last_end(text, name, value))
        yield _after(text, name, value, addition, _line_end(text, name.end))
    elif pieces and pieces[0].flow:
        yield _in_flow(text, pieces, {key: addition})
    else:
        column = pieces[1].column if nodes else 0
        for gap in (_newline(text), ""):
            yield _insert(text, len(text), column, {key: addition}, gap)


def _pieces(text: str) -> list[_Piece]:
    pieces = []
    # Without those of stream and document around them.
    for event in list(yaml.parse(text, Loader=_Loader))[2:-2]:
        start, end = event.start_mark, event.end_mark
        pieces.append(
            _Piece(
                start=start.index if start else 0,
                end=end.index if end else 0,
                column=start.column if start else 0,
                depth=isinstance(event, CollectionStartEvent)
                - isinstance(event, CollectionEndEvent),
                flow=bool(getattr(event, "flow_style", False)),
                is_mapping=isinstance(event, MappingStartEvent),
                value=getattr(event, "value", None),
            )
        )
    return pieces


def _nodes(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Return each key and each value of a mapping, in turn."""
    nodes: list[list[_Piece]] = []
    depth = 0
    for piece in pieces:
        if depth == 0:
            nodes.append([])
        nodes[-1].append(piece)
        depth += piece.depth
    return nodes


def _pairs(nodes: list[list[_Piece]]) -> Iterator[tuple[_Piece, list[_Piece]]]:
    for name, value in zip(nodes[::2], nodes[1::2], strict=True):
        yield name[0], value


def _in_flow(text: str, pieces: list[_Piece], addition: Addition) -> str:
    inside = pieces[1:-1]
    offset = _end(inside) if inside else pieces[0].end
    flow = yaml.safe_dump(
        addition,
        default_flow_style=True,
        sort_keys=False,
        allow_unicode=True,
        width=float("inf"),
    )
    return f"{text[:offset]}{', ' if inside else ''}{flow.strip()[1:-1]}{text[offset:]}"


def _after(
    text: str, name: _Piece, value: list[_Piece], addition: Addition, offset: int
) -> str:
    if len(value) == 1:
        column = name.column + 2
    elif value[0].is_mapping:
        # Of the first key: the mapping itself may begin with an anchor, further left.
        column = value[1].column
    else:
        column = value[0].column
    return _insert(text, offset, column, addition)


def _last_end(text: str, name: _Piece, value: list[_Piece]) -> int:
    """Return the end of the last line of *value*, with the comments that belong to it."""
    # A block of text ends after the empty lines that follow it.
    last = len(text[: _end([name, *value])].rstrip())
    comment = rf"(?:\r\n|\n|\r) {{{name.column + 1},}}#[^\r\n]*"
    found = re.compile(f"(?:{comment})*").match(text, _line_end(text, last))
    return found.end() if found else last


def _end(pieces: list[_Piece]) -> int:
    """Return the end of what *pieces* stand for, not of the space that follows it."""
    # Blocks have no end of their own: their mark is where the next thing begins.
    return max(piece.end for piece in pieces if piece.start < piece.end)


def _line_end(text: str, offset: int) -> int:
    found = _LINE_END.search(text, offset)
    return found.start() if found else len(text)


def _insert(text: str, offset: int, column: int, addition: Addition, gap: str = "") -> str:
    """Return *text* with *addition* as lines of their own after the line of *offset*."""
    newline = _newline(text)
    found = _LINE_END.match(text, offset)
    offset = found.end() if found else offset
    head, tail = text[:offset], text[offset:]
    if head and not head.endswith(("\n", "\r")):
        head += newline
    lines = as_block(addition).splitlines()
    block = "".join(f"{' ' * column}{line}{newline}" for line in lines)
    if not head.strip() or head.endswith(newline * 2):
        gap = ""
    return f"{head}{gap}{block}{tail}"


def _newline(text: str) -> str:
    found = _LINE_END.search(text)
    return (found[0] if found else "") or "\n"
