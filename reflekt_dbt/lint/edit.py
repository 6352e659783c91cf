"""Schema files changed in places, and otherwise left as their authors wrote them. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable

from reflekt_dbt.events.dump import canonical
from reflekt_dbt.events.jsonc import plain
from reflekt_dbt.events.tree import (
    Array,
    Node,
    Object,
    node_at,
    node_of,
    read_tree,
    rendered,
)
from reflekt_dbt.lint.rule import Edit
from reflekt_dbt.lint.walk import walk


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return *text*, valid JSON, with *edits* made, in our form.

    An edit whose place is not in an object or array is left out, and so is one that would
    take a key that another member has.
    """
    root = read_tree(plain(text))
    # Inner ones first: a key that changes is on the way to what is below it.
    for edit in sorted(edits, key=_depth, reverse=True):
        _make(root, edit)
    return rendered(canonical(root))


def with_sorted_required(text: str) -> str:
    """Return *text*, valid JSON, with the names under every ``required`` in order."""
    edits = [
        Edit((*sub.pointer, "required"), tuple(sorted(names)))
        for sub in walk(json.loads(text))
        for names in [sub.schema.get("required")]
        if isinstance(names, list) and all(isinstance(name, str) for name in names)
        if names != sorted(names)
    ]
    return edited(text, edits) if edits else text


def _depth(edit: Edit) -> tuple[int, str]:
    return len(edit.pointer), repr(edit)


def _make(root: Node, edit: Edit) -> None:
    last = edit.pointer[-1] if edit.pointer else ""
    parent = node_at(root, edit.pointer[:-1]) if edit.pointer else None
    if isinstance(parent, Object) and edit.key:
        _rename(parent, str(last), edit.key)
    elif isinstance(parent, Object):
        parent.members[str(last)] = node_of(_plain(edit.value))
    elif isinstance(parent, Array) and isinstance(last, int) and last < len(parent.items):
        parent.items[last] = node_of(_plain(edit.value))


def _rename(parent: Object, old: str, new: str) -> None:
    if old in parent.members and new not in parent.members:
        # Rebuilt, so that the member stays in its place among the others.
        parent.members = {
            new if key == old else key: value for key, value in parent.members.items()
        }


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
