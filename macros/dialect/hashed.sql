{#- Return the SQL, in Jinja of dbt's own, of the hash of a value; null of null.

    family: of the value. -#}
{%- macro hashed(sql, family) -%}
    {{ return(adapter.dispatch('hashed', 'reflekt')(sql, family)) }}
{%- endmacro -%}

{%- macro default__hashed(sql, family) -%}
    {{ return(reflekt._hash_call(sql)) }}
{%- endmacro -%}

{#- dbt casts to text, which it does with no JSON, array or struct. -#}
{%- macro bigquery__hashed(sql, family) -%}
    {{ return(reflekt._hash_call(reflekt.as_text(sql, '', family) if family == 'json' else sql)) }}
{%- endmacro -%}

{#- Nor with a boolean here. -#}
{%- macro redshift__hashed(sql, family) -%}
    {{ return(reflekt._hash_call(reflekt.as_text(sql, '', family) if family in ('json', 'boolean') else sql)) }}
{%- endmacro -%}


{#- Return the call of dbt's hash. Its argument is text to Jinja, whatever braces are in it. -#}
{%- macro _hash_call(sql) -%}
    {%- set plain = sql.replace("{{ '{' }}", '{') -%}
    {{ return("{{ dbt.hash('" ~ plain.replace('\\', '\\\\').replace("'", "\\'") ~ "') }}") }}
{%- endmacro -%}
