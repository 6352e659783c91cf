"""RF203."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.events.refs import NoTargetError, resolve
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation
from reflekt_dbt.lint.walk import Sub


class PropertyWithoutDescription(EventRule):
    """A property has no description.

    The description becomes the column's documentation in dbt. An empty one there costs
    every later reader a question that the author could have answered once. A property that
    refers to a definition may take its description from there.

    Flagged:
        {"coupon": {"type": "string"}}

    Fine:
        {"coupon": {"type": "string", "description": "Code typed at checkout."}}
    """

    code = "RF203"
    name = "property-without-description"
    severity = "warning"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each property without a description, at every level."""
        for prop in schema.properties:
            if not _is_described(prop.schema) and not _by_reference(schema, prop):
                problem = f"{prop.dotted!r} has no description"
                hint = 'add "description": what would somebody who reads the column ask?'
                yield self.on_property(schema, prop, problem, hint)


def _is_described(schema: object) -> bool:
    given = schema.get("description") if isinstance(schema, dict) else None
    # What is no text at all is an error of another kind.
    return bool(given.strip()) if isinstance(given, str) else given is not None


def _by_reference(schema: Schema, prop: Sub) -> bool:
    ref = prop.schema.get("$ref")
    if not isinstance(ref, str):
        return False
    try:
        return _is_described(resolve(schema.data, ref))
    except NoTargetError:
        return True  # that it points to nothing is enough to say
