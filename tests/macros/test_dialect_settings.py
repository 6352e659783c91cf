"""The physical settings of each warehouse, in a model that what stands for it builds twice."""

from __future__ import annotations

import json

import pytest

from tests.macros.warehouses import WAREHOUSES

SETTINGS = """\
{%- macro settings() -%}
    {%- set lines = reflekt.storage_settings('received_at', ['event']) -%}
    {%- do print('MARK' ~ tojson(lines + reflekt.incremental_settings('event_id'))) -%}
{%- endmacro -%}

{%- macro rows_of(name) -%}
    {%- set relation = adapter.get_relation(target.database, target.schema, name) -%}
    {%- set found = [] -%}
    {%- for row in run_query('select event_id, event from ' ~ relation ~ ' order by 1').rows -%}
        {%- do found.append([row[0] | int, row[1]]) -%}
    {%- endfor -%}
    {%- do print('MARK' ~ tojson(found)) -%}
{%- endmacro -%}
"""

MODEL = """\
{{
    config(
        materialized='incremental',
        SETTINGS
    )
}}

{% if is_incremental() %}{% set events = [[2, 'again'], [3, 'new']] %}
{% else %}{% set events = [[1, 'first'], [2, 'second']] %}{% endif %}
{% for id, event in events %}
select
    {{ id }} as event_id,
    '{{ event }}' as event,
    cast({{ reflekt.current_time() }} as {{ dbt.type_timestamp() }}) as received_at
{{ 'union all' if not loop.last }}
{% endfor %}
"""


@pytest.mark.parametrize("name", WAREHOUSES)
def test_incremental_model_with_our_settings_replaces_what_comes_again(name, project_on, mark):
    project = project_on(name)
    project.write({"macros/settings.sql": SETTINGS.replace("MARK", mark)})
    [lines] = map(json.loads, project.dbt("run-operation", "settings"))
    model = MODEL.replace("SETTINGS", ",\n        ".join(lines))
    project.write({"models/dialect_events.sql": model})

    project.dbt("run", "--warn-error")
    project.dbt("run", "--warn-error")

    arguments = ("--args", "{name: dialect_events}")
    [rows] = map(json.loads, project.dbt("run-operation", "rows_of", *arguments))
    assert rows == [[1, "first"], [2, "again"], [3, "new"]]
