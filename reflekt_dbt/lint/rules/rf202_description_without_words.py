"""RF202."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class DescriptionWithoutWords(EventRule):
    """A description says no more than the name, or that it is still to be written.

    Flagged:
        {"order_id": {"type": "string", "description": "Order ID"}}

    Fine:
        {
          "order_id": {
            "type": "string",
            "description": "Which order, as the shop numbers it."
          }
        }
    """

    code = "RF202"
    name = "description-without-words"
    severity = "info"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each description that describes nothing."""
        if _is_empty_talk(schema.data.get("description"), schema.name):
            problem = f"the description of the event {schema.name!r} says nothing"
            yield self.at(schema, ("description",), problem, _HINT)
        for prop in schema.properties:
            if _is_empty_talk(prop.schema.get("description"), prop.name):
                problem = f"the description of {prop.dotted!r} says nothing"
                yield self.at(schema, (*prop.pointer, "description"), problem, _HINT)


_HINT = "write what somebody who reads the column would ask"
# What people write to be done with it, without spaces and signs.
_PLACEHOLDERS = frozenset({"todo", "tbd", "tobedone", "na", "none", "description", "wip"})

_SHORT = 16


def _is_empty_talk(text: object, name: str) -> bool:
    if not isinstance(text, str) or not text.strip():
        return False  # for other rules to say
    if len(text) > 2 * len(name) + _SHORT:
        return False
    said = _letters(text)
    return said in _PLACEHOLDERS or said in {"", _letters(name)}


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
