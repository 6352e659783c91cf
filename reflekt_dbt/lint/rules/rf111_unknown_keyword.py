"""RF111."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.events.keywords import ORDER
from reflekt_dbt.lint.facts import Facts
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation
from reflekt_dbt.naming import did_you_mean


class UnknownKeyword(EventRule):
    """A schema has a keyword that JSON Schema does not know.

    Validators pass over what they do not know: a misspelt `require` requires nothing, and
    nobody is told. Keywords of your own begin with `x-`, or stand in `lint.keywords`.

    Flagged:
        {"email": {"type": "string", "description": "Where to write to.", "fromat": "email"}}

    Fine:
        {"email": {"type": "string", "description": "Where to write to.", "format": "email"}}
    """

    code = "RF111"
    name = "unknown-keyword"

    def __init__(self, facts: Facts | None = None) -> None:
        super().__init__(facts)
        self._known = frozenset(ORDER) | frozenset(self.facts.config.lint.keywords)

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each keyword that nobody knows."""
        known = self._known
        for sub in schema.subs:
            if sub.schema.keys() <= known:
                continue
            for key in sub.schema:
                if key not in known and not key.startswith("x-"):
                    pointer, problem = (*sub.pointer, key), f"unknown keyword {key!r}"
                    yield self.at(schema, pointer, problem, self._hint(key), at_key=True)

    def _hint(self, key: str) -> str:
        near = did_you_mean(key, self._known)
        is_near = near.startswith("did")
        return near if is_near else "remove it, or add it to vars.reflekt.lint.keywords"
