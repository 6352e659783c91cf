"""RF117."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class EndlessReferences(EventRule):
    """The references of a schema multiply beyond what any warehouse could hold.

    Six definitions that each use the next one ten times make a million of one property.

    Flagged:
        {
          "properties": {
            "x": {
              "allOf": [
                {"$ref": "#/definitions/a"}, {"$ref": "#/definitions/a"},
                {"$ref": "#/definitions/a"}, {"$ref": "#/definitions/a"},
                {"$ref": "#/definitions/a"}, {"$ref": "#/definitions/a"},
                {"$ref": "#/definitions/a"}, {"$ref": "#/definitions/a"}
              ]
            }
          },
          "definitions": {
            "a": {
              "allOf": [
                {"$ref": "#/definitions/b"}, {"$ref": "#/definitions/b"},
                {"$ref": "#/definitions/b"}, {"$ref": "#/definitions/b"},
                {"$ref": "#/definitions/b"}, {"$ref": "#/definitions/b"},
                {"$ref": "#/definitions/b"}, {"$ref": "#/definitions/b"}
              ]
            },
            "b": {
              "allOf": [
                {"$ref": "#/definitions/c"}, {"$ref": "#/definitions/c"},
                {"$ref": "#/definitions/c"}, {"$ref": "#/definitions/c"},
                {"$ref": "#/definitions/c"}, {"$ref": "#/definitions/c"},
                {"$ref": "#/definitions/c"}, {"$ref": "#/definitions/c"}
              ]
            },
            "c": {
              "allOf": [
                {"$ref": "#/definitions/d"}, {"$ref": "#/definitions/d"},
                {"$ref": "#/definitions/d"}, {"$ref": "#/definitions/d"},
                {"$ref": "#/definitions/d"}, {"$ref": "#/definitions/d"},
                {"$ref": "#/definitions/d"}, {"$ref": "#/definitions/d"}
              ]
            },
            "d": {
              "allOf": [
                {"$ref": "#/definitions/e"}, {"$ref": "#/definitions/e"},
                {"$ref": "#/definitions/e"}, {"$ref": "#/definitions/e"},
                {"$ref": "#/definitions/e"}, {"$ref": "#/definitions/e"},
                {"$ref": "#/definitions/e"}, {"$ref": "#/definitions/e"}
              ]
            },
            "e": {"type": "string"}
          }
        }

    Fine:
        {
          "properties": {"a": {"$ref": "#/definitions/d"}},
          "definitions": {"d": {"type": "string"}}
        }
    """

    code = "RF117"
    name = "endless-references"
    shows = "schema"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation if the properties cannot be told."""
        if schema.too_large:
            hint = 'give the outer property "type": "object" alone, to keep it as one column'
            yield self.at(schema, (), schema.too_large, hint)
