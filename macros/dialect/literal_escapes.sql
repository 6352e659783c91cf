{#- Return [[character, what stands for it in a literal], ...], to be replaced in that order. -#}
{%- macro literal_escapes() -%}
    {{ return(adapter.dispatch('literal_escapes', 'reflekt')()) }}
{%- endmacro -%}

{%- macro default__literal_escapes() -%}
    {{ return([["'", "''"]]) }}
{%- endmacro -%}

{#- A doubled quote ends the literal here, and so does the end of the line. -#}
{%- macro bigquery__literal_escapes() -%}
    {{ return([['\\', '\\\\'], ["'", "\\'"], ['\n', '\\n'], ['\r', '\\r']]) }}
{%- endmacro -%}

{#- A backslash escapes. So it does a quote: of two, dbt takes one for the end where it splits
    statements, if a backslash stands before. -#}
{%- macro redshift__literal_escapes() -%}
    {{ return([['\\', '\\\\'], ["'", "\\'"]]) }}
{%- endmacro -%}

{%- macro snowflake__literal_escapes() -%}
    {{ return([['\\', '\\\\'], ["'", "''"]]) }}
{%- endmacro -%}
