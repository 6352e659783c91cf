"""Questions about the rows of a table, as the macro rows_query takes them. Pure.

Every one is bounded: it is about rows that arrived within so many days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.sdks.model import Sdk

Question = dict[str, Any]
# Each row as texts; None is a null.
Rows = Sequence[Sequence[str | None]]

DAYS = 7
# A slug that is sent under more names than this is not one that anybody planned.
_MOST_EVENTS = 10_000
_TABLES_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Where:
    """Rows that questions are about.

    Attributes:
        place: ``database``, ``schema`` and ``quoting``, as for the macro catalog_query.
        days: How many days back a row may have arrived.
    """

    place: dict[str, Any]
    days: int = DAYS

    def of(self, kind: str, table: str, when: Sequence[str], **more: Any) -> Question:
        """Return a question of *kind* about *table*."""
        asked = {"kind": kind, "place": self.place, "days": self.days, "table": table}
        return {**asked, "when": list(when), **more}

    def events(self, table: str, when: Sequence[str], event: str, event_text: str) -> Question:
        """Return the question which events there are in the table of all of them."""
        columns = {"event": event, "event_text": event_text}
        return self.of("events", table, when, **columns, limit=_MOST_EVENTS)

    def names(self, tables: Sequence[Sequence[Any]]) -> list[Question]:
        """Return the questions what the events of *tables* are called.

        *tables* holds ``[table, event_text column, when]``; many go into one question.
        """
        parts = range(0, len(tables), _TABLES_AT_ONCE)
        chunks = ([*tables[start : start + _TABLES_AT_ONCE]] for start in parts)
        return [self.of("names", "", (), tables=chunk) for chunk in chunks]

    def counts(self, table: str, when: Sequence[str], columns: Sequence[Any]) -> Question:
        """Return the question how many values there are in *columns*: ``[name, enum]``."""
        return self.of("counts", table, when, columns=[list(one) for one in columns])

    def values(
        self, table: str, when: Sequence[str], column: str, family: str, **more: Any
    ) -> Question:
        """Return the question which values there are; *more*: ``limit``, ``except``."""
        return self.of("values", table, when, column=column, family=family, **more)


def event_log(sdk: Sdk, tables: dict[str, dict[str, str]]) -> tuple[str, dict[str, str]] | None:
    """Return the table of all events and its columns, in lower case → exact; None if absent.

    Args:
        sdk: That made the tables.
        tables: Of the source: table → column → type, in the catalogue's spelling.
    """
    for table, columns in tables.items():
        spelt = {column.lower(): column for column in columns}
        if table.lower() in sdk.always and {"event", "event_text", sdk.loaded_at} <= {*spelt}:
            return table, spelt
    return None
