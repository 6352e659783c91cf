{#- Return the statements that let a role see the tables of a schema in the catalogue, and those
    to come where the warehouse can say so. Nothing runs them: they are for people to paste.

    place: see catalog_query. role: see grantee. -#}
{%- macro missing_grants(place, role) -%}
    {{ return(adapter.dispatch('missing_grants', 'reflekt')(place, role)) }}
{%- endmacro -%}

{%- macro default__missing_grants(place, role) -%}
    {%- set where = 'schema ' ~ reflekt._place_sql(place, 'schema') ~ ' to ' ~ reflekt._grantee_sql(role) -%}
    {{ return(['grant usage on ' ~ where, 'grant select on all tables in ' ~ where]) }}
{%- endmacro -%}

{#- Takes the address that IAM knows, with its kind before it. -#}
{%- macro bigquery__missing_grants(place, role) -%}
    {%- set rules = reflekt.identifier_rules() -%}
    {%- set dataset = reflekt._in_quotes(place['database'], rules) ~ '.' ~ reflekt._in_quotes(place['schema'], rules) -%}
    {%- set member = reflekt.string_literal(role or '<member>') -%}
    {{ return(['grant `roles/bigquery.metadataViewer` on schema ' ~ dataset ~ ' to ' ~ member]) }}
{%- endmacro -%}

{#- A file has no roles. -#}
{%- macro duckdb__missing_grants(place, role) -%}
    {{ return([]) }}
{%- endmacro -%}

{#- Its catalogue shows a table to whoever has any privilege on it. This one, without usage of the
    schema, gives nothing else. -#}
{%- macro postgres__missing_grants(place, role) -%}
    {%- set where = 'schema ' ~ reflekt._place_sql(place, 'schema') ~ ' to ' ~ reflekt._grantee_sql(role) -%}
    {{ return(['grant references on all tables in ' ~ where]) }}
{%- endmacro -%}

{#- Not as on Postgres, on whose adapter this one is built: AWS says no more than that a role sees
    what it has access to. -#}
{%- macro redshift__missing_grants(place, role) -%}
    {{ return(reflekt.default__missing_grants(place, role)) }}
{%- endmacro -%}

{#- As on Postgres this privilege shows the structure of tables and views, and none of their rows. -#}
{%- macro snowflake__missing_grants(place, role) -%}
    {%- set database = reflekt._place_sql(place, 'database') -%}
    {%- set schema = 'schema ' ~ database ~ '.' ~ reflekt._place_sql(place, 'schema') -%}
    {%- set to = ' to role ' ~ reflekt._grantee_sql(role) -%}
    {%- set grants = ['grant usage on database ' ~ database ~ to, 'grant usage on ' ~ schema ~ to] -%}
    {%- for kind in ['all tables', 'all views', 'future tables', 'future views'] -%}
        {%- do grants.append('grant references on ' ~ kind ~ ' in ' ~ schema ~ to) -%}
    {%- endfor -%}
    {{ return(grants) }}
{%- endmacro -%}
