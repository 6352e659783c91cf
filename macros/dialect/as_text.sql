{#- Return the SQL of a value as text, null of null.

    type: SQL of the type that text is, or dbt's word for it in Jinja. family: of the value. -#}
{%- macro as_text(sql, type, family) -%}
    {{ return(adapter.dispatch('as_text', 'reflekt')(sql, type, family)) }}
{%- endmacro -%}

{%- macro default__as_text(sql, type, family) -%}
    {{ return('cast(' ~ sql ~ ' as ' ~ type ~ ')') }}
{%- endmacro -%}

{#- It casts no JSON, array or struct to text, and makes text even of no JSON. -#}
{%- macro bigquery__as_text(sql, type, family) -%}
    {%- if family == 'json' -%}
        {{ return('if(' ~ sql ~ ' is null, null, to_json_string(' ~ sql ~ '))') }}
    {%- endif -%}
    {{ return(reflekt.default__as_text(sql, type, family)) }}
{%- endmacro -%}

{#- It casts no boolean to text, and of a SUPER scalars only. -#}
{%- macro redshift__as_text(sql, type, family) -%}
    {%- if family == 'json' -%}
        {{ return('json_serialize(' ~ sql ~ ')') }}
    {%- elif family == 'boolean' -%}
        {{ return("case when " ~ sql ~ " then 'true' when not " ~ sql ~ " then 'false' end") }}
    {%- endif -%}
    {{ return(reflekt.default__as_text(sql, type, family)) }}
{%- endmacro -%}
