"""RF404."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.landing import Landed
from reflekt_dbt.lint.rule import WarehouseRule
from reflekt_dbt.lint.violation import Violation


class EventsShareTable(WarehouseRule):
    """Two events land in one table.

    The loader writes both names alike; in the table nobody can tell their rows apart but by
    `event_text`.

    With:
        {"sources": [{"name": "shop", "sdk": "segment"}]}

    Flagged:
        {
          "shop/Cart_Viewed/1-0.json": {"self.name": "Cart Viewed"},
          "shop/cart_viewed_2/1-0.json": {"self.name": "cart_viewed"}
        }

    Fine:
        {
          "shop/Cart_Viewed/1-0.json": {"self.name": "Cart Viewed"},
          "shop/Order_Completed/1-0.json": {}
        }
    """

    code = "RF404"
    name = "events-share-table"
    shows = "files"
    severity = "error"

    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield one violation for each event that shares its table."""
        for event, _, finding in landed.findings("events_share_table"):
            table, others = finding[3]["table"], finding[3]["others"]
            problem = (
                f"{event.name!r} lands in the table {table!r} with {others} ({landed.said})"
            )
            yield self.of_event(landed, event, problem, "rename one of them")
