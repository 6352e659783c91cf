{#- Return the SQL of how many rows have a value, for all columns of a table at once. -#}
{%- macro _counts_query(question) -%}
    {%- set counts = ['count(*)'] -%}
    {%- for column, values in question['columns'] -%}
        {%- set name = reflekt._exact_sql(column) -%}
        {%- do counts.append('count(' ~ name ~ ')') -%}
        {%- if values -%}
            {%- do counts.append('count(case when ' ~ name ~ ' not in ' ~ reflekt._value_list(values) ~ ' then 1 end)') -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(
        'select ' ~ counts | join(', ')
        ~ ' from ' ~ reflekt._recent_rows(question['place'], question['table'], question['when'], question['days'])
    ) }}
{%- endmacro -%}


{#- Return the SQL of the most frequent values of a column. -#}
{%- macro _values_query(question) -%}
    {%- set name = reflekt._exact_sql(question['column']) -%}
    {%- set value = reflekt.as_text(name, dbt.type_string(), question['family']) -%}
    {{ return(
        'select ' ~ value ~ ', count(*) from '
        ~ reflekt._recent_rows(question['place'], question['table'], question['when'], question['days'])
        ~ ' and ' ~ name ~ ' is not null'
        ~ (' and ' ~ name ~ ' not in ' ~ reflekt._value_list(question['except']) if question['except'] else '')
        ~ ' group by 1 order by 2 desc, 1 limit ' ~ question['limit']
    ) }}
{%- endmacro -%}
