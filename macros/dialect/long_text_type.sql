{#- Return the type of text of any length, or of the greatest that there is. -#}
{%- macro long_text_type() -%}
    {{ return(adapter.dispatch('long_text_type', 'reflekt')()) }}
{%- endmacro -%}

{%- macro default__long_text_type() -%}
    {{ return(dbt.type_string()) }}
{%- endmacro -%}

{#- What has no length is cut at 256 bytes here. -#}
{%- macro redshift__long_text_type() -%}
    {{ return('varchar(65535)') }}
{%- endmacro -%}
