"""RudderStack: how its warehouse destinations name and shape tables.

The rules are those of the transformer that all of them use. Two things differ between
installations and are candidates here: whether digits are words of their own (destinations
with ``underscoreDivideNumbers``), and which words a warehouse reserves.
"""

from __future__ import annotations

import re

from reflekt_dbt.sdks.candidates import with_cuts
from reflekt_dbt.sdks.context import COMMON, Field
from reflekt_dbt.sdks.model import Names, Sdk, SdkTable
from reflekt_dbt.sdks.reserved import RESERVED
from reflekt_dbt.sdks.spec import (
    BIGQUERY_VIEWS,
    CALLS,
    TABLES,
    TIMES,
    context_columns,
    own,
    own_names,
)

_TOKEN = re.compile(r"[A-Za-z0-9]+")

# Capitals leave the last of them to a capitalised word that follows.
_LETTERS = r"[A-Z]?[a-z]+|[A-Z]+(?=[A-Z][a-z])|[A-Z]+"
_ORDINAL = (
    r"[0-9]*(?:1ST|2ND|3RD|[04-9]TH)(?![A-Z0-9])|[0-9]*(?:1st|2nd|3rd|[04-9]th)(?![a-z0-9])"
)
_NEW = re.compile(
    r"[A-Z]?[a-z]+[0-9]+|[A-Z]+[0-9]+|[0-9]+[A-Z]?[a-z]+|[0-9]+[A-Z]+|"
    rf"{_LETTERS}|{_ORDINAL}|[0-9]+"
)
_OLD = re.compile(rf"{_LETTERS}|{_ORDINAL}|[0-9]+")

# RudderStack has lists of its own, which are not quite the warehouses'. These are the
# words of them that may well be the name of an event or a property.
_ON_ALL = "all any from group null order select to true"
ESCAPED = {
    warehouse: frozenset(f"{_ON_ALL} {words}".split())
    for warehouse, words in {
        "snowflake": "account check column current organization rows sample schema set start "
        "table unique values view",
        "redshift": "check column default end language limit new open percent system table tag "
        "top unique user uuid",
        "bigquery": "current default end groups hash if limit lookup new range rows set window",
        "postgres": "check column default end limit new table unique user",
        "databricks": "check column current end event_date filter function position range rows "
        "set start table time unique user values window",
    }.items()
}
# Reserved by Redshift, but timestamp is not in RudderStack's list of its words, and the
# other two are there with a blank at their end, so that they never match.
_NEVER_ESCAPED = frozenset({"encrypt", "snapshot", "timestamp"})
_ESCAPED_ON_ALL = frozenset.intersection(*ESCAPED.values())
_ESCAPED_ON_SOME = RESERVED.union(*ESCAPED.values()) - _NEVER_ESCAPED

_LOADED = (*TIMES, "channel", "uuid_ts", "loaded_at")
_WHO = ("anonymous_id", "user_id")
_TRACK = (*_WHO, "event", "event_text")

_EVENT = SdkTable("", "track", own("event_id", *_TRACK, *_LOADED), TABLES[""])
_TABLES = (
    SdkTable(
        "tracks",
        "track",
        own("event_id", *_TRACK, "record_id", *_LOADED),
        TABLES["tracks"],
        properties=False,
    ),
    SdkTable(
        "identifies", "identify", own("identify_id", *_WHO, *_LOADED), TABLES["identifies"]
    ),
    SdkTable(
        "users", "identify", own("user_id", *TIMES, "uuid_ts", "loaded_at"), TABLES["users"]
    ),
    # On BigQuery groups is a reserved word.
    SdkTable(
        "groups",
        "group",
        own("group_id", "group_id", *_WHO, *_LOADED),
        TABLES["groups"],
        candidates=("_groups",),
    ),
    SdkTable("pages", "page", own("page_id", *_WHO, *_LOADED), TABLES["pages"]),
    SdkTable("screens", "screen", own("screen_id", *_WHO, *_LOADED), TABLES["screens"]),
    SdkTable(
        "aliases", "alias", own("alias_id", "previous_id", *_WHO, *_LOADED), TABLES["aliases"]
    ),
)
# There is no table accounts, yet the name is kept free.
_STANDARD = frozenset({table.name for table in _TABLES} | {"accounts"})

_FIELDS = (
    Field("request_ip", "IP address that the request came from, as the server saw it."),
    Field("passed_ip", "IP address that the SDK or your own code sent along."),
    Field("sessionId", "Id of the session that the event belongs to."),
    Field("sessionStart", "Whether the event is the first of its session."),
    Field("page.initialReferrer", "Address of the page that led the user to the site."),
    Field("page.initial_referring_domain", "Domain of the page that led the user to the site."),
    Field("page.referring_domain", "Domain of the page that led to this one."),
    Field("page.tab_url", "Address that the browser's tab showed."),
    Field("screen.innerHeight", "Height of the browser's window, in pixels."),
    Field("screen.innerWidth", "Width of the browser's window, in pixels."),
    Field("source_id", "Id of the RudderStack source that the event came through."),
    Field("source_type", "Type of the RudderStack source that the event came through."),
    Field("destination_id", "Id of the RudderStack destination that loaded the row."),
    Field("destination_type", "Type of the RudderStack destination that loaded the row."),
)

_OWN_NAMES = own_names((_EVENT, *_TABLES))


def snake_case(name: str, words: re.Pattern[str] = _NEW) -> str:
    """Return *name* as RudderStack writes it, before it escapes anything.

    Underscores in front of it are kept. ``""`` if it has no ASCII letter or digit.
    """
    found = [word for token in _TOKEN.findall(name) for word in words.findall(token)]
    lead = len(name) - len(name.lstrip("_"))
    return "_" * lead + "_".join(found).lower() if found else ""


def flat_name(path: tuple[str, ...]) -> str:
    """Return the column of *path*, which is joined first and then normalised as one."""
    return snake_case("_".join(path))


def table_names(event: str) -> Names:
    """Return the names of the table of *event*, sent by a track call.

    An event that is named like a standard table gets an underscore everywhere, and is
    called by that name, so that it is not taken for the other.
    """
    base = snake_case(event)
    if base in _STANDARD:
        return Names(f"_{base}", (f"_{base}",))
    return Names(base, _candidates(event))


def column_names(path: tuple[str, ...], call_type: str) -> Names:
    """Return the names of the column of a property or trait.

    There is none where the name is that of a column of RudderStack's own.
    """
    base = flat_name(path)
    if base in _OWN_NAMES[call_type] or base in _CONTEXT_NAMES:
        return Names(base, ())
    return Names(base, _candidates("_".join(path)))


def _candidates(name: str) -> tuple[str, ...]:
    variants = dict.fromkeys(snake_case(name, words) for words in (_NEW, _OLD))
    return with_cuts(escaped for variant in variants for escaped in _escaped(variant))


def _escaped(name: str) -> tuple[str, ...]:
    if not name:
        return ()
    if name[0].isdigit():
        return (f"_{name}",)
    if name in _ESCAPED_ON_ALL:
        # The plain name too: an integration option switches escaping off.
        return (f"_{name}", name)
    return (name, f"_{name}") if name in _ESCAPED_ON_SOME else (name,)


_CONTEXT = context_columns((*COMMON, *_FIELDS), flat_name)
_CONTEXT_NAMES = frozenset(column.name for column in _CONTEXT)

SDK = Sdk(
    name="rudderstack",
    title="RudderStack",
    event=_EVENT,
    tables=_TABLES,
    calls=CALLS,
    always=("tracks",),
    context=_CONTEXT,
    loaded_at="received_at",
    table_names=table_names,
    column_names=column_names,
    own_views=BIGQUERY_VIEWS,
    own_tables=("rudder_discards", "rudder_identity_merge_rules", "rudder_identity_mappings"),
    # event_date partitions tables on Databricks; rudder_event is the whole message.
    own_columns=("event_date", "rudder_event"),
)
