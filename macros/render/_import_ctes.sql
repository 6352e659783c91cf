{#- Return the CTEs that a model or a branch of it reads from: source, and joined where it joins.
    Their names end in *suffix*.

    The user's own filter stands alone behind its from, whatever it is made of: a table that
    is shared is limited to the event's rows in a CTE before. -#}
{%- macro _import_ctes(match, suffix) -%}
    {%- set table = match['plan'] -%}
    {%- set read = "select * from {{ source('" ~ table['source'] ~ "', '" ~ match['relations'][0] ~ "') }}" -%}
    {%- set ctes = [] -%}
    {%- if table['row_filter'] and table['filter'] -%}
        {%- do ctes.append(reflekt._cte('event_rows' ~ suffix, [read] + reflekt._row_conditions(match))) -%}
        {%- do ctes.append(reflekt._cte('source' ~ suffix, ['select * from event_rows' ~ suffix, table['filter']])) -%}
    {%- elif table['row_filter'] -%}
        {%- do ctes.append(reflekt._cte('source' ~ suffix, [read] + reflekt._row_conditions(match))) -%}
    {%- else -%}
        {%- do ctes.append(reflekt._cte('source' ~ suffix, [read, table['filter']] if table['filter'] else [read])) -%}
    {%- endif -%}
    {%- if match['joined'] -%}
        {%- do ctes.append(reflekt._cte('joined' ~ suffix, [
            "select * from {{ source('" ~ table['source'] ~ "', '" ~ match['relations'][1] ~ "') }}"
        ])) -%}
    {%- endif -%}
    {{ return(ctes) }}
{%- endmacro -%}


{%- macro _cte(name, lines) -%}
    {{ return(name ~ ' as (\n\n    ' ~ lines | join('\n    ') ~ '\n\n)') }}
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
