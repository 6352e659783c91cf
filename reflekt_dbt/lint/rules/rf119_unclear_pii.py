"""RF119."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation

# What people write for a yes or a no that is none.
_NO_KINDS = frozenset(["", "yes", "no", "true", "false", "y", "n", "none", "null", "1", "0"])


class UnclearPii(EventRule):
    """A property has a `pii` that is neither true, nor false, nor a kind of personal data.

    A kind is a word such as `email`. Whatever else stands there is taken for a yes.

    Flagged:
        {"email": {"type": "string", "description": "Where to write to.", "pii": "yes"}}

    Fine:
        {"email": {"type": "string", "description": "Where to write to.", "pii": "email"}}
    """

    code = "RF119"
    name = "unclear-pii"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each such mark, at every level."""
        if not schema.mentions('"pii"'):
            return
        for sub in schema.subs:
            if "pii" in sub.schema and not _is_clear(sub.schema["pii"]):
                problem = f"pii must be true, false or a kind, not {sub.schema['pii']!r}"
                hint = 'write "pii": true, or a word such as "email"'
                yield self.at(schema, (*sub.pointer, "pii"), problem, hint)


def _is_clear(mark: Any) -> bool:
    is_kind = isinstance(mark, str) and mark.strip().lower() not in _NO_KINDS
    return isinstance(mark, bool) or is_kind
