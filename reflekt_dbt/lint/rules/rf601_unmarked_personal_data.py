"""RF601."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.personal import looks_like
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation


class UnmarkedPersonalData(EventRule):
    """A property looks like personal data, and nobody has said whether it is.

    `"pii": true`, a kind such as `"pii": "email"`, or `"pii": false` in its schema settles it.
    A guess by names finds some of what there is and some of what there is not, so this rule is
    off until selected, as in `select: [default, RF6]`.

    Flagged:
        {"email": {"type": "string", "description": "Where to write to."}}

    Fine:
        {"email": {"type": "string", "description": "Where to write to.", "pii": true}}
    """

    code = "RF601"
    name = "unmarked-personal-data"
    severity = "warning"
    on = False

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each such property, at every level."""
        for prop in schema.properties:
            if isinstance(prop.schema.get("pii"), (bool, str)):
                continue
            what = looks_like(prop.name)
            if what:
                problem = f"{prop.dotted!r} looks like {what}"
                hint = 'add "pii": true, or "pii": false if it is no personal data'
                yield self.on_property(schema, prop, problem, hint)
