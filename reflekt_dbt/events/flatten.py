"""The properties of an event, flattened to leaves. Pure: one document in, values out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.errors import SchemaError
from reflekt_dbt.events.fold import MOST_PARTS, Folder, TooManyPartsError
from reflekt_dbt.events.marks import former_paths, mark_within
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
        return tuple(_Flattener(folder, document).leaves(_At(pii=top.pii), top))
    except TooManyPartsError:
        raise SchemaError(
            f"its references unfold to more than {MOST_PARTS} sub-schemas",
            hint='give the outer property "type": "object" alone, to keep it as one column',
        ) from None


@dataclass(frozen=True, slots=True)
class _At:
    """A place in an event, and what is true of it and of all below it.

    Attributes:
        pii_at: Path of what bears the mark that *pii* is.
        before: Paths that it had before.
    """

    path: tuple[str, ...] = ()
    nullable: bool = False
    required: bool = True
    pii: bool | str | None = None
    pii_at: tuple[str, ...] = ()
    before: tuple[tuple[str, ...], ...] = ()

    def member(self, name: str, shape: Shape, *, required: bool) -> _At:
        """Return the place of the property *name*, which is of *shape*."""
        return _At(
            path=(*self.path, name),
            nullable=self.nullable or shape.nullable,
            required=self.required and required,
            pii=self.pii if shape.pii is None else shape.pii,
            pii_at=self.pii_at if shape.pii is None and self.pii else (*self.path, name),
            before=former_paths(self.path, self.before, name, shape.renamed_from),
        )


class _Flattener:
    """Walks from an object's shape to its leaves."""

    def __init__(self, folder: Folder, document: Mapping[str, Any]) -> None:
        self._folder = folder
        self._document = document

    def leaves(self, at: _At, shape: Shape) -> Iterator[Property]:
        """Yield the leaves below *at*, which is of *shape*."""
        for name, parts in _members(shape).items():
            if any(part.schema is False for part in parts):
                continue  # forbidden: no event has it
            inner = self._folder.fold(parts)
            here = at.member(name, inner, required=name in shape.required)
            if _has_leaves(inner):
                yield from self.leaves(here, inner)
            else:
                # What is kept whole is personal if anything in it is.
                within = here.pii or mark_within(self._document, parts)
                yield _leaf(here, inner, within)


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


def _leaf(at: _At, shape: Shape, pii: bool | str) -> Property:
    types = (shape.types or frozenset()) - {"null"}
    if shape.is_object and not types:
        types = frozenset({"object"})
    return Property(
        path=at.path,
        types=tuple(sorted(types)),
        nullable=at.nullable,
        required=at.required,
        description=shape.description,
        format=shape.format,
        enum=tuple(value for value in shape.enum or () if value is not None),
        pii=pii,
        pii_at=at.pii_at if pii else (),
        renamed_from=at.before,
    )
