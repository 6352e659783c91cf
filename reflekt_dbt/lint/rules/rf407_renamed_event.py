"""RF407."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.landing import Landed
from reflekt_dbt.lint.rule import WarehouseRule
from reflekt_dbt.lint.violation import Violation


class RenamedEvent(WarehouseRule):
    """An event has a name of which the loader makes a table with another one.

    A word that SQL reserves, and a name that begins with a digit, get an underscore before
    them, on some warehouses or on all.

    With:
        {"sources": [{"name": "shop", "sdk": "segment"}]}

    Flagged:
        {"self.name": "Order"}

    Fine:
        {"self.name": "Order Completed"}
    """

    code = "RF407"
    name = "renamed-event"
    shows = "schema"
    severity = "info"

    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield one violation for each event whose table is called otherwise."""
        for event in landed.tracked:
            names = landed.sdk.table_names(event.name)
            changed = f"_{names.base}"
            if changed in names.candidates:
                why = landed.why_changed(names.base, self.facts.config.lint.warehouses)
                surely = "is" if names.base not in names.candidates else "may be"
                problem = f"the table of {event.name!r} {surely} called {changed!r}"
                hint = "rename it if people write SQL on the raw table"
                yield self.of_event(landed, event, f"{problem} ({landed.said}{why})", hint)
