"""RF120."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from reflekt_dbt.events.marks import former_paths
from reflekt_dbt.lint.rule import EventRule
from reflekt_dbt.lint.schema import Schema
from reflekt_dbt.lint.violation import Violation
from reflekt_dbt.lint.walk import Sub


class UselessRenamedFrom(EventRule):
    """A property has a `renamed_from` that is no former name of it.

    A former name stood beside the property; one with dots is a path from the top of the
    event. What the same version still describes is a property in its own right, and its
    column is read for nothing else.

    Flagged:
        {
          "email": {"type": "string", "description": "Address.", "renamed_from": "mail"},
          "mail": {"type": "string", "description": "Address."}
        }

    Fine:
        {"email": {"type": "string", "description": "Address.", "renamed_from": "mail"}}
    """

    code = "RF120"
    name = "useless-renamed-from"

    def check(self, schema: Schema) -> Iterator[Violation]:
        """Yield one violation for each name that leads nowhere."""
        if not schema.mentions('"renamed_from"'):
            return
        known = {sub.path for sub in schema.properties}
        for sub in schema.subs:
            given = sub.schema.get("renamed_from")
            if given is not None and sub.path:
                pointer = (*sub.pointer, "renamed_from")
                for problem, hint in _problems(sub, given, known):
                    yield self.at(schema, pointer, problem, hint)


def _problems(
    sub: Sub, given: Any, known: Collection[tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    names = given if isinstance(given, list) else [given]
    for name in names or [given]:
        if not isinstance(name, str) or not name.strip("."):
            hint = 'give the old name, as in "mail", or a list of them, the latest first'
            yield f"renamed_from must be a name, not {name!r}", hint
            continue
        paths = former_paths(sub.path[:-1], (), sub.path[-1], [name])
        if not paths:
            yield f"{name!r} is what the property is called now", "remove renamed_from"
        elif paths[0] in known:
            hint = "remove it there, or remove renamed_from here"
            yield f"{name!r} is a property of this version too", hint
