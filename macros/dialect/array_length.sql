{#- Return the SQL of how many items an array column holds, none where we know of no such SQL.

    type: of the column, as the catalogue spells it: an array of its own, or JSON. -#}
{%- macro array_length(column, type) -%}
    {{ return(adapter.dispatch('array_length', 'reflekt')(column, type)) }}
{%- endmacro -%}

{%- macro default__array_length(column, type) -%}
    {{ return('cardinality(' ~ column ~ ')' if type.lower().startswith('array') else none) }}
{%- endmacro -%}

{%- macro bigquery__array_length(column, type) -%}
    {%- set is_array = type.lower().startswith('array') -%}
    {{ return('array_length(' ~ (column if is_array else 'json_query_array(' ~ column ~ ')') ~ ')') }}
{%- endmacro -%}

{%- macro duckdb__array_length(column, type) -%}
    {%- if type.endswith(']') -%}
        {{ return('len(' ~ column ~ ')') }}
    {%- endif -%}
    {{ return('json_array_length(' ~ reflekt._duckdb_json(column, type) ~ ')') }}
{%- endmacro -%}

{#- Asked for the length of what is no array, it fails. -#}
{%- macro postgres__array_length(column, type) -%}
    {%- if type.lower() == 'array' -%}
        {{ return('cardinality(' ~ column ~ ')') }}
    {%- endif -%}
    {%- set document = column if type.lower() == 'jsonb' else 'cast(' ~ column ~ ' as jsonb)' -%}
    {{ return("case when jsonb_typeof(" ~ document ~ ") = 'array' then jsonb_array_length(" ~ document ~ ") end") }}
{%- endmacro -%}

{%- macro redshift__array_length(column, type) -%}
    {%- if type.lower() == 'super' -%}
        {{ return('get_array_length(' ~ column ~ ')') }}
    {%- endif -%}
    {{ return('json_array_length(' ~ column ~ ', true)') }}
{%- endmacro -%}

{%- macro snowflake__array_length(column, type) -%}
    {%- set is_text = reflekt._is_text(type) -%}
    {{ return('array_size(' ~ ('try_parse_json(' ~ column ~ ')' if is_text else column) ~ ')') }}
{%- endmacro -%}
