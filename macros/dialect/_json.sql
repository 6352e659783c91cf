{#- Return $.a."b.c", in which a key may hold a dot or a space. -#}
{%- macro _json_path(path) -%}
    {%- set keys = ['$'] -%}
    {%- for key in path -%}
        {%- set escaped = key.replace('\\', '\\\\').replace('"', '\\"') -%}
        {%- do keys.append(key if reflekt._is_plain(key) else '"' ~ escaped ~ '"') -%}
    {%- endfor -%}
    {{ return(keys | join('.')) }}
{%- endmacro -%}


{#- Return texts as literals, with commas between. -#}
{%- macro _literals(texts) -%}
    {%- set literals = [] -%}
    {%- for text in texts -%}{%- do literals.append(reflekt.string_literal(text)) -%}{%- endfor -%}
    {{ return(literals | join(', ')) }}
{%- endmacro -%}


{#- Tell whether a type of the catalogue is text; JSON in it has to be parsed. -#}
{%- macro _is_text(type) -%}
    {{ return(reflekt._type_family(type, reflekt.type_families()) == 'string') }}
{%- endmacro -%}


{#- Return a column as JSON; what is none is null. -#}
{%- macro _duckdb_json(column, type) -%}
    {{ return('try_cast(' ~ column ~ ' as json)' if reflekt._is_text(type) else column) }}
{%- endmacro -%}
