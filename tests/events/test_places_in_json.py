from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from reflekt_dbt.events.places import find_places, line_and_column

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def at(data, pointer):
    for step in pointer:
        data = data[step]
    return data


@given(data=JSON, indent=st.sampled_from([None, 0, 3]), ascii_only=st.booleans())
def test_every_value_is_found_where_a_decoder_reads_it(data, indent, ascii_only):
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)

    places = find_places(text)

    decode = json.JSONDecoder().raw_decode
    assert {p: decode(text, offset)[0] for p, offset in places.values.items()} == {
        pointer: at(data, pointer) for pointer in places.values
    }
    assert places.values.keys() >= places.keys.keys()
    assert not places.repeated


def test_lines_and_columns_begin_at_one():
    assert line_and_column("ab\r\ncd", 0) == "1:1"
    assert line_and_column("ab\r\ncd", 5) == "2:2"
