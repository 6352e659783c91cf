{#- Nested fields have rows in COLUMN_FIELD_PATHS, pseudo columns are hidden in COLUMNS: it takes
    both. Tables of one day each (events_20240101, ...) are one table, events_*, with the columns
    of the newest: else the recorded catalogue would be another one every day. -#}
{%- macro bigquery__catalog_query(place) -%}
    {%- set dataset = adapter.quote(place['database']) ~ '.' ~ adapter.quote(place['schema']) -%}
    with listed as (
        select
            table_name,
            column_name,
            ordinal_position,
            regexp_replace(
                table_name, r'_(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$', '_*'
            ) as relation
        from {{ dataset }}.INFORMATION_SCHEMA.COLUMNS
        where is_hidden = 'NO'
    ),

    newest as (
        select relation, max(table_name) as table_name
        from listed
        group by relation
    )

    select listed.relation, paths.field_path, paths.data_type
    from listed
    inner join newest on listed.table_name = newest.table_name
    inner join {{ dataset }}.INFORMATION_SCHEMA.COLUMN_FIELD_PATHS as paths
        on listed.table_name = paths.table_name and listed.column_name = paths.column_name
    order by listed.relation, listed.ordinal_position, paths.field_path
{%- endmacro -%}
