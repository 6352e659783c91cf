"""What rows tell of drafts: names as they were sent, what is always there, sampled values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reflekt_dbt.events.read import not_text
from reflekt_dbt.infer.asked import Asked
from reflekt_dbt.infer.draft import EventDraft, PropertyDraft
from reflekt_dbt.infer.found import Column, Found, LeftOut, Present
from reflekt_dbt.infer.select import sampled
from reflekt_dbt.lint.personal import looks_like
from reflekt_dbt.stats.questions import Question, Rows, Where, event_log

# Fewer rows than this say nothing of what is always so.
FEWEST_ROWS = 100
# More values than this are no list of choices.
MOST_CHOICES = 12
_EXAMPLES = 3
_LONGEST_NAME = 200

_VALUES: Mapping[str, Callable[[str], Any]] = {"string": str, "integer": int}

_Use = Callable[[Rows], None]


@dataclass
class Interview:
    """Questions to ask of rows, and what came of them.

    Attributes:
        questions: In the order in which they are to be answered.
        sent: Names of events, by table.
        left_out: Columns whose values are not taken.
    """

    asked: Asked
    places: Mapping[str, dict[str, Any]]
    questions: list[Question] = field(default_factory=list)
    sent: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    _uses: list[_Use] = field(default_factory=list)
    _always: set[tuple[str, str, str]] = field(default_factory=set)
    _seen: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)

    def prepare(self, found: Sequence[Found], present: Present) -> None:
        """Decide what to ask about *found*.

        Raises:
            SelectError: Values are asked for of a column that is not in it.
        """
        if self.asked.event_names:
            self._ask_names([one for one in found if not one.event], present)
        if self.asked.stats:
            for one in found:
                self._ask_counts(one)
        for one, column in sampled(found, self.asked.sample_values):
            self._ask_values(one, column)

    def listen(self, answers: Sequence[Rows]) -> None:
        """Take the answers, one for each question."""
        for use, rows in zip(self._uses, answers, strict=True):
            use(rows)

    def tell(self, drafts: Iterable[EventDraft]) -> None:
        """Add to *drafts* what the answers say."""
        for draft in drafts:
            for prop in draft.properties.values():
                keys = [_key(found, column) for found, column in prop.columns]
                is_everywhere = len(prop.columns) == len(draft.found)
                prop.is_required = is_everywhere and all(key in self._always for key in keys)
                self._add_facts(prop, keys)

    def _add_facts(self, prop: PropertyDraft, keys: Sequence[tuple[str, str, str]]) -> None:
        facts = [self._seen[key] for key in keys if key in self._seen]
        for keyword in ("enum", "examples"):
            values = [value for one in facts for value in one.get(keyword, ())]
            # A list of choices holds only if every table agrees that it is one.
            if values and (keyword == "examples" or all(keyword in one for one in facts)):
                prop.facts[keyword] = list(dict.fromkeys(values))

    def _ask(self, question: Question, use: _Use) -> None:
        self.questions.append(question)
        self._uses.append(use)

    def _where(self, found: Found) -> Where:
        return Where(self.places[found.source.name], self.asked.days)

    def _ask_names(self, found: Sequence[Found], present: Present) -> None:
        by_source: dict[str, list[Found]] = {}
        for one in found:
            if not one.kind.name:
                by_source.setdefault(one.source.name, []).append(one)
        for name, tables in by_source.items():
            where, sdk = self._where(tables[0]), tables[0].sdk
            every = {table: dict(columns) for table, columns in present[name].items()}
            log = event_log(sdk, every)
            if log:
                table, spelt = log
                when = [spelt[sdk.loaded_at], every[table][spelt[sdk.loaded_at]]]
                columns = (spelt["event"], spelt["event_text"])
                self._ask(where.events(table, when, *columns), self._by_name(tables))
                continue
            texts = [
                [one.table, one.exact("event_text")[0], one.when]
                for one in tables
                if one.exact("event_text") and one.when
            ]
            for question in where.names(texts):
                self._ask(question, self._by_table(name))

    def _by_name(self, found: Sequence[Found]) -> _Use:
        """Return what gives each table the most frequent name that its events have."""
        tables = {one.table.lower(): one for one in found}

        def use(rows: Rows) -> None:
            for _, text, *_ in rows:
                for candidate in _landing(text, found[0]):
                    one = tables.get(candidate)
                    if one and text:
                        self.sent.setdefault((one.source.name, one.table), text)

        return use

    def _by_table(self, source: str) -> _Use:
        def use(rows: Rows) -> None:
            named = ((table, text) for table, text in rows if table and _is_name(text))
            self.sent.update({(source, table): str(text) for table, text in named})

        return use

    def _ask_counts(self, found: Found) -> None:
        if not found.columns or not found.when:
            return
        columns = [[column.name, []] for column in found.columns]

        def use(rows: Rows) -> None:
            count, *filled = (int(value or 0) for value in rows[0])
            for column, there in zip(found.columns, filled, strict=True):
                if count >= FEWEST_ROWS and there == count:
                    self._always.add(_key(found, column))

        self._ask(self._where(found).counts(found.table, found.when, columns), use)

    def _ask_values(self, found: Found, column: Column) -> None:
        why = _why_not(found, column)
        if why:
            self.left_out.append(LeftOut(found.source.name, found.table, column.name, why))
            return

        def use(rows: Rows) -> None:
            make = _VALUES[column.family]
            values = [make(value) for value, _ in rows if value is not None]
            values = [
                value for value in values if not (isinstance(value, str) and not_text(value))
            ]
            is_whole = sum(int(count or 0) for _, count in rows) >= FEWEST_ROWS
            if self.asked.stats and is_whole and len(rows) <= MOST_CHOICES:
                self._seen[_key(found, column)] = {"enum": sorted(values)}
            elif values:
                self._seen[_key(found, column)] = {"examples": values[:_EXAMPLES]}

        limited = {"limit": MOST_CHOICES + 1}
        question = self._where(found).values(
            found.table, found.when, column.name, column.family, **limited
        )
        self._ask(question, use)


def _why_not(found: Found, column: Column) -> str:
    """Return why the values of a column are not to be taken; ``""`` if they are."""
    what = looks_like(column.name)
    if what:
        return f"it looks like {what}: its values are not written to files"
    if column.family not in _VALUES:
        return f"values of type {column.type} are not sampled"
    return "" if found.when else f"it has no {found.sdk.loaded_at}, by which rows are limited"


def _landing(text: str | None, found: Found) -> Iterator[str]:
    """Yield the tables in which events called *text* may land."""
    if _is_name(text):
        yield from found.sdk.table_names(str(text)).candidates


def _is_name(text: str | None) -> bool:
    return (
        bool(text and text.strip())
        and len(str(text)) <= _LONGEST_NAME
        and not not_text(str(text))
    )


def _key(found: Found, column: Column) -> tuple[str, str, str]:
    return found.source.name, found.table, column.name
