{#- Return the SQL that lists (table, column, type) of a schema, in the tables' own order. -#}
{%- macro catalog_query(database, schema) -%}
    {{ return(adapter.dispatch('catalog_query', 'reflekt')(database, schema)) }}
{%- endmacro -%}

{%- macro default__catalog_query(database, schema) -%}
    select table_name, column_name, data_type
    from {{ adapter.quote(database) }}.information_schema.columns
    where lower(table_schema) = lower({{ reflekt.string_literal(schema) }})
    order by table_name, ordinal_position
{%- endmacro -%}

{#- DuckDB 2 knows information_schema in the system catalog only, for all databases at once. -#}
{%- macro duckdb__catalog_query(database, schema) -%}
    select table_name, column_name, data_type
    from system.information_schema.columns
    where lower(table_catalog) = lower({{ reflekt.string_literal(database) }})
        and lower(table_schema) = lower({{ reflekt.string_literal(schema) }})
    order by table_name, ordinal_position
{%- endmacro -%}
