{#- Return the SQL of what stands under *path*, a list of keys, in a JSON column, as text. -#}
{%- macro json_text(column, path) -%}
    {{ return(adapter.dispatch('json_text', 'reflekt')(column, path)) }}
{%- endmacro -%}

{%- macro default__json_text(column, path) -%}
    {{ return('json_value(' ~ column ~ ', ' ~ reflekt.string_literal(reflekt._json_path(path)) ~ ')') }}
{%- endmacro -%}

{%- macro duckdb__json_text(column, path) -%}
    {{ return('json_extract_string(' ~ column ~ ', ' ~ reflekt.string_literal(reflekt._json_path(path)) ~ ')') }}
{%- endmacro -%}

{#- Takes the keys one by one, thus any key as it is. -#}
{%- macro postgres__json_text(column, path) -%}
    {%- set keys = [] -%}
    {%- for key in path -%}{%- do keys.append(reflekt.string_literal(key)) -%}{%- endfor -%}
    {{ return('json_extract_path_text(cast(' ~ column ~ ' as json), ' ~ keys | join(', ') ~ ')') }}
{%- endmacro -%}


{#- Return $."a"."b": the form in which a key may hold a dot or a space. -#}
{%- macro _json_path(path) -%}
    {%- set keys = ['$'] -%}
    {%- for key in path -%}
        {%- do keys.append('"' ~ key.replace('\\', '\\\\').replace('"', '\\"') ~ '"') -%}
    {%- endfor -%}
    {{ return(keys | join('.')) }}
{%- endmacro -%}
