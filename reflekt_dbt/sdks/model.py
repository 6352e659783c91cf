"""What an SDK's loader makes of events, as values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple


class Names(NamedTuple):
    """What the loader may call a thing.

    Attributes:
        base: The loader's rule applied, before any adjustment; lower case; ``""`` if
            nothing of the name is left. Ours are made from it.
        candidates: Names to look for in the catalogue, best first, lower case; matched
            without case. Empty if the loader drops it, so that no column can hold it.
    """

    base: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SdkColumn:
    """A column that the loader makes itself.

    Attributes:
        name: As the loader writes it, in lower case.
        alias: What our models call it.
        description: Plain text, one paragraph, without braces (it becomes a doc block).
    """

    name: str
    alias: str
    description: str


@dataclass(frozen=True, slots=True)
class SdkTable:
    """A kind of table that the loader makes.

    Attributes:
        name: Of the table, as the loader writes it; ``""`` for an event's own table.
        call_type: SDK call that fills it: ``track``, ``identify``, ``group``, ``page``,
            ``screen``, ``alias``.
        columns: The loader's own, but for the context, in our order.
        properties: Whether it holds the properties (or traits) of its event.
        context: Whether it holds the context columns.
        description: Plain text, one sentence, for the dbt source table.
        candidates: Other names that it may have, best first.
    """

    name: str
    call_type: str
    columns: tuple[SdkColumn, ...]
    description: str
    properties: bool = True
    context: bool = True
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sdk:
    """A CDP's collector: how its loader names and shapes a warehouse schema.

    Attributes:
        name: As in ``sources[].sdk``.
        title: As people write it.
        event: The table of an event that is sent by a track call.
        tables: The other tables we know how to read, in the order to build them.
        calls: Call type → exact names of the events that stand for that call.
        always: Tables that are built whatever is planned, such as ``tracks``.
        context: Context columns, in our order; see `context_of`.
        loaded_at: Column that tells when a row was received.
        own_tables: Tables of the loader itself, which nobody plans.
        table_names: Event name → names of its table.
        column_names: Property path and call type → names of its column.
        own_prefixes: A column that starts so is the loader's own, listed or not.
        own_columns: Further columns of the loader's, which no model selects.
        own_views: Adapter type → what the loader adds to a table's name for a view of the
            same rows, which nobody plans.
    """

    name: str
    title: str
    event: SdkTable
    tables: tuple[SdkTable, ...]
    calls: Mapping[str, tuple[str, ...]]
    always: tuple[str, ...]
    context: tuple[SdkColumn, ...]
    loaded_at: str
    table_names: Callable[[str], Names]
    column_names: Callable[[tuple[str, ...], str], Names]
    own_tables: tuple[str, ...] = ()
    own_prefixes: tuple[str, ...] = ("context_",)
    own_columns: tuple[str, ...] = ()
    own_views: Mapping[str, str] = field(default_factory=dict)

    def context_of(self, table: SdkTable) -> tuple[SdkColumn, ...]:
        """Return the context columns that *table* has.

        One whose alias the table gives to another column keeps its own name there:
        ``context_group_id`` in ``groups``.
        """
        taken = {column.alias for column in table.columns}
        return tuple(
            replace(column, alias=column.name) if column.alias in taken else column
            for column in (self.context if table.context else ())
        )
