"""Segment: how its warehouse connector names and shapes tables.

The normaliser is that of the two libraries which Segment's documentation points to. What
it leaves open is a candidate here, for the catalogue to confirm: whether a name gets an
underscore in front (documented for Redshift only), and whether a long one is cut.
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

# Capitals and digits, as many as there are, then small letters and digits: an acronym
# sticks to the word that follows it.
_WORD = re.compile(r"[A-Z0-9]+[a-z0-9]*|[a-z][a-z0-9]*")

_LOADED = (*TIMES, "uuid", "uuid_ts", "loaded_at")
_WHO = ("anonymous_id", "user_id")
_TRACKED = own("event_id", *_WHO, "event", "event_text", *_LOADED)

_EVENT = SdkTable("", "track", _TRACKED, TABLES[""])
_TABLES = (
    SdkTable("tracks", "track", _TRACKED, TABLES["tracks"], properties=False),
    SdkTable(
        "identifies", "identify", own("identify_id", *_WHO, *_LOADED), TABLES["identifies"]
    ),
    # A user is no message: of a message's columns, users has only its arrival.
    SdkTable(
        "users",
        "identify",
        own("user_id", "received_at", "uuid", "uuid_ts", "loaded_at"),
        TABLES["users"],
    ),
    SdkTable("groups", "group", own("group_id", "group_id", *_WHO, *_LOADED), TABLES["groups"]),
    SdkTable("pages", "page", own("page_id", *_WHO, *_LOADED), TABLES["pages"]),
    SdkTable("screens", "screen", own("screen_id", *_WHO, *_LOADED), TABLES["screens"]),
    SdkTable(
        "aliases", "alias", own("alias_id", "previous_id", *_WHO, *_LOADED), TABLES["aliases"]
    ),
)
_OWN_TABLES = ("accounts",)

_FIELDS = (
    Field("channel", "Where the event was sent from: server, browser or mobile."),
    Field("instanceId", "Id of this installation of the app."),
    Field("protocols.sourceId", "Id of the Segment source that the event came through."),
    Field(
        "protocols.violations",
        "Ways in which the event breaks its tracking plan, as a JSON array of type, field and "
        "description.",
    ),
    Field(
        "protocols.omitted",
        "Names of the properties that were removed because they are not planned, as a JSON "
        "array.",
    ),
    Field(
        "protocols.omitted_on_violation",
        "Names of the properties that were removed because their values break the tracking "
        "plan, as a JSON array.",
    ),
    Field(
        "protocols.event_version",
        "Version of the event in the tracking plan, as the app sent it.",
    ),
    Field("typewriter.language", "Language of the Typewriter client that sent the event."),
    Field("typewriter.version", "Version of the Typewriter client that sent the event."),
)

_STANDARD = frozenset({table.name for table in _TABLES} | set(_OWN_TABLES))
_OWN_NAMES = own_names((_EVENT, *_TABLES))


def snake_case(name: str) -> str:
    """Return *name* as Segment normalises it; ``""`` if it has no ASCII letter or digit."""
    return "_".join(_WORD.findall(name)).lower()


def flat_name(path: tuple[str, ...]) -> str:
    """Return the column of *path*: each part is normalised alone, then they are joined."""
    parts = [snake_case(part) for part in path]
    return "_".join(parts) if any(parts) else ""


def table_names(event: str) -> Names:
    """Return the names of the table of *event*, sent by a track call.

    An event that is named like a standard table has none: where its rows go is not
    documented, and they could not be told from the table's own.
    """
    base = snake_case(event)
    return Names(base, () if base in _STANDARD else _candidates(base))


def column_names(path: tuple[str, ...], call_type: str) -> Names:
    """Return the names of the column of a property or trait.

    Where the name is that of a column of Segment's own, its page on Redshift says that
    the property's gets an underscore, other pages that it is dropped. The plain name
    always holds Segment's value, so that it is never a candidate.
    """
    base = flat_name(path)
    if base in _OWN_NAMES[call_type] or base.startswith("context_"):
        return Names(base, with_cuts([f"_{base}"]))
    return Names(base, _candidates(base))


def _candidates(base: str) -> tuple[str, ...]:
    if not base:
        return ()
    # Documented for Redshift and its reserved words; elsewhere it is not known.
    prefixed = [f"_{base}"] if base[0].isdigit() or base in RESERVED else []
    return with_cuts([base, *prefixed])


SDK = Sdk(
    name="segment",
    title="Segment",
    event=_EVENT,
    tables=_TABLES,
    calls=CALLS,
    always=("tracks",),
    context=context_columns((*COMMON, *_FIELDS), flat_name),
    loaded_at="received_at",
    table_names=table_names,
    column_names=column_names,
    own_tables=_OWN_TABLES,
    own_views=BIGQUERY_VIEWS,
)
