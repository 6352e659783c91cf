"""What holds for each SDK, whichever it is."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.config.model import PROVENANCE
from reflekt_dbt.naming import LONGEST_IDENTIFIER
from reflekt_dbt.sdks import SDKS
from reflekt_dbt.sdks.reserved import DUCKDB_RESERVED, RESERVED

GOLDEN = Path(__file__).parents[1] / "golden" / "sdks"

# The names that Reflekt's users have in their own models.
REFLEKTS = {
    "event_text": "event_name",
    "timestamp": "tstamp",
    "original_timestamp": "original_tstamp",
    "sent_at": "sent_at_tstamp",
    "received_at": "received_at_tstamp",
}
# Context columns that keep their own name where a table has their alias for another column.
KEPT = ("context_group_id",)
REFLEKTS_IDS = {
    "": "event_id",
    "tracks": "event_id",
    "identifies": "identify_id",
    "users": "user_id",
    "groups": "group_id",
    "pages": "page_id",
    "screens": "screen_id",
    "aliases": "alias_id",
}

EACH_SDK = pytest.mark.parametrize("sdk", SDKS.values(), ids=SDKS)
EACH_TABLE = pytest.mark.parametrize(
    ("sdk", "table"),
    [
        pytest.param(sdk, table, id=f"{sdk.name}-{table.name or 'event'}")
        for sdk in SDKS.values()
        for table in (sdk.event, *sdk.tables)
    ],
)


def columns_of(sdk, table):
    return [*table.columns, *sdk.context_of(table)]


def every_column(sdk):
    tables = (sdk.event, *sdk.tables)
    return [*sdk.context, *(column for table in tables for column in table.columns)]


@pytest.mark.parametrize(("name", "sdk"), SDKS.items(), ids=SDKS)
def test_is_listed_under_its_own_name(name, sdk):
    assert sdk.name == name


@EACH_TABLE
def test_no_two_columns_of_a_table_share_a_name_or_an_alias(sdk, table):
    columns = columns_of(sdk, table)
    aliases = [*(column.alias for column in columns), *PROVENANCE]
    names = [column.name for column in columns]

    assert len(set(aliases)) == len(aliases)
    assert len(set(names)) == len(names)


@EACH_SDK
def test_aliases_need_no_quotes_on_any_warehouse(sdk):
    aliases = {column.alias for column in every_column(sdk)}

    bad = {
        alias
        for alias in aliases
        if not re.fullmatch(r"[a-z][a-z0-9_]*", alias)
        or len(alias) > LONGEST_IDENTIFIER
        or alias in RESERVED
    }

    assert bad == set()


@EACH_TABLE
def test_context_column_keeps_its_prefix_only_where_it_must(sdk, table):
    own = {column.alias for column in table.columns}
    context = sdk.context_of(table)

    kept = {column.name for column in context if column.alias == column.name}

    assert kept == {
        column.name
        for column in context
        if column.name.removeprefix("context_") in own | RESERVED
    }


@EACH_SDK
def test_descriptions_are_one_paragraph_of_plain_sentences(sdk):
    tables = (sdk.event, *sdk.tables)
    texts = [column.description for column in every_column(sdk)]
    texts += [table.description for table in tables]

    bad = [text for text in texts if not re.fullmatch(r"[A-Z][^{}\n]+[^\s{}]\.", text)]

    assert bad == []


@EACH_TABLE
def test_alias_means_one_thing_in_all_tables(sdk, table):
    meanings = {column.alias: column.description for column in every_column(sdk)}
    here = {column.alias: column.description for column in columns_of(sdk, table)}

    # Reflekt has two meanings for this one: the id of a group call, and that of a group.
    told_apart = here.items() - {("group_id", here.get("group_id"))}
    assert told_apart <= meanings.items() | {
        (name, here[name]) for name in KEPT if name in here
    }


@EACH_TABLE
def test_aliases_are_those_that_users_of_reflekt_know(sdk, table):
    aliases = {column.name: column.alias for column in columns_of(sdk, table)}

    assert aliases["id"] == REFLEKTS_IDS[table.name]
    assert {name: aliases[name] for name in REFLEKTS if name in aliases} == {
        name: alias for name, alias in REFLEKTS.items() if name in aliases
    }


@EACH_TABLE
def test_every_table_tells_when_its_rows_were_received(sdk, table):
    assert sdk.loaded_at in [column.name for column in table.columns]


@EACH_SDK
def test_every_call_has_a_table_and_every_standing_table_exists(sdk):
    tables = (sdk.event, *sdk.tables)

    assert set(sdk.calls) == {table.call_type for table in tables} - {"track"}
    assert set(sdk.always) <= {table.name for table in tables}


@EACH_SDK
def test_known_context_is_its_own(sdk):
    assert all(column.name.startswith(sdk.own_prefixes) for column in sdk.context)


@EACH_SDK
def test_no_property_can_have_a_column_of_its_own_prefix(sdk):
    names = sdk.column_names(("context", "ip"), "track")

    assert not any(name.startswith(sdk.own_prefixes) for name in names.candidates)


NAMES_OF_USERS = st.text() | st.text(st.sampled_from("aZ09 _-é"), max_size=12)
CALLS = st.sampled_from(["track", "page", "screen", "identify", "group", "alias"])


def assert_can_be_looked_for(names):
    assert len(set(names.candidates)) == len(names.candidates)
    assert all(re.fullmatch(r"[a-z_][a-z0-9_]*|[0-9][a-z0-9_]*", c) for c in names.candidates)
    assert re.fullmatch(r"[a-z0-9_]*", names.base)
    assert names.base or not names.candidates


@EACH_SDK
@given(event=NAMES_OF_USERS)
def test_candidates_for_a_table_are_lower_case_and_none_comes_twice(sdk, event):
    assert_can_be_looked_for(sdk.table_names(event))


@EACH_SDK
@given(path=st.lists(NAMES_OF_USERS, min_size=1, max_size=3), call_type=CALLS)
def test_candidates_for_a_column_are_lower_case_and_none_comes_twice(sdk, path, call_type):
    assert_can_be_looked_for(sdk.column_names(tuple(path), call_type))


@EACH_TABLE
@given(data=st.data())
def test_no_property_is_looked_for_under_the_name_of_a_column_of_its_table(sdk, table, data):
    column = data.draw(st.sampled_from(columns_of(sdk, table)))

    names = sdk.column_names((column.name,), table.call_type)

    assert column.name not in names.candidates


@EACH_SDK
def test_columns_and_aliases_are_those_of_its_golden_file(sdk, golden):
    lines = [
        f"{table.name or '<event>':10}  {column.name:24}  {column.alias}"
        for table in (sdk.event, *sdk.tables)
        for column in table.columns
    ]
    lines += [f"{'<context>':10}  {column.name:41}  {column.alias}" for column in sdk.context]

    golden(GOLDEN / f"{sdk.name}.txt", "\n".join(lines) + "\n")


def test_duckdb_reserves_no_word_that_we_do_not_know():
    query = (
        "select keyword_name from duckdb_keywords()"
        " where keyword_category in ('reserved', 'type_function')"
    )

    reserved = {word for (word,) in duckdb.connect().execute(query).fetchall()}

    assert reserved
    assert reserved - DUCKDB_RESERVED == set()
