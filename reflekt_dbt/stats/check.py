"""What statistics ask of the rows of a plan's tables, and what they find."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reflekt_dbt.plan.findings import Finding, finding
from reflekt_dbt.sdks.model import Sdk
from reflekt_dbt.stats.questions import Question, Rows, Where, event_log
from reflekt_dbt.stats.tables import Held, Present, Table

# Values of a property that its enum does not list: how many are shown, and how much of each.
_SHOWN = 5
_LONGEST_SHOWN = 40


class Seen(NamedTuple):
    """An event that a source has seen.

    Attributes:
        source: Its source.
        name: As it was sent.
        times: How often.
        first: Day, as ``2026-03-01``.
        last: Likewise.
        planned: Whether a schema plans it.
    """

    source: str
    name: str
    times: int
    first: str
    last: str
    planned: bool


class Filled(NamedTuple):
    """How many rows have a property.

    Attributes:
        source: Of the table.
        table: In the catalogue's spelling.
        event: Its id.
        name: Of the property, dotted.
        rows: Of the table, in the time that was looked at.
        filled: How many of them have a value.
        outside: How many have one that the enum does not list; None without an enum.
    """

    source: str
    table: str
    event: str
    name: str
    rows: int
    filled: int
    outside: int | None

    @property
    def null_share(self) -> float:
        """Part of the rows without a value, from 0 to 1."""
        return 1 - self.filled / self.rows if self.rows else 0.0


@dataclass
class Survey:
    """Questions about a plan's tables, and what came of them.

    Attributes:
        places: Source → place, as for the macro catalog_query.
        days: How many days back rows count.
        seen: Events, by source, the most frequent first.
        filled: Properties, in the plan's order.
        findings: In the plan's form.
    """

    places: Mapping[str, dict[str, Any]]
    days: int
    seen: list[Seen] = field(default_factory=list)
    filled: list[Filled] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _asked: list[tuple[Question, Callable[[Rows], None]]] = field(default_factory=list)

    def ask_events(
        self, sdks: Mapping[str, Sdk], present: Present, plan: Mapping[str, Any]
    ) -> None:
        """Ask each source that has a table of all events which there are."""
        for source, sdk in sdks.items():
            tables = {table: dict(columns) for table, columns in present[source].items()}
            log = event_log(sdk, tables)
            if log is None:
                continue
            table, spelt = log
            when = (spelt[sdk.loaded_at], tables[table][spelt[sdk.loaded_at]])
            question = self._where(source).events(
                table, when, spelt["event"], spelt["event_text"]
            )
            planned = {
                name
                for one in plan["tables"] if one["source"] == source
                for name in one["relations"]
            }  # fmt: skip
            self._ask(question, self._note_events(source, sdk, planned))

    def ask_tables(self, tables: Sequence[Table]) -> None:
        """Ask each of *tables* how many of its rows have which property."""
        for table in tables:
            if table.when:
                columns = [[held.column, list(held.enum)] for held in table.held]
                question = self._where(table.source).counts(table.name, table.when, columns)
                self._ask(question, self._note_table(table))

    def take_questions(self) -> list[Question]:
        """Return the questions that nobody has answered yet."""
        return [question for question, _ in self._asked]

    def listen(self, answers: Sequence[Rows]) -> None:
        """Take the answers, one for each question; they may lead to further ones."""
        asked, self._asked = self._asked, []
        for (_, note), rows in zip(asked, answers, strict=True):
            note(rows)

    def document(self) -> dict[str, Any]:
        """Return what is known of rows as JSON values."""
        return {
            "days": self.days,
            "events": [one._asdict() for one in self.seen],
            "properties": [
                {**one._asdict(), "null_share": round(one.null_share, 4)} for one in self.filled
            ],
        }

    def _where(self, source: str) -> Where:
        return Where(self.places[source], self.days)

    def _ask(self, question: Question, note: Callable[[Rows], None]) -> None:
        self._asked.append((question, note))

    def _note_events(self, source: str, sdk: Sdk, planned: set[str]) -> Callable[[Rows], None]:
        def note(rows: Rows) -> None:
            for slug, text, count, first, last in rows:
                name = text or slug or ""
                # By table: two names of one slug land in the same.
                lands = {*sdk.table_names(name).candidates, (slug or "").lower()}
                is_planned = not lands.isdisjoint(planned)
                one = Seen(source, name, int(count or 0), first or "", last or "", is_planned)
                self.seen.append(one)
                if not is_planned:
                    said = {"first": one.first, "last": one.last, "count": str(one.times)}
                    self.findings.append(
                        finding("event_not_planned", "", source=source, name=name, **said)
                    )

        return note

    def _note_table(self, table: Table) -> Callable[[Rows], None]:
        def note(rows: Rows) -> None:
            numbers = iter([int(value or 0) for value in rows[0]])
            count = next(numbers)
            if count == 0:
                self.findings.append(self._finding("event_not_seen", table))
                return
            for held in table.held:
                filled = next(numbers)
                outside = next(numbers) if held.enum else None
                self.filled.append(
                    Filled(
                        table.source, table.name, table.event, held.prop.dotted,
                        count, filled, outside,
                    )
                )  # fmt: skip
                self._judge(table, held, self.filled[-1])

        return note

    def _judge(self, table: Table, held: Held, filled: Filled) -> None:
        prop = held.prop
        counts = {"rows": str(filled.rows)}
        if prop.required and not prop.nullable and filled.filled < filled.rows:
            counts["count"] = str(filled.rows - filled.filled)
            self.findings.append(self._finding("null_though_required", table, held, **counts))
        if filled.outside:
            counts["count"] = str(filled.outside)
            found = self._finding("value_outside_enum", table, held, values="", **counts)
            self.findings.append(found)
            if not held.is_private:
                self._ask_values(table, held, found)

    def _ask_values(self, table: Table, held: Held, found: Finding) -> None:
        more = {"limit": _SHOWN, "except": list(held.enum)}
        question = self._where(table.source).values(
            table.name, table.when, held.column, held.family, **more
        )

        def note(rows: Rows) -> None:
            shown = (_short(value) for value, _ in rows if value is not None)
            found[3]["values"] = f", such as {', '.join(shown)}" if rows else ""

        self._ask(question, note)

    def _finding(
        self, code: str, table: Table, held: Held | None = None, **arguments: str
    ) -> Finding:
        place = {"source": table.source, "table": table.name, "days": str(self.days)}
        prop = held.prop.dotted if held else ""
        return finding(code, table.event, prop, **place, **arguments)


def _short(value: str) -> str:
    """Return a value of a stranger's, no longer than is of use, and inert."""
    cut = value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}…"
    return repr(cut)
