{#- Return the SQL of the events that a source has seen, the most frequent first. -#}
{%- macro _events_query(question) -%}
    {%- set event = reflekt._exact_sql(question['event']) -%}
    {%- set event_text = reflekt._exact_sql(question['event_text']) -%}
    {%- set when = reflekt._exact_sql(question['when'][0]) -%}
    {%- set days = [] -%}
    {%- for function in ['min', 'max'] -%}
        {%- set day = 'cast(' ~ function ~ '(' ~ when ~ ') as date)' -%}
        {%- do days.append(reflekt.as_text(day, dbt.type_string(), 'date')) -%}
    {%- endfor -%}
    {{ return(
        'select ' ~ [event, event_text, 'count(*)', days[0], days[1]] | join(', ')
        ~ ' from ' ~ reflekt._recent_rows(question['place'], question['table'], question['when'], question['days'])
        ~ ' group by ' ~ event ~ ', ' ~ event_text ~ ' order by count(*) desc, ' ~ event ~ ', ' ~ event_text
        ~ ' limit ' ~ question['limit']
    ) }}
{%- endmacro -%}


{#- Return the SQL of one name for each of many tables, where no table has all events. -#}
{%- macro _names_query(question) -%}
    {%- set selects = [] -%}
    {%- for table, column, when in question['tables'] -%}
        {%- set name = reflekt._exact_sql(column) -%}
        {%- do selects.append(
            'select ' ~ reflekt.string_literal(table) ~ ', max(' ~ name ~ ') from '
            ~ reflekt._recent_rows(question['place'], table, when, question['days'])
        ) -%}
    {%- endfor -%}
    {{ return(selects | join(' union all ')) }}
{%- endmacro -%}
