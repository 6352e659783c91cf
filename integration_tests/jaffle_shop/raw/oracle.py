"""What a right build makes of the raw data, said without asking the tool.

Rows are counted in the data; what does not match between data and plan is written down by
hand, because we put it there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from integration_tests.jaffle_shop.raw.generate import FUTURE, RawData, Table

SCHEMA = "jaffle_shop_segment"

# Planned, not sent yet: there is no table to build from.
EVENTS_WITHOUT_TABLE = ("Gift Card Redeemed",)

# Sent, never planned: nothing is to be built from it.
UNPLANNED_TABLES = ("newsletter_signed_up",)

# Table → properties that are planned and have no column.
ABSENT: Mapping[str, tuple[str, ...]] = MappingProxyType({"cart_viewed": ("coupon",)})

# Table → columns that no version of the event ever had.
UNPLANNED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"product_added": ("experiment_group",)}
)

# Table → columns that only versions older than the highest major have.
RETIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"checkout_step_completed": ("shipping_method",)}
)

# Table → columns whose type is of another family than the plan's: text that should be a
# whole number.
OTHER_TYPE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"checkout_step_completed": ("step",)}
)

# A context field of the shop's own: counted, but selected only where config asks for it.
UNKNOWN_CONTEXT = ("context_kiosk_id",)


@dataclass(frozen=True, slots=True)
class ExpectedModel:
    """One staging model that a full build writes, with the demo's filter.

    Attributes:
        name: Of the dbt model.
        schema: Of the raw table.
        table: The raw table.
        rows: How many rows the model has, duplicates included.
        repeated_ids: How many IDs occur more than once among them.
        columns: Raw columns that the model reads, in the table's order.
        absent: Raw columns that planned properties would have.
        unplanned: Raw columns that nobody planned.
        retired: Raw columns that only superseded versions planned.
        unknown_context: Raw context columns that Segment does not document.
    """

    name: str
    schema: str
    table: str
    rows: int
    repeated_ids: int
    columns: tuple[str, ...]
    absent: tuple[str, ...]
    unplanned: tuple[str, ...]
    retired: tuple[str, ...]
    unknown_context: tuple[str, ...]


def expected_models(data: RawData) -> tuple[ExpectedModel, ...]:
    """Return every model of a full build, by name."""
    return tuple(
        _expected(name, table)
        for name, table in sorted(data.tables.items())
        if name not in UNPLANNED_TABLES
    )


def _expected(name: str, table: Table) -> ExpectedModel:
    ids = _ids_before_the_future(table)
    names = tuple(column.name for column in table.columns)
    unplanned, retired = UNPLANNED.get(name, ()), RETIRED.get(name, ())
    unread = {*unplanned, *retired, *UNKNOWN_CONTEXT}
    return ExpectedModel(
        name=f"stg_{SCHEMA}__{name}",
        schema=SCHEMA,
        table=name,
        rows=len(ids),
        repeated_ids=sum(times > 1 for times in Counter(ids).values()),
        columns=tuple(column for column in names if column not in unread),
        absent=ABSENT.get(name, ()),
        unplanned=unplanned,
        retired=retired,
        unknown_context=tuple(column for column in names if column in UNKNOWN_CONTEXT),
    )


def _ids_before_the_future(table: Table) -> list[str]:
    arrivals = zip(table.values("id"), table.values("received_at"), strict=True)
    return [id_ for id_, received_at in arrivals if received_at < FUTURE]
