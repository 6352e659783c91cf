{#- Return the version of these macros; Python refuses any other than its own. -#}
{%- macro reflekt_version() -%}
    {{ return('0.1.0') }}
{%- endmacro -%}
