"""RF104."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reflekt_dbt.lint.rule import Edit, FileRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class ViolatesMetaSchema(FileRule):
    """A schema file is not what the meta-schema asks for.

    The meta-schema says what every schema file holds: a name, a version, properties, each of
    them a schema. A project that wants more, such as owners in the metadata, keeps its
    own in `.reflekt/meta/1-0.json` below its schemas folder.

    Flagged:
        {"self": {"vendor": "com.shop", "name": "Order Completed", "version": "1-0"}}

    Fine:
        {
          "self": {
            "vendor": "com.shop",
            "name": "Order Completed",
            "version": "1-0",
            "format": "jsonschema"
          }
        }
    """

    code = "RF104"
    name = "violates-meta-schema"
    shows = "schema"
    fixes = "safely"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield what the meta-schema has against *schema*."""
        yield from self.of_flaws(schema, schema.flaws)

    def edits(self, schema: Schema, violation: Violation) -> Iterable[Edit]:
        """Return the format where it is missing: there is only one."""
        if violation.pointer == ("self",) and schema.own and "format" not in schema.own:
            yield Edit(("self", "format"), "jsonschema")
