"""Types of structs as warehouses spell them, and the fields that they tell of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.bridge.struct_type import fields_of

CASES = {
    "STRUCT(city VARCHAR, is_open BOOLEAN)": {"city": "VARCHAR", "is_open": "BOOLEAN"},
    "STRUCT<city STRING, at STRUCT<lat FLOAT64, lon FLOAT64>>": {
        "city": "STRING",
        "at": "STRUCT<lat FLOAT64, lon FLOAT64>",
        "at.lat": "FLOAT64",
        "at.lon": "FLOAT64",
    },
    "struct<city:varchar(20),total:decimal(18,2)>": {
        "city": "varchar(20)",
        "total": "decimal(18,2)",
    },
    'STRUCT("zip code" INTEGER, "a ""b"", (c" VARCHAR)[]': {
        "zip code": "INTEGER",
        'a "b", (c': "VARCHAR",
    },
    "ARRAY<STRUCT<sku STRING>>": {"sku": "STRING"},
    "STRUCT(size STRUCT(w INTEGER)[3])": {
        "size": "STRUCT(w INTEGER)[3]",
        "size.w": "INTEGER",
    },
    "STRUCT<`odd one` DATE>": {"odd one": "DATE"},
    "OBJECT(city VARCHAR)": {"city": "VARCHAR"},
    "VARCHAR": {},
    "DECIMAL(18,2)": {},
    "INTEGER[]": {},
    "JSON": {},
    "OBJECT": {},
    "MAP(VARCHAR, INTEGER)": {},
    "STRUCT()": {},
    "": {},
}


@pytest.mark.parametrize(("type_", "fields"), CASES.items(), ids=CASES)
def test_fields_are_what_the_type_says(type_, fields):
    assert fields_of(type_) == fields
    assert list(fields_of(type_)) == list(fields)


@given(st.text(alphabet='STRUCT()<>[]," :`aé\n', max_size=60))
def test_no_text_is_too_strange(text):
    assert all(isinstance(name, str) for name in fields_of(f"STRUCT({text})"))
