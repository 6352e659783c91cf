{#- Return the SQL of a cast that gives null for what cannot be cast, a plain cast where there is none.

    type: SQL of the type, or dbt's word for it in Jinja. family: of what is cast. -#}
{%- macro safe_cast(sql, type, family) -%}
    {{ return(adapter.dispatch('safe_cast', 'reflekt')(sql, type, family)) }}
{%- endmacro -%}

{%- macro default__safe_cast(sql, type, family) -%}
    {{ return('cast(' ~ sql ~ ' as ' ~ type ~ ')') }}
{%- endmacro -%}

{%- macro bigquery__safe_cast(sql, type, family) -%}
    {{ return('safe_cast(' ~ sql ~ ' as ' ~ type ~ ')') }}
{%- endmacro -%}

{%- macro duckdb__safe_cast(sql, type, family) -%}
    {{ return('try_cast(' ~ sql ~ ' as ' ~ type ~ ')') }}
{%- endmacro -%}

{#- Which types it takes to which is a list, without text to boolean, and without text to text. -#}
{%- macro redshift__safe_cast(sql, type, family) -%}
    {{ return(reflekt._cast_of_text(sql, type, family, ['bool', 'string', 'char', 'text', 'super', 'var'])) }}
{%- endmacro -%}

{#- It takes text alone, and to scalars alone. -#}
{%- macro snowflake__safe_cast(sql, type, family) -%}
    {{ return(reflekt._cast_of_text(sql, type, family, ['variant', 'object', 'array', 'map', 'binary', 'geo', 'vector'])) }}
{%- endmacro -%}


{#- Return try_cast of text, but for types with one of *words* in them, else a plain cast. -#}
{%- macro _cast_of_text(sql, type, family, words) -%}
    {%- set refused = [] -%}
    {%- for word in words if word in type.lower() -%}{%- do refused.append(word) -%}{%- endfor -%}
    {%- set function = 'try_cast(' if family == 'string' and not refused else 'cast(' -%}
    {{ return(function ~ sql ~ ' as ' ~ type ~ ')') }}
{%- endmacro -%}
