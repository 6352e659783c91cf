"""RF401."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.landing import Landed
from reflekt_dbt.lint.rule import WarehouseRule
from reflekt_dbt.lint.violation import Violation


class PropertiesShareColumn(WarehouseRule):
    """Two properties of an event land in one column.

    The loader writes both names alike, and of two values in one event it keeps one.

    With:
        {"sources": [{"name": "shop", "sdk": "segment"}]}

    Flagged:
        {
          "orderId": {"type": "string", "description": "Which."},
          "order_id": {"type": "string", "description": "Which."}
        }

    Fine:
        {
          "order_id": {"type": "string", "description": "Which."},
          "cart_id": {"type": "string", "description": "Which."}
        }
    """

    code = "RF401"
    name = "properties-share-column"
    severity = "error"

    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield one violation for each property that shares its column."""
        for event, prop, finding in landed.findings("properties_share_column"):
            if prop is not None:
                column, others = finding[3]["column"], finding[3]["others"]
                problem = (
                    f"{prop.dotted!r} lands in the column {column!r} of "
                    f"{landed.table_of(event)}, and so does {others!r} ({landed.said})"
                )
                yield self.of_property(landed, event, prop, problem, "rename one of them")
