{#- Like dbt's accepted_values, but safe for values that hold quotes or backslashes. -#}
{% test reflekt_accepted_values(model, column_name, values) %}

{%- set literals = [] -%}
{%- for value in values -%}
    {%- set text = value ~ '' -%}
    {%- if target.type in ('bigquery', 'databricks', 'redshift', 'snowflake', 'spark') -%}
        {%- set text = text.replace('\\', '\\\\').replace("'", "\\'").replace('\n', '\\n') -%}
    {%- else -%}
        {%- set text = text.replace("'", "''") -%}
    {%- endif -%}
    {%- do literals.append("'" ~ text ~ "'") -%}
{%- endfor %}

select {{ column_name }}
from {{ model }}
where cast({{ column_name }} as {{ dbt.type_string() }}) not in (
    {{ literals | join(',\n    ') }}
)

{% endtest %}
