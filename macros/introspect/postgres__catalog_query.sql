{#- Materialized views are not in information_schema; their types are spelled as it would. -#}
{%- macro postgres__catalog_query(place) -%}
    select table_name, column_name, data_type
    from (
        select table_name, column_name, data_type, ordinal_position
        from {{ reflekt._part_sql(place, 'database', true) }}.information_schema.columns
        where {{ reflekt._schema_condition('table_schema', place) }}
        union all
        select
            views.relname,
            columns.attname,
            case
                when types.typcategory = 'A' then 'ARRAY'
                when types.typnamespace = 'pg_catalog'::regnamespace then format_type(types.oid, null)
                else 'USER-DEFINED'
            end,
            columns.attnum
        from pg_catalog.pg_class as views
        inner join pg_catalog.pg_namespace as schemas on views.relnamespace = schemas.oid
        inner join pg_catalog.pg_attribute as columns on views.oid = columns.attrelid
        inner join pg_catalog.pg_type as types on columns.atttypid = types.oid
        where views.relkind = 'm'
            and columns.attnum > 0
            and not columns.attisdropped
            and has_column_privilege(views.oid, columns.attnum, 'select, insert, update, references')
            and {{ reflekt._schema_condition('schemas.nspname', place) }}
    ) as listed
    order by table_name, ordinal_position
{%- endmacro -%}
