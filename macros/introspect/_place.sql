{#- Return a part of a place as it stands in SQL. -#}
{%- macro _part_sql(place, part, quoted_by_default) -%}
    {%- set asked = place['quoting'][part] -%}
    {%- set is_quoted = asked if asked in (true, false) else quoted_by_default -%}
    {{ return(adapter.quote(place[part]) if is_quoted else place[part]) }}
{%- endmacro -%}


{#- Return the condition that picks the rows of a schema: without case, unless config quotes it. -#}
{%- macro _schema_condition(column, place) -%}
    {%- set name = reflekt.string_literal(place['schema']) -%}
    {%- if place['quoting']['schema'] == true -%}
        {{ return(column ~ ' = ' ~ name) }}
    {%- endif -%}
    {{ return('lower(' ~ column ~ ') = lower(' ~ name ~ ')') }}
{%- endmacro -%}


{#- Return the schema as Snowflake keeps its name, as a literal: without quotes it folds up. -#}
{%- macro _snowflake_schema(place) -%}
    {%- set is_quoted = place['quoting']['schema'] == true -%}
    {{ return(reflekt.string_literal(place['schema'] if is_quoted else place['schema'].upper())) }}
{%- endmacro -%}
