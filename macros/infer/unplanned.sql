{#- Return what a warehouse has and nothing plans. Pure: reads and writes nothing.

    types: those of the catalogue, of which families are wanted.

    Returns {'tables': [[source, table, [[column, type], ...]], ...], 'columns': [[source, table,
    event or '', column in lower case], ...], 'families': {type: family}}; tables as present spells them. -#}
{%- macro unplanned(plan, present, types) -%}
    {%- set matches = reflekt.reconcile(plan, present) -%}
    {%- set tables = [] -%}
    {%- set columns = [] -%}
    {%- for code, event, property, arguments in matches['findings'] -%}
        {%- if code == 'table_without_event' -%}
            {%- set entry = matches['index'][arguments['source']][arguments['table']] -%}
            {%- do tables.append([arguments['source'], entry['name'], entry['columns']]) -%}
        {%- elif code == 'column_without_property' -%}
            {%- do columns.append([arguments['source'], arguments['table'], event, property]) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return({'tables': tables, 'columns': columns, 'families': reflekt.families_of(types)}) }}
{%- endmacro -%}
