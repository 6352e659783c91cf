"""Raw data as Segment's loader would have left it: deterministic, messy on purpose.

``generate(seed)`` gives the same data for the same seed and the same tables and columns
for every seed. Nothing of the package under test is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

from integration_tests.jaffle_shop.raw import context, words
from integration_tests.jaffle_shop.raw.context import Row
from integration_tests.jaffle_shop.raw.people import (
    BASE,
    Customer,
    Moment,
    World,
    new_id,
    new_world,
)
from integration_tests.jaffle_shop.raw.properties import CALLS
from integration_tests.jaffle_shop.raw.shape import (
    EVENT_TEXT,
    LEGACY_TABLES,
    TABLES,
    Columns,
)

SPAN = timedelta(days=60)
CALLS_A_CUSTOMER = 40
DUPLICATE_SHARE = 0.005
LATE_SHARE = 0.03

# A collector whose clock ran ahead: what the demo's filter leaves out.
FUTURE = datetime(2099, 1, 1)  # noqa: DTZ001 - as BASE
FUTURE_CALLS = 12


Library = Callable[[Random], Row]

# Tables that one library fills; the others are filled by the website and the app.
ONLY_LIBRARY: Mapping[str, Library] = MappingProxyType(
    {
        "pages": context.web,
        "groups": context.web,
        "newsletter_signed_up": context.web,
        "screens": context.mobile,
        "order_rated": context.mobile,
        "delivery_scheduled": context.server,
    }
)


class Table(NamedTuple):
    """A raw table. Each row has a value, or None, for each column, in their order."""

    columns: Columns
    rows: tuple[tuple[Any, ...], ...]

    def values(self, column: str) -> list[Any]:
        """Return the values of one column, in the order of the rows."""
        place = [name for name, _ in self.columns].index(column)
        return [row[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class RawData:
    """All raw tables by name.

    Attributes:
        tables: What Segment loaded.
        legacy: What an older system left in a schema of its own.
    """

    tables: Mapping[str, Table]
    legacy: Mapping[str, Table]


class _Call(NamedTuple):
    table: str
    row: Row


def generate(seed: int, events: int = 50_000) -> RawData:
    """Return what *events* calls leave in the warehouse, and the duplicates of some.

    Args:
        seed: Any number.
        events: Calls in all; each track call becomes two rows, its own and that in tracks.
    """
    rng = Random(seed)
    world = new_world(rng, 1 + events // CALLS_A_CUSTOMER)
    calls = _calls(world, events)
    _hurry_some_into_the_future(rng, calls)
    calls += _duplicates(rng, calls)
    # The loader appends what has come in since its last run.
    calls.sort(key=lambda call: call.row["uuid_ts"])

    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    for table, row in calls:
        rows[table].append(row)
        if table in EVENT_TEXT:
            rows["tracks"].append(row)
    rows["users"] = _latest_traits(rows["identifies"])
    return RawData(
        tables={name: _table(columns, rows[name]) for name, columns in TABLES.items()},
        legacy={name: Table(columns, words.STORES) for name, columns in LEGACY_TABLES.items()},
    )


def _calls(world: World, events: int) -> list[_Call]:
    rng = world.rng
    weights = [weight for _, weight in CALLS.values()]
    shares = sorted(rng.random() for _ in range(events))
    tables = rng.choices(tuple(CALLS), weights, k=events)
    return [_call(world, table, share) for table, share in zip(tables, shares, strict=True)]


def _call(world: World, table: str, share: float) -> _Call:
    make, _ = CALLS[table]
    customer = world.rng.choice(world.customers)
    library = _library(world.rng, table)
    row = {
        **library(world.rng),
        **_who(world.rng, table, customer),
        **_when(world.rng, share, may_be_late=library is context.mobile),
        **make(Moment(world, customer, share)),
    }
    if table in EVENT_TEXT:
        row["event"], row["event_text"] = table, EVENT_TEXT[table]
    return _Call(table, row)


def _library(rng: Random, table: str) -> Library:
    only = ONLY_LIBRARY.get(table)
    return only or (context.web if rng.random() < 0.6 else context.mobile)


def _who(rng: Random, table: str, customer: Customer) -> Row:
    from_server = table == "delivery_scheduled"
    # Even identify is called for people without an account: they typed an address.
    signed_in = from_server or rng.random() < (0.95 if table == "identifies" else 0.6)
    return {
        "id": new_id(rng),
        "anonymous_id": None if from_server else customer.anonymous_id,
        "user_id": customer.user_id if signed_in else None,
    }


def _when(rng: Random, share: float, *, may_be_late: bool) -> Row:
    original = BASE + timedelta(milliseconds=int(share * SPAN.total_seconds() * 1000))
    # A phone without a connection keeps its calls until it has one, days later.
    late = may_be_late and rng.random() < LATE_SHARE
    wait = timedelta(milliseconds=rng.randrange(86_400_000, 5 * 86_400_000) if late else 150)
    sent = original + wait
    received = sent + timedelta(milliseconds=rng.randrange(20, 2_000))
    return {
        "original_timestamp": original,
        "sent_at": sent,
        "received_at": received,
        "timestamp": received - (sent - original),
        "uuid_ts": received + timedelta(seconds=rng.randrange(60, 3_600)),
    }


def _hurry_some_into_the_future(rng: Random, calls: list[_Call]) -> None:
    chosen = rng.sample(calls, min(FUTURE_CALLS, len(calls)))
    for number, call in enumerate(chosen):
        call.row["received_at"] = FUTURE + timedelta(days=number)


def _duplicates(rng: Random, calls: list[_Call]) -> list[_Call]:
    """Return second deliveries: the same call and ID, received and loaded later."""
    chosen = rng.sample(calls, round(len(calls) * DUPLICATE_SHARE))
    return [_again(call, timedelta(seconds=rng.randrange(30, 86_400))) for call in chosen]


def _again(call: _Call, later: timedelta) -> _Call:
    row = call.row
    times = {name: row[name] + later for name in ("received_at", "uuid_ts")}
    return _Call(call.table, {**row, **times})


def _latest_traits(identifies: Iterable[Row]) -> list[Row]:
    """Return one row a user, overwritten by each identify call as it is loaded."""
    users: dict[str, Row] = {}
    for row in identifies:
        if row["user_id"] is not None:
            users[row["user_id"]] = {**row, "id": row["user_id"]}
    return list(users.values())


def _table(columns: Columns, rows: Iterable[Row]) -> Table:
    names = [column.name for column in columns]
    return Table(columns, tuple(tuple(map(row.get, names)) for row in rows))
