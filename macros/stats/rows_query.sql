{#- Return the SQL of a question about the rows of a table that arrived of late.

    question: {'kind', 'place': as for catalog_query, 'table', 'when': [column, type] of a row's
    arrival, 'days': how many days back, ...}. Columns and tables as the catalogue spells them. Of a kind:

    events: also 'event', 'event_text', columns. Rows of [event, text, count, first day, last day].
    names: 'tables': [[table, event_text column, when], ...] in place of one. Rows of [table, text].
    counts: also 'columns': [[column, values], ...]. One row: how many there are, then for each
    column how many have a value, and behind it, where values are given, how many have another.
    values: also 'column', 'type', 'family', 'limit' and 'except', values. Rows of [value, count]. -#}
{%- macro rows_query(question) -%}
    {%- set kind = question['kind'] -%}
    {%- if kind == 'events' -%}
        {{ return(reflekt._events_query(question)) }}
    {%- elif kind == 'names' -%}
        {{ return(reflekt._names_query(question)) }}
    {%- elif kind == 'counts' -%}
        {{ return(reflekt._counts_query(question)) }}
    {%- endif -%}
    {{ return(reflekt._values_query(question)) }}
{%- endmacro -%}


{#- Return what stands behind `from`, and which rows count. -#}
{%- macro _recent_rows(place, table, when, days) -%}
    {%- set quoting = place['quoting'] or {} -%}
    {#- Schema and database as dbt writes them for a source; the table as it is. -#}
    {%- set relation = api.Relation.create(
        database=place['database'], schema=place['schema'], identifier=table
    ).quote(
        database=quoting['database'] if quoting['database'] in (true, false) else none,
        schema=quoting['schema'] if quoting['schema'] in (true, false) else none, identifier=true
    ) -%}
    {{ return(relation ~ ' where ' ~ reflekt._exact_sql(when[0]) ~ ' >= ' ~ reflekt.days_ago(days, when[1])) }}
{%- endmacro -%}


{#- Return a name in quotes, as the catalogue spells it. -#}
{%- macro _exact_sql(name) -%}
    {{ return(reflekt._in_quotes(name, reflekt.identifier_rules())) }}
{%- endmacro -%}


{#- Return values of a schema as a list in SQL. -#}
{%- macro _value_list(values) -%}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- if value is string -%}
            {%- do literals.append(reflekt.string_literal(value)) -%}
        {%- elif value is boolean -%}
            {%- do literals.append('true' if value else 'false') -%}
        {%- else -%}
            {%- do literals.append(value ~ '') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return('(' ~ literals | join(', ') ~ ')') }}
{%- endmacro -%}
