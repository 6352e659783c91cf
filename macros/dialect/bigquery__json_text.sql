{#- json_value has null for what is no scalar, json_query quotes for what is one. -#}
{%- macro bigquery__json_text(column, path, type, family) -%}
    {%- set arguments = reflekt._bigquery_json(column, path, type) -%}
    {%- set scalar = 'json_value(' ~ arguments ~ ')' -%}
    {%- set other = 'json_query(' ~ arguments ~ ')' -%}
    {%- if not reflekt._is_text(type) or reflekt._has_odd_key(path) -%}
        {#- The text of nothing at all is the word null, too. -#}
        {%- set other = 'nullif(to_json_string(' ~ other ~ "), 'null')" -%}
    {%- endif -%}
    {%- if family == 'json' -%}
        {{ return(other) }}
    {%- endif -%}
    {{ return('coalesce(' ~ scalar ~ ', ' ~ other ~ ')' if family == 'any' else scalar) }}
{%- endmacro -%}


{#- Return the document and the path into it. A path says how to write most keys, but not all:
    those are taken one by one, out of JSON itself. -#}
{%- macro _bigquery_json(column, path, type) -%}
    {%- if not reflekt._has_odd_key(path) -%}
        {{ return(column ~ ', ' ~ reflekt.string_literal(reflekt._json_path(path))) }}
    {%- endif -%}
    {%- set keys = ['safe.parse_json(' ~ column ~ ')' if reflekt._is_text(type) else column] -%}
    {%- for key in path -%}{%- do keys.append('[' ~ reflekt.string_literal(key) ~ ']') -%}{%- endfor -%}
    {{ return(keys | join('')) }}
{%- endmacro -%}


{#- Tell whether some key cannot be written in a path. -#}
{%- macro _has_odd_key(path) -%}
    {%- for key in path if key == '' or '\\' in key -%}{{ return(true) }}{%- endfor -%}
    {{ return(false) }}
{%- endmacro -%}
