{#- Return the SQL of what stands under *path*, a list of keys, in a JSON column, as text.

    type: of the column, as the catalogue spells it; JSON may be kept in text. family: what is
    planned there; 'json' is an object or array. Text that is no JSON gives null where the
    warehouse can tell. -#}
{%- macro json_text(column, path, type, family='string') -%}
    {{ return(adapter.dispatch('json_text', 'reflekt')(column, path, type, family)) }}
{%- endmacro -%}

{%- macro default__json_text(column, path, type, family) -%}
    {{ return('json_value(' ~ column ~ ', ' ~ reflekt.string_literal(reflekt._json_path(path)) ~ ')') }}
{%- endmacro -%}

{#- A path in the way of a file's has room for a key without a character. -#}
{%- macro duckdb__json_text(column, path, type, family) -%}
    {%- set document = reflekt._duckdb_json(column, type) -%}
    {%- set pointer = namespace(text='') -%}
    {%- for key in path -%}
        {%- set pointer.text = pointer.text ~ '/' ~ key.replace('~', '~0').replace('/', '~1') -%}
    {%- endfor -%}
    {%- set where = pointer.text if '' in path else reflekt._json_path(path) -%}
    {{ return('json_extract_string(' ~ document ~ ', ' ~ reflekt.string_literal(where) ~ ')') }}
{%- endmacro -%}

{#- Takes the keys one by one, thus any key as it is. -#}
{%- macro postgres__json_text(column, path, type, family) -%}
    {%- set document = column if type.lower() == 'json' else 'cast(' ~ column ~ ' as json)' -%}
    {{ return('json_extract_path_text(' ~ document ~ ', ' ~ reflekt._literals(path) ~ ')') }}
{%- endmacro -%}

{#- It says nothing of what it cannot parse. Keys are found in their case whatever the session sets,
    unlike those after a dot. It takes five at once, and gives '' for the null of JSON. -#}
{%- macro redshift__json_text(column, path, type, family) -%}
    {%- set inner = namespace(sql='json_serialize(' ~ column ~ ')' if type.lower() == 'super' else column) -%}
    {%- for keys in path | batch(5) -%}
        {%- set inner.sql = 'json_extract_path_text(' ~ inner.sql ~ ', ' ~ reflekt._literals(keys) ~ ', true)' -%}
    {%- endfor -%}
    {{ return('nullif(' ~ inner.sql ~ ", '')") }}
{%- endmacro -%}

{#- Takes the keys one by one. -#}
{%- macro snowflake__json_text(column, path, type, family) -%}
    {%- set is_text = reflekt._is_text(type) -%}
    {%- set keys = [] -%}
    {%- for key in path -%}{%- do keys.append('[' ~ reflekt.string_literal(key) ~ ']') -%}{%- endfor -%}
    {{ return('cast(' ~ ('try_parse_json(' ~ column ~ ')' if is_text else column) ~ keys | join('') ~ ' as varchar)') }}
{%- endmacro -%}
