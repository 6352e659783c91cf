"""RF101."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reflekt_dbt.lint.place import place_in
from reflekt_dbt.lint.rule import FileRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class UnreadableFile(FileRule):
    """A schema file is not JSON that means the same to every reader.

    Comments, trailing commas, a key that is there twice, a number that is none, a control
    character in a text: some readers stop at them, others take them each in its own way,
    and in the end they stand in someone's SQL. No other rule looks at such a file.
    `reflekt-dbt fmt` mends comments and trailing commas.

    Flagged:
        {"self": {"name": "Order Completed",}, "properties": {}}

    Fine:
        {"self": {"name": "Order Completed"}, "properties": {}}
    """

    code = "RF101"
    name = "unreadable-file"
    shows = "text"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each reason why *schema* cannot be read."""
        for error in schema.unreadable:
            line, column = place_in(error.where)
            found = self.at(schema, (), error.problem, error.hint)
            yield replace(found, line=line, column=column)
