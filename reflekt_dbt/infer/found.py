"""What a warehouse has and nobody planned, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reflekt_dbt.config.model import SourceConfig
from reflekt_dbt.sdks.model import Sdk, SdkTable


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the catalogue has it.

    Attributes:
        name: In its exact spelling.
        type: Likewise.
        family: One of the plan's families of types.
    """

    name: str
    type: str
    family: str


@dataclass(frozen=True, slots=True)
class Found:
    """What of one table nobody planned.

    Attributes:
        source: That it is in.
        sdk: That loads it.
        table: In the catalogue's spelling.
        kind: Which of the SDK's tables it is, or its kind of table for an event's own.
        event: Id of the event that plans the rest of it; ``""`` for a table that none plans.
        columns: Those that hold properties, in their order.
        every: All columns of the table, name → type, in the catalogue's spelling.
    """

    source: SourceConfig
    sdk: Sdk
    table: str
    kind: SdkTable
    event: str
    columns: tuple[Column, ...]
    every: Mapping[str, str]

    def exact(self, name: str) -> list[str]:
        """Return column and type of the column *name*, in lower case; empty if none is so."""
        spelt = (one for one in self.every if one.lower() == name)
        return next(([one, self.every[one]] for one in spelt), [])

    @property
    def when(self) -> list[str]:
        """Column and type of when a row was received; empty if no column tells."""
        return self.exact(self.sdk.loaded_at)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A table or column that is not drafted, and why.

    Attributes:
        source: Its name.
        table: In the catalogue's spelling.
        column: Likewise; ``""`` for the whole table.
        why: In words.
    """

    source: str
    table: str
    column: str
    why: str


# Source → table → column → type, in the catalogue's spelling.
Present = Mapping[str, Mapping[str, Mapping[str, str]]]


class Finder:
    """Turns what macros found into values."""

    def __init__(
        self,
        sources: Sequence[SourceConfig],
        sdks: Mapping[str, Sdk],
        present: Present,
        families: Mapping[str, str],
    ) -> None:
        self._sources = {source.name: source for source in sources}
        self._sdks = sdks
        self._present = present
        self._families = families
        self.left_out: list[LeftOut] = []

    def tables(self, found: Sequence[Sequence[Any]]) -> Iterator[Found]:
        """Yield the tables that nothing plans, given as ``[source, table, columns]``."""
        for name, table, _ in found:
            source = self._sources[name]
            sdk = self._sdks[source.sdk]
            kind = _kind(sdk, table)
            every = self._present[name][table]
            columns = tuple(
                self._column(column, type_)
                for column, type_ in every.items()
                if "." not in column and not _is_own(column.lower(), kind, sdk)
            )
            yield Found(source, sdk, table, kind, "", columns, every)

    def columns(
        self, found: Sequence[Sequence[str]], kinds: Mapping[tuple[str, str], SdkTable]
    ) -> Iterator[Found]:
        """Yield the columns that nothing plans, by table.

        Args:
            found: ``[source, table, event or "", column in lower case]`` each.
            kinds: Source and event → the tables that it lands in.
        """
        by_table: dict[tuple[str, str, str], list[str]] = {}
        for name, table, event, column in found:
            by_table.setdefault((name, table, event), []).append(column)
        for (name, table, event), columns in by_table.items():
            source = self._sources[name]
            sdk, every = self._sdks[source.sdk], self._present[name][table]
            if not event:
                self._leave_out(name, table, columns)
                continue
            kind = _kind(sdk, table) if _kind(sdk, table).name else kinds[name, event]
            spelt = {one.lower(): one for one in sorted(every, reverse=True)}
            exact = [spelt[column] for column in columns if column in spelt]
            made = tuple(self._column(one, every[one]) for one in exact)
            yield Found(source, sdk, table, kind, event, made, every)

    def _leave_out(self, source: str, table: str, columns: Sequence[str]) -> None:
        why = "no event, or none alone, plans this table, so that nobody can tell whose it is"
        self.left_out += [LeftOut(source, table, column, why) for column in columns]

    def _column(self, name: str, type_: str) -> Column:
        return Column(name, type_, self._families.get(type_, "any"))


def _kind(sdk: Sdk, table: str) -> SdkTable:
    """Return the SDK's table of that name, else its kind of table for an event's own."""
    for one in sdk.tables:
        if one.properties and table.lower() in (one.name, *one.candidates):
            return one
    return sdk.event


def _is_own(name: str, kind: SdkTable, sdk: Sdk) -> bool:
    """Tell whether the loader makes the column *name*, in lower case, itself."""
    listed = {column.name for column in (*kind.columns, *sdk.context_of(kind))}
    return name in listed or name in sdk.own_columns or name.startswith(sdk.own_prefixes)
