"""What a property may be: the words of its sub-schemas as one value, and how two combine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Part(NamedTuple):
    """A sub-schema, and how it was reached.

    Attributes:
        schema: As the file has it; anything at all.
        refs: References followed on the way here, to notice when one comes again.
        depth: Steps from the event to here.
    """

    schema: Any
    refs: frozenset[str] = frozenset()
    depth: int = 0

    def inner(self, schema: Any, ref: str = "") -> Part:
        """Return *schema*, one step further; *ref* is the reference that led to it."""
        return Part(schema, self.refs | {ref} if ref else self.refs, self.depth + 1)


@dataclass(slots=True)
class Shape:
    """What all parts of a schema say together.

    Attributes:
        types: JSON Schema type names, ``"null"`` included; None if anything goes.
        null: Whether null is named as an alternative, whatever *types* says.
        properties: Name → the parts that apply to it, the outermost first.
        required: Names that are required.
        choices: Alternatives with properties of their own, none of which must apply.
        enum: Allowed values; None if unbounded.
        opaque: Whether there is more to it than we can lay out, as in a recursion.
        pii: Whether it is personal data, or which kind; None if nothing is said.
        renamed_from: Names that it had before, as written.
    """

    types: frozenset[str] | None = None
    null: bool = False
    properties: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    choices: list[Shape] = field(default_factory=list)
    description: str = ""
    format: str = ""
    enum: tuple[Any, ...] | None = None
    opaque: bool = False
    pii: bool | str | None = None
    renamed_from: tuple[str, ...] = ()

    def take(self, other: Shape) -> None:
        """Let *other* apply as well; where both speak, this one is the outer and wins."""
        self.types = _types_of_both(self.types, other.types)
        self.null |= other.null
        for name, parts in other.properties.items():
            self.properties[name] = self.properties.get(name, ()) + parts
        self.required |= other.required
        self.choices += other.choices
        self.description = self.description or other.description
        self.format = self.format or other.format
        self.enum = _values_of_both(self.enum, other.enum)
        self.opaque |= other.opaque
        # Where one of them says that it is, it is: the mark protects people.
        self.pii = self.pii or other.pii if other.pii is not None else self.pii
        self.renamed_from = self.renamed_from or other.renamed_from

    @property
    def nullable(self) -> bool:
        """Whether null is among the types, or named as a value where there are no types."""
        if self.types is not None:
            return "null" in self.types
        return self.null or None in (self.enum or ())

    @property
    def is_object(self) -> bool:
        """Whether it may be an object, as far as anything is said at all."""
        named = self.types is not None and "object" in self.types
        return named or self.opaque or bool(self.properties or self.choices)


def own_words(schema: Mapping[str, Any]) -> Shape:
    """Return what *schema* says by itself, without what it combines."""
    enum = schema.get("enum")
    values = (
        enum if isinstance(enum, list) else [schema["const"]] if "const" in schema else None
    )
    required = schema.get("required")
    types, null = _types(schema)
    return Shape(
        types=types,
        null=null,
        required={name for name in required if isinstance(name, str)}
        if isinstance(required, list)
        else set(),
        description=_text(schema.get("description")),
        format=_text(schema.get("format")),
        enum=None if values is None else distinct(values),
        pii=mark_of(schema),
        renamed_from=names_of(schema.get("renamed_from")),
    )


def mark_of(schema: Mapping[str, Any]) -> bool | str | None:
    """Return what *schema* itself says of personal data; None if nothing.

    A word is the kind. What is neither is for lint to judge, and taken for a yes.
    """
    mark = schema.get("pii")
    if mark is None or isinstance(mark, bool):
        return mark
    return mark if isinstance(mark, str) and mark.strip() else True


def names_of(given: Any) -> tuple[str, ...]:
    """Return the former names that ``renamed_from`` lists, or the one that it is."""
    names = given if isinstance(given, list) else [given]
    return tuple(name for name in names if isinstance(name, str) and name)


def distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    """Return *values* without repetitions; 1 and true are two, unlike in Python."""
    return tuple({_identity(value): value for value in values}.values())


def _identity(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _types(schema: Mapping[str, Any]) -> tuple[frozenset[str] | None, bool]:
    given = schema.get("type")
    names = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    types = frozenset(name for name in names if isinstance(name, str))
    if "any" in types:
        return None, "null" in types
    return types or _implied_types(schema), False


def _implied_types(schema: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the type that an untyped *schema* must mean, by the keywords it uses."""
    if isinstance(schema.get("additionalProperties"), dict) or "patternProperties" in schema:
        return frozenset({"object"})
    return frozenset({"array"}) if "items" in schema else None


def _types_of_both(
    outer: frozenset[str] | None, inner: frozenset[str] | None
) -> frozenset[str] | None:
    if outer is None or inner is None:
        return inner if outer is None else outer
    common = outer & inner
    if {"integer", "number"} <= outer | inner and not {"integer", "number"} & common:
        common |= {"integer"}
    # Types that exclude each other are for lint to judge; a property never vanishes.
    return common or outer


def _values_of_both(
    outer: tuple[Any, ...] | None, inner: tuple[Any, ...] | None
) -> tuple[Any, ...] | None:
    if outer is None or inner is None:
        return inner if outer is None else outer
    allowed = {_identity(value) for value in inner}
    return tuple(value for value in outer if _identity(value) in allowed) or outer


def any_one_of(shapes: list[Shape], *, null: bool) -> Shape:
    """Return what can be said when any of *shapes* may apply, and null too if *null*."""
    made = shapes[0] if len(shapes) == 1 else _widest(shapes)
    if null:
        made.null = True
        made.types = None if made.types is None else made.types | {"null"}
    return made


def _widest(shapes: list[Shape]) -> Shape:
    typed = [shape.types for shape in shapes if shape.types is not None]
    formats = {shape.format for shape in shapes}
    enums = [shape.enum for shape in shapes if shape.enum is not None]
    return Shape(
        types=frozenset[str]().union(*typed) if len(typed) == len(shapes) else None,
        null=any(shape.null for shape in shapes),
        choices=[shape for shape in shapes if shape.is_object]
        if any(shape.is_object for shape in shapes)
        else [],
        format=formats.pop() if len(formats) == 1 else "",
        enum=distinct(value for values in enums for value in values)
        if len(enums) == len(shapes)
        else None,
        pii=next((shape.pii for shape in shapes if shape.pii), None),
        renamed_from=next((one.renamed_from for one in shapes if one.renamed_from), ()),
    )
