{#- Tell whether there is such a schema; place as for catalog_query. -#}
{%- macro schema_exists(place) -%}
    {{ return(adapter.dispatch('schema_exists', 'reflekt')(place)) }}
{%- endmacro -%}

{%- macro default__schema_exists(place) -%}
    {{ return(adapter.check_schema_exists(place['database'], place['schema'])) }}
{%- endmacro -%}

{#- A connection knows one database; asked about another, dbt fails with an error of its own. -#}
{%- macro postgres__schema_exists(place) -%}
    {{ return(reflekt._is_connected(place) and adapter.check_schema_exists(place['database'], place['schema'])) }}
{%- endmacro -%}

{#- What is seen of another database is seen in its catalogue, or it is not there. -#}
{%- macro redshift__schema_exists(place) -%}
    {{ return(reflekt._is_connected(place) and adapter.check_schema_exists(place['database'], place['schema'].lower())) }}
{%- endmacro -%}

{#- What dbt asks takes names without quotes for names that are in upper case already. -#}
{%- macro snowflake__schema_exists(place) -%}
    {%- set query -%}
    select count(*)
    from {{ reflekt._part_sql(place, 'database', false) }}.information_schema.schemata
    where schema_name = {{ reflekt._snowflake_schema(place) }}
    {%- endset -%}
    {{ return(run_query(query).rows[0][0] > 0) }}
{%- endmacro -%}


{#- Tell whether the connection is to the very database. -#}
{%- macro _is_connected(place) -%}
    {{ return(place['database'].lower() == target.database.lower()) }}
{%- endmacro -%}
