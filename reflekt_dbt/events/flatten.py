"""The properties of an event, flattened to leaves. Pure: one document in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.fold import MOST_PARTS, Folder, TooManyPartsError
from reflekt_dbt.events.model import Property
from reflekt_dbt.events.shape import Part, Shape


def flatten(document: Mapping[str, Any]) -> tuple[Property, ...]:
    """Return the leaf properties of an event's schema, in the order of the file.

    Objects with properties give way to their leaves. Arrays, objects of unknown content,
    recursions and alternatives between objects stay one property each.

    Raises:
        SchemaError: References multiply beyond ``MOST_PARTS`` sub-schemas.
    """
    folder = Folder(document)
    try:
        top = folder.fold([Part(document, frozenset({"#"}))])
        return tuple(_Flattener(folder).leaves((), top))
    except TooManyPartsError:
        raise SchemaError(
            f"its references unfold to more than {MOST_PARTS} sub-schemas",
            hint='give the outer property "type": "object" alone, to keep it as one column',
        ) from None


class _Flattener:
    """Walks from an object's shape to its leaves."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def leaves(
        self,
        path: tuple[str, ...],
        shape: Shape,
        *,
        nullable: bool = False,
        required: bool = True,
    ) -> Iterator[Property]:
        """Yield the leaves below *path*; *nullable* and *required* speak of *path* itself."""
        for name, parts in _members(shape).items():
            if any(part.schema is False for part in parts):
                continue  # forbidden: no event has it
            here = (*path, name)
            inner = self._folder.fold(parts)
            is_required = required and name in shape.required
            may_be_null = nullable or inner.nullable
            if _has_leaves(inner):
                yield from self.leaves(here, inner, nullable=may_be_null, required=is_required)
            else:
                yield _leaf(here, inner, nullable=may_be_null, required=is_required)


def _members(shape: Shape) -> dict[str, tuple[Part, ...]]:
    """Return the properties of *shape*, then those that only some alternative names."""
    members = dict(shape.properties)
    extra: dict[str, list[tuple[Part, ...]]] = {}
    for choice in shape.choices:
        for name, parts in _members(choice).items():
            if name not in members:
                extra.setdefault(name, []).append(parts)
    return members | {name: _either(found) for name, found in extra.items()}


def _either(found: list[tuple[Part, ...]]) -> tuple[Part, ...]:
    """Return the parts of a property that several alternatives describe."""
    if len(found) == 1:
        return found[0]
    every = [part for parts in found for part in parts]
    schemas = [{"allOf": [part.schema for part in parts]} for parts in found]
    refs = frozenset[str]().union(*(part.refs for part in every))
    return (Part({"anyOf": schemas}, refs, max(part.depth for part in every)),)


def _has_leaves(shape: Shape) -> bool:
    only_object = shape.types is None or shape.types - {"null"} == {"object"}
    return bool(shape.properties) and only_object and not shape.opaque


def _leaf(path: tuple[str, ...], shape: Shape, *, nullable: bool, required: bool) -> Property:
    types = (shape.types or frozenset()) - {"null"}
    if shape.is_object and not types:
        types = frozenset({"object"})
    return Property(
        path=path,
        types=tuple(sorted(types)),
        nullable=nullable,
        required=required,
        description=shape.description,
        format=shape.format,
        enum=tuple(value for value in shape.enum or () if value is not None),
    )
