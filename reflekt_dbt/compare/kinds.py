"""Every kind of change there is, and the bump it needs. By hand: there is no other.

The first seven are the rules of Reflekt's README; the others are the cases it left open.
Where nobody can tell whether a change breaks someone, it is taken for a break.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from reflekt_dbt.compare.model import Bump, Change


class Kind(NamedTuple):
    """A kind of change.

    Attributes:
        code: Its name, as ``--output json`` has it.
        bump: What it needs.
        what: What changed, for the page of all kinds.
        why: Why it needs that bump, for the page of all kinds.
    """

    code: str
    bump: Bump
    what: str
    why: str


KINDS = (
    Kind(
        "required-property-added",
        "major",
        "A required property was added.",
        "Events that senders of the old version send lack it.",
    ),
    Kind(
        "required-property-removed",
        "major",
        "A required property was removed.",
        "Queries rely on a column that was always filled.",
    ),
    Kind(
        "optional-property-added",
        "minor",
        "An optional property was added.",
        "Old events still fit.",
    ),
    Kind(
        "optional-property-removed",
        "minor",
        "An optional property was removed.",
        "No query could rely on its being filled.",
    ),
    Kind(
        "property-made-required",
        "major",
        "An optional property became required.",
        "Old events may lack it.",
    ),
    Kind(
        "property-made-optional",
        "minor",
        "A required property became optional.",
        "Old events still fit.",
    ),
    Kind(
        "type-changed",
        "major",
        "The types of a property changed; `integer` to `number` too.",
        "A column has one type, made for the old values.",
    ),
    Kind(
        "property-renamed",
        "none",
        "A property went and one of the same shape came.",
        "Only a guess, and a note: the removal and the addition count by themselves.",
    ),
    Kind(
        "property-renamed-from",
        "minor",
        "A property says by `renamed_from` that it is one that went.",
        "Its model reads both columns, and keeps the old alias until the next major.",
    ),
    Kind(
        "null-refused",
        "major",
        "A property may no longer be null.",
        "Old events may hold null.",
    ),
    Kind(
        "null-allowed",
        "minor",
        "A property may now be null.",
        "Old events still fit, as when a required property becomes optional.",
    ),
    Kind(
        "values-narrowed",
        "major",
        "An `enum` or `const` came, or lost values.",
        "Old events may hold the values that are gone.",
    ),
    Kind(
        "values-widened",
        "minor",
        "An `enum` or `const` went, or got more values.",
        "Old events still fit.",
    ),
    Kind(
        "format-changed",
        "major",
        "A `format` came or changed, or one that decides the column's type went.",
        "Old values may not fit; `date-time` and `date` are types in the warehouse.",
    ),
    Kind(
        "format-removed",
        "minor",
        "Another `format` went.",
        "Old events still fit.",
    ),
    Kind(
        "pattern-changed",
        "major",
        "A `pattern` came or changed.",
        "Which texts two patterns share cannot be told.",
    ),
    Kind(
        "pattern-removed",
        "minor",
        "A `pattern` went.",
        "Old events still fit.",
    ),
    Kind(
        "bound-tightened",
        "major",
        "A bound came or got tighter: `minimum`, `maxLength`, `minItems`, `multipleOf` "
        "and the like.",
        "Old events may lie outside.",
    ),
    Kind(
        "bound-loosened",
        "minor",
        "A bound went or got looser.",
        "Old events still fit.",
    ),
    Kind(
        "unique-items-demanded",
        "major",
        "`uniqueItems` became true.",
        "Old lists may repeat an item.",
    ),
    Kind(
        "unique-items-dropped",
        "minor",
        "`uniqueItems` is no longer true.",
        "Old events still fit.",
    ),
    Kind(
        "other-properties-refused",
        "major",
        "`additionalProperties` became false, or a schema where anything went.",
        "Old events may hold properties that nobody described.",
    ),
    Kind(
        "other-properties-allowed",
        "minor",
        "`additionalProperties` is no longer false, or no longer a schema.",
        "Old events still fit.",
    ),
    Kind(
        "alternative-removed",
        "major",
        "An alternative of `anyOf` or `oneOf` went.",
        "Old events may be of that kind.",
    ),
    Kind(
        "alternative-added",
        "minor",
        "An alternative came to `anyOf`, or to a `oneOf` whose alternatives differ in type.",
        "Old events still fit.",
    ),
    Kind(
        "alternatives-changed",
        "major",
        "The alternatives of `anyOf` or `oneOf` changed in another way.",
        "Whether every old event still fits cannot be told.",
    ),
    Kind(
        "condition-changed",
        "major",
        "`if`, `not`, `dependencies`, `contains`, `propertyNames`, `patternProperties`, "
        "`additionalItems` or a list of `items` came or changed.",
        "Whether every old event still fits cannot be told.",
    ),
    Kind(
        "condition-removed",
        "minor",
        "One of these went, but for `patternProperties` and a list of `items`.",
        "Without a condition, old events still fit.",
    ),
    Kind(
        "reference-changed",
        "major",
        "A `$ref` that leads back to itself, or out of the file, changed.",
        "What it stands for cannot be told.",
    ),
    Kind(
        "too-large-to-compare",
        "major",
        "The references of a version unfold to more than we follow, and it changed.",
        "Whether every old event still fits cannot be told.",
    ),
    Kind(
        "event-renamed",
        "major",
        "The event's name changed.",
        "The name decides the table, and so the model.",
    ),
    Kind(
        "event-renamed-from",
        "minor",
        "The event's name changed, and its metadata say so by `renamed_from`.",
        "Its model keeps its name, and reads the table of the old name as well.",
    ),
    Kind(
        "event-added",
        "none",
        "The event is new.",
        "Nobody relies on it yet.",
    ),
    Kind(
        "event-moved",
        "none",
        "The event's files are in another folder.",
        "Its name decides the table, not its folder.",
    ),
    Kind(
        "event-removed",
        "major",
        "All versions of the event are gone.",
        "Its model loses its schema, and whoever reads it a table.",
    ),
)

_BY_CODE: Mapping[str, Kind] = {kind.code: kind for kind in KINDS}


def change(
    code: str, path: tuple[str, ...], sentence: str, *, before: Any = None, after: Any = None
) -> Change:
    """Return a change of the kind *code*."""
    return Change(code, _BY_CODE[code].bump, path, before, after, sentence)
