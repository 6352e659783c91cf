"""A sub-schema and all that applies along with it, folded into one shape.

``$ref``, ``allOf``, ``anyOf``, ``oneOf``, ``if`` and ``dependencies`` say together what a
property may be. Pure; what cannot be known stays opaque.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reflekt_dbt.events.refs import NoTargetError, resolve
from reflekt_dbt.events.shape import Part, Shape, any_one_of, own_words

_NULL = frozenset({"null"})
# References and levels between the event and a property. A tracking plan has three or
# four; the limit keeps a hostile one from exhausting Python's stack.
_DEEPEST = 60
# Sub-schemas of one event. References can multiply: ten definitions that each use the
# next one twice are a thousand properties.
MOST_PARTS = 20_000


class TooManyPartsError(Exception):
    """An event's references multiply beyond what any warehouse could hold."""


class Folder:
    """Folds the parts of one document, within the limits on what they may grow to."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._parts_left = MOST_PARTS

    def fold(self, parts: Iterable[Part]) -> Shape:
        """Return what *parts* say together, the first being the outermost.

        Raises:
            TooManyPartsError: The limit for one document is reached.
        """
        shape = Shape()
        for part in parts:
            self._absorb(shape, part)
        return shape

    def _absorb(self, shape: Shape, part: Part) -> None:
        if not isinstance(part.schema, dict):
            return  # `true`, or nothing that says anything
        self._parts_left -= 1
        if self._parts_left < 0:
            raise TooManyPartsError
        if part.depth > _DEEPEST:
            shape.opaque = True
            return
        shape.take(own_words(part.schema))
        for keyword, value in part.schema.items():
            self._combine(shape, keyword, value, part)

    def _combine(self, shape: Shape, keyword: str, value: Any, part: Part) -> None:
        match keyword, value:
            case "properties", dict():
                _name(shape, value, part)
            case "allOf", list():
                for schema in value:
                    self._absorb(shape, part.inner(schema))
            case "$ref", str():
                self._follow(shape, value, part)
            case (("anyOf" | "oneOf"), list()):
                self._choose(shape, value, part)
            case (("then" | "else"), dict()):
                self._choose_if(shape, [value], part)
            case (("dependencies" | "dependentSchemas"), dict()):
                self._choose_if(shape, value.values(), part)

    def _follow(self, shape: Shape, ref: str, part: Part) -> None:
        if ref in part.refs:
            shape.opaque = True
            return
        try:
            target = resolve(self._document, ref)
        except NoTargetError:
            shape.opaque = True
            return
        self._absorb(shape, part.inner(target, ref))

    def _choose(self, shape: Shape, schemas: list[Any], part: Part) -> None:
        shapes = [self.fold([part.inner(one)]) for one in schemas if one is not False]
        rest = [one for one in shapes if one.types != _NULL]
        if rest:
            shape.take(any_one_of(rest, null=len(rest) < len(shapes)))
        elif shapes:
            shape.take(shapes[0])

    def _choose_if(self, shape: Shape, schemas: Iterable[Any], part: Part) -> None:
        # Whether the condition holds is not known, so only names are learnt from it.
        choices = (self.fold([part.inner(one)]) for one in schemas)
        shape.choices += [one for one in choices if one.properties or one.choices]


def _name(shape: Shape, properties: Mapping[str, Any], part: Part) -> None:
    for name, schema in properties.items():
        shape.properties[name] = (*shape.properties.get(name, ()), part.inner(schema))
