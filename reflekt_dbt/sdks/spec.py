"""What Segment's spec gives every SDK that follows it: calls, columns, what they mean.

RudderStack speaks the same spec, so that both describe a column in the same words.

Aliases are those that users of Reflekt know, and no two columns of a table share one.
One of them misleads: Reflekt calls ``groups.id``, which is the id of the *call*,
``group_id``. Models that select it must not break, so the id of the group itself, the
column ``groups.group_id``, is ``group_key`` here. It gets no underscore in front, since
that is how the alias of a property gives way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType

from reflekt_dbt.sdks.context import Field
from reflekt_dbt.sdks.model import SdkColumn, SdkTable
from reflekt_dbt.sdks.reserved import RESERVED

# Exact names, as Reflekt's users have them in their schemas; config may say others.
CALLS = {
    "identify": ("Identify",),
    "group": ("Group",),
    "page": ("Page Viewed",),
    "screen": ("Screen Viewed",),
    "alias": ("Alias",),
}

TABLES = {
    "": "One row for each time the event was tracked, with its properties.",
    "tracks": "One row for each track call of any event, without the events' own properties.",
    "identifies": "One row for each identify call, with the traits that it set.",
    "users": "One row for each identified user, with the latest value of each trait.",
    "groups": "One row for each group call, with the traits that it set.",
    "pages": "One row for each page viewed, with the properties of the view.",
    "screens": "One row for each screen viewed in an app, with the properties of the view.",
    "aliases": "One row for each alias call, which tells that two ids are the same user.",
}

# Both loaders keep duplicates on BigQuery, and make of each table a view without them that
# goes back 60 days (cdp facts §2.7, §3.5).
BIGQUERY_VIEWS = MappingProxyType({"bigquery": "_view"})

_USER_ID = (
    "Id of the user in your own database. Events that were sent before their user was "
    "identified, or by a visitor who never was, have none."
)

_COLUMNS = (
    SdkColumn(
        "id",
        "event_id",
        "Id of the event, made when it was sent. The same event can be delivered more than "
        "once, and then has the same id each time.",
    ),
    SdkColumn(
        "id",
        "identify_id",
        "Id of the identify call, made when it was sent. A call that was delivered more than "
        "once has the same id each time.",
    ),
    SdkColumn("id", "user_id", _USER_ID),
    SdkColumn(
        "id",
        "group_id",
        "Id of the group call, made when it was sent; not the id of the group, which is "
        "group_key. A call that was delivered more than once has the same id each time.",
    ),
    SdkColumn(
        "id",
        "page_id",
        "Id of the page view, made when it was sent. A view that was delivered more than once "
        "has the same id each time.",
    ),
    SdkColumn(
        "id",
        "screen_id",
        "Id of the screen view, made when it was sent. A view that was delivered more than "
        "once has the same id each time.",
    ),
    SdkColumn(
        "id",
        "alias_id",
        "Id of the alias call, made when it was sent. A call that was delivered more than "
        "once has the same id each time.",
    ),
    SdkColumn(
        "anonymous_id",
        "anonymous_id",
        "Id that the SDK gives to a device or browser, which stands for its user until the "
        "user is identified. It changes when cookies are cleared, or when the app resets it as "
        "its user logs out.",
    ),
    SdkColumn("user_id", "user_id", _USER_ID),
    SdkColumn(
        "group_id",
        "group_key",
        "Id, in your own database, of the group (account, company, team) that the user was "
        "associated with. The loader's column is group_id.",
    ),
    SdkColumn(
        "previous_id",
        "previous_id",
        "Id that the user had until now, which the alias call links to the user id.",
    ),
    SdkColumn(
        "event",
        "event",
        "Name of the event in snake case, of which the loader makes the name of its table.",
    ),
    SdkColumn("event_text", "event_name", "Name of the event as it was sent."),
    SdkColumn(
        "timestamp",
        "tstamp",
        "When the event happened, corrected for a wrong clock on the device. Use this one to "
        "put events in order.",
    ),
    SdkColumn(
        "original_timestamp",
        "original_tstamp",
        "When the event happened by the clock of the device, which may be wrong.",
    ),
    SdkColumn(
        "sent_at",
        "sent_at_tstamp",
        "When the device sent the event, by its own clock. Events are sent in batches, so this "
        "can be long after they happened.",
    ),
    SdkColumn(
        "received_at",
        "received_at_tstamp",
        "When the event reached the collector, by the collector's clock. Rows are sorted by it "
        "in the warehouse, so filter on this one; late events have old timestamps but a new "
        "received_at.",
    ),
    SdkColumn(
        "channel",
        "channel",
        "Kind of source that sent the event, such as web, mobile, server or sources.",
    ),
    SdkColumn(
        "record_id",
        "record_id",
        "Id of the record in the cloud application that the event was extracted from. It is "
        "null for events that your own code sends.",
    ),
    SdkColumn(
        "uuid",
        "uuid",
        "Id that the loader gave to the row. It exists on Redshift only, and tells nothing of "
        "the event.",
    ),
    SdkColumn(
        "uuid_ts",
        "uuid_ts",
        "When the loader last handled the row, which is later than its arrival.",
    ),
    SdkColumn(
        "loaded_at",
        "loaded_at_tstamp",
        "When the row was written to the warehouse. It exists on BigQuery only.",
    ),
)

_BY_NAMES = {(column.name, column.alias): column for column in _COLUMNS}
_SAME = {column.name: column for column in _COLUMNS if column.name != "id"}

# Of every row: when it happened, was sent, and arrived.
TIMES = ("timestamp", "original_timestamp", "sent_at", "received_at")


def own(id_alias: str, *names: str) -> tuple[SdkColumn, ...]:
    """Return the column ``id``, as *id_alias*, and the columns of *names*, in that order."""
    return (_BY_NAMES["id", id_alias], *(_SAME[name] for name in names))


def own_names(tables: Iterable[SdkTable]) -> dict[str, frozenset[str]]:
    """Return call type → the loader's own columns in the tables that such a call fills."""
    names: dict[str, frozenset[str]] = {}
    for table in tables:
        own_columns = frozenset(column.name for column in table.columns)
        names[table.call_type] = names.get(table.call_type, frozenset()) | own_columns
    return names


def context_columns(
    fields: Iterable[Field], name_of: Callable[[tuple[str, ...]], str]
) -> tuple[SdkColumn, ...]:
    """Return the columns that the loader makes of the context.

    The prefix ``context_`` is dropped from the alias, except where a reserved word would
    be left.

    Args:
        fields: Of the context, in our order.
        name_of: Path below the message → column, by the rule of the loader.
    """
    return tuple(_context_column(field, name_of) for field in fields)


def _context_column(field: Field, name_of: Callable[[tuple[str, ...]], str]) -> SdkColumn:
    name = name_of(("context", *field.path.split(".")))
    short = name.removeprefix("context_")
    return SdkColumn(name, name if short in RESERVED else short, field.description)
