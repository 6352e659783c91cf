{#- Fill *index*: {source: {table in lower case: {'name': exact, 'named': by the source, 'columns':
    as present has them}}}.

    The shards of a table, one a day, are one entry that answers to the name without the day.
    Of two tables that differ in case only, the one in lower case answers to that name, the
    other to its own spelling, so that nothing is lost. -#}
{%- macro _index_tables(index, present) -%}
    {%- for source, table, columns in present['tables'] if source in index -%}
        {%- set tables = index[source] -%}
        {%- set name = reflekt._source_name(table) -%}
        {%- set entry = {'name': table, 'named': name, 'columns': columns} -%}
        {%- if name in tables and table == name -%}
            {%- do tables.update({tables[name]['name']: tables[name]}) -%}
        {%- endif -%}
        {%- do tables.update({table if name in tables and table != name else name: entry}) -%}
    {%- endfor -%}
{%- endmacro -%}


{#- Return what a source calls a table: its name in lower case, that of shards without the star. -#}
{%- macro _source_name(table) -%}
    {{ return(table[:-2].lower() if table.endswith('_*') else table.lower()) }}
{%- endmacro -%}
