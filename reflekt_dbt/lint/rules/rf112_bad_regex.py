"""RF112."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.events.draft import regex_problem
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class BadRegex(EventRule):
    """A `pattern` is no regular expression.

    Validators refuse the schema, or let everything pass.

    Flagged:
        {"zip": {"type": "string", "description": "Postal code.", "pattern": "^[0-9{5}$"}}

    Fine:
        {"zip": {"type": "string", "description": "Postal code.", "pattern": "^[0-9]{5}$"}}
    """

    code = "RF112"
    name = "bad-regex"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each regex that is none."""
        for sub in schema.subs:
            pattern = sub.schema.get("pattern")
            if isinstance(pattern, str) and regex_problem(pattern):
                problem = f"{pattern!r} is no regex: {regex_problem(pattern)}"
                yield self.at(schema, (*sub.pointer, "pattern"), problem, _HINT)
            named = sub.schema.get("patternProperties")
            for key in named if isinstance(named, dict) else ():
                if regex_problem(key):
                    pointer = (*sub.pointer, "patternProperties", key)
                    problem = f"{key!r} is no regex: {regex_problem(key)}"
                    yield self.at(schema, pointer, problem, _HINT, at_key=True)


_HINT = r"close every bracket, and write a backslash as \\ in JSON"
