{#- Fill *index*: {source: {table in lower case: {'name': exact, 'columns': as present has them}}}.

    Of two tables that differ in case only, the one in lower case answers to that name, the
    other to its own spelling, so that nothing is lost. -#}
{%- macro _index_tables(index, present) -%}
    {%- for source, table, columns in present['tables'] if source in index -%}
        {%- set tables = index[source] -%}
        {%- set name = table.lower() -%}
        {%- set entry = {'name': table, 'columns': columns} -%}
        {%- if name in tables and table == name -%}
            {%- do tables.update({tables[name]['name']: tables[name]}) -%}
        {%- endif -%}
        {%- do tables.update({table if name in tables and table != name else name: entry}) -%}
    {%- endfor -%}
{%- endmacro -%}
