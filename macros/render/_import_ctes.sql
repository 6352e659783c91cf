{#- Return the first part of a model: what it reads, as the CTE source, and joined where it joins.

    The user's own filter stands alone behind its from, whatever it is made of: a table that
    is shared is limited to the event's rows in a CTE before. -#}
{%- macro _import_ctes(match) -%}
    {%- set table = match['plan'] -%}
    {%- set read = "select * from {{ source('" ~ table['source'] ~ "', '" ~ match['relation'].lower() ~ "') }}" -%}
    {%- set ctes = [] -%}
    {%- if table['row_filter'] and table['filter'] -%}
        {%- do ctes.append(reflekt._cte('event_rows', [read] + reflekt._row_conditions(match))) -%}
        {%- do ctes.append(reflekt._cte('source', ['select * from event_rows', table['filter']])) -%}
    {%- elif table['row_filter'] -%}
        {%- do ctes.append(reflekt._cte('source', [read] + reflekt._row_conditions(match))) -%}
    {%- else -%}
        {%- do ctes.append(reflekt._cte('source', [read, table['filter']] if table['filter'] else [read])) -%}
    {%- endif -%}
    {%- if match['joined'] -%}
        {%- do ctes.append(reflekt._cte('joined', [
            "select * from {{ source('" ~ table['source'] ~ "', '" ~ match['joined'].lower() ~ "') }}"
        ])) -%}
    {%- endif -%}
    {{ return('with ' ~ ctes | join('')) }}
{%- endmacro -%}


{%- macro _cte(name, lines) -%}
    {{ return(name ~ ' as (\n\n    ' ~ lines | join('\n    ') ~ '\n\n),\n\n') }}
{%- endmacro -%}


{#- Return the where clause that picks the rows of the event out of a table of many. -#}
{%- macro _row_conditions(match) -%}
    {%- set lines = [] -%}
    {%- for column, text in match['row_filter'] -%}
        {%- do lines.append(('where ' if loop.first else '    and ') ~ column ~ ' = '
            ~ reflekt._inert(reflekt.string_literal(text))) -%}
    {%- endfor -%}
    {{ return(lines) }}
{%- endmacro -%}
