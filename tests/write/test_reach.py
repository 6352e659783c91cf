from __future__ import annotations

from reflekt_dbt.write.blob import blob_id
from reflekt_dbt.write.lock import Entry, Lock
from reflekt_dbt.write.reach import (
    nodes_elsewhere,
    reached,
    sources_elsewhere,
    tables_in_use,
    users,
)
from reflekt_dbt.write.scan import folder_of, scan
from reflekt_dbt.write.survey import Survey

OURS = {
    "s/src.yml": "sources:\n  - name: shop\n    tables:\n      - name: A\n      - name: b\n",
    "s/stg_a.sql": "select * from {{ source('shop', 'A') }}",
    "s/_stg_a.yml": "models:\n  - name: stg_a\n    description: '{{ doc(\"d\") }}'\n",
    "s/d.md": "{% docs d %}x{% enddocs %}",
    "s/stg_b.sql": "select * from {{ source('shop', 'b') }}",
}


def surveyed(texts):
    return Survey(
        {path: scan(path, text, folder_of(path, text)) for path, text in texts.items()}
    )


def locked(texts):
    return Lock(
        {path: Entry("shop", frozenset({blob_id(text)})) for path, text in texts.items()}
    )


def in_use(theirs, changed=None):
    texts = {**OURS, **(changed or {})}
    return tables_in_use(surveyed({**texts, **theirs}), locked(OURS), texts)


def test_model_in_use_brings_its_properties_docs_and_source():
    files = surveyed({**OURS, "mart.sql": "{{ ref('stg_a') }}"}).files

    found = reached(["mart.sql"], files)

    assert found == {"mart.sql", "s/stg_a.sql", "s/_stg_a.yml", "s/d.md", "s/src.yml"}


def test_users_of_a_file_are_named_sorted_and_without_itself():
    files = surveyed(
        {**OURS, "z.sql": "{{ ref('stg_a') }}", "a.sql": "{{ ref('stg_a') }}"}
    ).files

    assert users("s/stg_a.sql", files, files) == ("a.sql", "s/_stg_a.yml", "z.sql")


def test_source_file_is_used_by_whoever_knows_half_a_name():
    files = surveyed({**OURS, "x.sql": "{{ source('shop', name) }}"}).files

    assert "x.sql" in users("s/src.yml", files, files)


def test_our_own_unedited_files_use_no_table():
    assert in_use({}) == {}


def test_table_that_a_hand_written_file_reads_is_in_use():
    assert in_use({"mart.sql": "{{ source('shop', 'A') }}"}) == {"shop": {"a"}}


def test_table_of_a_model_that_a_hand_written_file_refs_is_in_use():
    assert in_use({"mart.sql": "{{ ref('stg_b') }}"}) == {"shop": {"b"}}


def test_table_of_a_model_that_was_edited_is_in_use():
    edited = {"s/stg_a.sql": OURS["s/stg_a.sql"] + "\n-- mine\n"}

    assert in_use({}, edited) == {"shop": {"a"}}


def test_other_line_endings_are_no_edit():
    assert (
        in_use({}, {path: f"{text}".replace("\n", "\r\n") for path, text in OURS.items()}) == {}
    )


def test_all_tables_are_in_use_where_a_file_computes_the_name():
    assert in_use({"mart.sql": "{{ source('shop', name) }}"}) == {"shop": {"a", "b"}}


def test_table_that_nobody_defines_any_more_is_in_use_all_the_same():
    assert in_use({"mart.sql": "{{ source('shop', 'C') }}"}) == {"shop": {"c"}}


def test_elsewhere_is_what_is_not_ours():
    theirs = {
        "m/stg_c.sql": "select 1",
        "m/src.yml": "sources:\n  - name: Shop\n    tables:\n      - name: Orders\n",
    }
    survey = surveyed({**OURS, **theirs})

    assert nodes_elsewhere(survey, locked(OURS)) == {"stg_c": "m/stg_c.sql"}
    assert sources_elsewhere(survey, locked(OURS)) == {("shop", "orders"): "m/src.yml"}
