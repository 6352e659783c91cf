"""RF405."""

from __future__ import annotations

from collections.abc import Iterator

from reflekt_dbt.lint.landing import Landed
from reflekt_dbt.lint.rule import WarehouseRule
from reflekt_dbt.lint.violation import Violation


class EventNamedLikeStandardTable(WarehouseRule):
    """An event is called like a table that the loader makes itself.

    Its rows go where nobody expects them, or nowhere.

    With:
        {"sources": [{"name": "shop", "sdk": "segment"}]}

    Flagged:
        {"self.name": "Users"}

    Fine:
        {"self.name": "User Signed Up"}
    """

    code = "RF405"
    name = "event-named-like-standard-table"
    shows = "schema"
    severity = "error"

    def check(self, landed: Landed) -> Iterator[Violation]:
        """Yield one violation for each event that is so called."""
        standard = {table.name for table in landed.sdk.tables} | set(landed.sdk.own_tables)
        for event in landed.tracked:
            names = landed.sdk.table_names(event.name)
            if names.base.removeprefix("_") in standard:
                table = names.base.removeprefix("_")
                goes = names.candidates[0] if names.candidates else ""
                where = f"goes to {goes!r} instead" if goes else "has no table of its own"
                problem = f"{event.name!r} is called like the table {table!r}, and {where}"
                hint = "give the event another name"
                yield self.of_event(landed, event, f"{problem} ({landed.said})", hint)
