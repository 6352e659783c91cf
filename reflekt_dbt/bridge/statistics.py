"""Statistics of a check: what the macros ask of rows, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reflekt_dbt.bridge.catalog import Live, as_catalog
from reflekt_dbt.bridge.cost import cost_in_words
from reflekt_dbt.bridge.session import Session
from reflekt_dbt.config.model import SourceConfig
from reflekt_dbt.events.model import Event, Property
from reflekt_dbt.lint.personal import looks_like
from reflekt_dbt.plan.findings import Finding
from reflekt_dbt.sdks import SDKS
from reflekt_dbt.stats.check import Survey
from reflekt_dbt.stats.questions import Question, Rows
from reflekt_dbt.stats.tables import shared_tables


class Statistics:
    """What a run asks of rows. Its public attributes are all that macros may use.

    Attributes:
        types: Of the catalogue, whose families are wanted; once it was read.
        findings: Once all was answered.
    """

    def __init__(
        self,
        plan: Mapping[str, Any],
        sources: Sequence[SourceConfig],
        events: Sequence[Event],
        days: int,
        session: Session | None,
    ) -> None:
        self._plan = plan
        self._sdks = {source.name: SDKS[source.sdk] for source in sources}
        self._events = {event.id: event for event in events}
        self._days = days
        self._session = session
        self.types: list[str] = []

    def see(self, live: Live, adapter_type: str) -> None:
        """Take the catalogue, as the macro saw it."""
        self._adapter_type = adapter_type
        self._present = as_catalog(live)
        self.types = sorted({str(row[2]) for answer in live for row in answer["rows"]})
        self._survey = Survey(places_of(self._plan, live), self._days)

    def questions(self, families: Mapping[str, str]) -> list[Question]:
        """Return what to ask.

        Args:
            families: Type → family, for all `types`.
        """
        tables = shared_tables(
            self._plan, self._present, self._events, self._sdks, families, _is_private
        )
        self._survey.ask_events(self._sdks, self._present, self._plan)
        self._survey.ask_tables(list(tables))
        return self._survey.take_questions()

    def listen(self, answers: Sequence[Rows]) -> list[Question]:
        """Take the answers; return what they make one ask."""
        self._survey.listen(answers)
        return self._survey.take_questions()

    def announce(self, queries: Sequence[str]) -> str:
        """Say what *queries* read; return what a plain dbt is to say, which is the same."""
        return announced(self._session, queries, self._days, self._adapter_type)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found."""
        return tuple(self._survey.findings)

    def document(self) -> dict[str, Any]:
        """Return what is known of rows as JSON values."""
        return self._survey.document()


def announced(
    session: Session | None, queries: Sequence[str], days: int, adapter_type: str
) -> str:
    """Say in *session* what *queries* read; return it where there is none."""
    if not queries:
        return ""
    words = cost_in_words(queries, days, adapter_type)
    if session is None:
        return words
    session.announce(words)
    return ""


def places_of(plan: Mapping[str, Any], live: Live) -> dict[str, dict[str, Any]]:
    """Return source → place, as for the macro catalog_query."""
    quoting = {source["name"]: source["quoting"] for source in plan["sources"]}
    return {
        answer["source"]: {
            "database": answer["database"],
            "schema": answer["schema"],
            "quoting": quoting[answer["source"]],
        }
        for answer in live
    }


def _is_private(prop: Property) -> bool:
    """Tell whether values of *prop* are personal, by its mark or by its name."""
    return bool(prop.pii or looks_like(prop.path[-1]))
