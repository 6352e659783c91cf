"""RF403."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.landing import Landed
from reflekt_dbt.lint.rule import WarehouseRule
from reflekt_dbt.lint.violation import Violation


class RenamedProperty(WarehouseRule):
    """A property has a name that the loader changes, because a warehouse could not take it.

    A word that SQL reserves, a name that begins with a digit, the name of a column that the
    loader has itself: an underscore is put before them, on some warehouses or on all. Our
    models look for both; whoever writes SQL by hand does not.

    With:
        {"sources": [{"name": "shop", "sdk": "segment"}]}

    Flagged:
        {"order": {"type": "string", "description": "Which."}}

    Fine:
        {"order_id": {"type": "string", "description": "Which."}}
    """

    code = "RF403"
    name = "renamed-property"
    severity = "info"

    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield one violation for each property that is loaded under another name."""
        for group, columns in landed.tables:
            for column in columns:
                names = column.names
                changed = f"_{names.base}"
                if changed not in names.candidates or not column.current:
                    continue
                why = landed.why_changed(names.base, self.facts.config.lint.warehouses)
                surely = "is" if names.base not in names.candidates else "may be"
                for prop in column.properties:
                    problem = (
                        f"{prop.dotted!r} {surely} called {changed!r} in {group.names.base} "
                        f"({landed.said}{why})"
                    )
                    hint = "rename it if people write SQL on the raw table"
                    yield self.of_property(landed, column.event, prop, problem, hint)
