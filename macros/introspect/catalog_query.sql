{#- Return the SQL that lists (table, column, type) of a schema, in the tables' own order.

    place: {'database', 'schema', 'quoting': {'database', 'schema', 'identifier'}}; of quoting
    each is true, false, or absent or none for what the adapter does by default. Where fields
    of a struct have rows of their own, their column is the dotted path. -#}
{%- macro catalog_query(place) -%}
    {{ return(adapter.dispatch('catalog_query', 'reflekt')(place)) }}
{%- endmacro -%}

{%- macro default__catalog_query(place) -%}
    select table_name, column_name, data_type
    from {{ reflekt._part_sql(place, 'database', true) }}.information_schema.columns
    where {{ reflekt._schema_condition('table_schema', place) }}
    order by table_name, ordinal_position
{%- endmacro -%}

{#- DuckDB 2 knows information_schema in the system catalog only, for all databases at once. It
    compares every name without case, those in quotes too. -#}
{%- macro duckdb__catalog_query(place) -%}
    select table_name, column_name, data_type
    from system.information_schema.columns
    where lower(table_catalog) = lower({{ reflekt.string_literal(place['database']) }})
        and lower(table_schema) = lower({{ reflekt.string_literal(place['schema']) }})
    order by table_name, ordinal_position
{%- endmacro -%}

{#- Numbers come with precision and scale: what tells an integer from others is the scale alone. -#}
{%- macro snowflake__catalog_query(place) -%}
    select
        table_name,
        column_name,
        case
            when data_type = 'NUMBER' then 'NUMBER(' || numeric_precision || ',' || numeric_scale || ')'
            else data_type
        end as data_type
    from {{ reflekt._part_sql(place, 'database', false) }}.information_schema.columns
    where table_schema = {{ reflekt._snowflake_schema(place) }}
    order by table_name, ordinal_position
{%- endmacro -%}
