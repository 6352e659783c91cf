{#- Return the SQL of the first item of an array column; null of an empty one. -#}
{%- macro first_item(column) -%}
    {{ return(adapter.dispatch('first_item', 'reflekt')(column)) }}
{%- endmacro -%}

{%- macro default__first_item(column) -%}
    {{ return(column ~ '[1]') }}
{%- endmacro -%}

{#- Without "safe" an empty array is an error. -#}
{%- macro bigquery__first_item(column) -%}
    {{ return(column ~ '[safe_offset(0)]') }}
{%- endmacro -%}

{%- macro redshift__first_item(column) -%}
    {{ return(column ~ '[0]') }}
{%- endmacro -%}

{%- macro snowflake__first_item(column) -%}
    {{ return(column ~ '[0]') }}
{%- endmacro -%}
