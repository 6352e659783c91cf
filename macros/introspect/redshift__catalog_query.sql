{#- svv_columns has late-binding views and external tables too, which information_schema lacks, but
    of the connected database only. Names fold to lower case, those in quotes too. -#}
{%- macro redshift__catalog_query(place) -%}
    {%- set is_here = reflekt._is_connected(place) -%}
    {%- set schema = 'table_schema' if is_here else 'schema_name' -%}
    select
        table_name,
        column_name,
        case
            when data_type = 'numeric' and numeric_precision is not null
                then 'numeric(' || cast(numeric_precision as varchar) || ',' || cast(numeric_scale as varchar) || ')'
            else data_type
        end as data_type
    from {{ 'svv_columns' if is_here else 'svv_all_columns' }}
    where lower({{ schema }}) = lower({{ reflekt.string_literal(place['schema']) }})
        {%- if not is_here %}
        and lower(database_name) = lower({{ reflekt.string_literal(place['database']) }})
        {%- endif %}
    order by table_name, ordinal_position
{%- endmacro -%}
