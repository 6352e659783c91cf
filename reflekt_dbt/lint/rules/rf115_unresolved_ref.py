"""RF115."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.events.refs import find_bad_refs
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class UnresolvedRef(EventRule):
    """A `$ref` points to nothing in its file.

    Schema files stand alone, so that a registry can take each of them as it is.

    Flagged:
        {
          "properties": {"address": {"$ref": "#/definitions/adress"}},
          "definitions": {"address": {"type": "object"}}
        }

    Fine:
        {
          "properties": {"address": {"$ref": "#/definitions/address"}},
          "definitions": {"address": {"type": "object"}}
        }
    """

    code = "RF115"
    name = "unresolved-ref"
    shows = "schema"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each such reference."""
        if schema.mentions('"$ref"'):
            yield from self.of_flaws(schema, find_bad_refs(schema.data))
