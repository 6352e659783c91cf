{#- Return the lines of config, as Jinja has them, by which an incremental model replaces rows that
    come again with the same *unique_key*, a column. -#}
{%- macro incremental_settings(unique_key) -%}
    {%- set strategy = adapter.dispatch('incremental_strategy', 'reflekt')() -%}
    {%- set lines = ["incremental_strategy='" ~ strategy ~ "'"] if strategy else [] -%}
    {{ return(lines + ["unique_key='" ~ unique_key ~ "'"]) }}
{%- endmacro -%}

{#- With a unique key, an adapter's own choice replaces rows. -#}
{%- macro default__incremental_strategy() -%}
    {{ return(none) }}
{%- endmacro -%}

{%- macro bigquery__incremental_strategy() -%}
    {{ return('merge') }}
{%- endmacro -%}

{%- macro duckdb__incremental_strategy() -%}
    {{ return('delete+insert') }}
{%- endmacro -%}

{%- macro postgres__incremental_strategy() -%}
    {{ return('delete+insert') }}
{%- endmacro -%}

{%- macro redshift__incremental_strategy() -%}
    {{ return('delete+insert') }}
{%- endmacro -%}

{%- macro snowflake__incremental_strategy() -%}
    {{ return('merge') }}
{%- endmacro -%}
