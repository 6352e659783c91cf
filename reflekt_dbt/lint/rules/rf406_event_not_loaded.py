"""RF406."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.landing import Landed
from reflekt_dbt.lint.rule import WarehouseRule
from reflekt_dbt.lint.violation import Violation


class EventNotLoaded(WarehouseRule):
    """An event has a name of which the loader makes no table.

    Of a name without a letter or digit of ASCII nothing is left to call the table.

    With:
        {"sources": [{"name": "shop", "sdk": "segment"}]}

    Flagged:
        {"self.name": "注文完了"}

    Fine:
        {"self.name": "Order Completed"}
    """

    code = "RF406"
    name = "event-not-loaded"
    shows = "schema"
    severity = "error"

    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield one violation for each event that gets no table."""
        for event in landed.tracked:
            if not landed.sdk.table_names(event.name).base:
                problem = f"{event.name!r} gets no table of its own ({landed.said})"
                yield self.of_event(
                    landed, event, problem, "use letters from A to Z in its name"
                )
