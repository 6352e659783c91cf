{#- Return what the warehouse has in the schemas of the plan's sources:
    [{'source', 'database', 'schema', 'exists', 'rows': [[table, column, type], ...]}, ...].

    One query a schema, not one a table: a tracking plan has hundreds of tables, and
    warehouses queue and bill by the statement. Sources that share a schema share the query. -#}
{%- macro get_catalog(plan) -%}
    {%- set answers = {} -%}
    {%- set catalog = [] -%}
    {%- for source in plan['sources'] -%}
        {%- set database = reflekt._rendered(source['database']) or target.database -%}
        {%- set schema = reflekt._rendered(source['schema']) -%}
        {%- set place = database ~ '.' ~ schema -%}
        {%- if place not in answers -%}
            {%- do answers.update({place: reflekt._catalog_rows(database, schema)}) -%}
        {%- endif -%}
        {%- set rows = answers[place] -%}
        {#- Only an empty answer is worth a second question: is there such a schema at all? -#}
        {%- set exists = true if rows else adapter.check_schema_exists(database, schema) -%}
        {%- do catalog.append({
            'source': source['name'], 'database': database, 'schema': schema,
            'exists': exists, 'rows': rows
        }) -%}
    {%- endfor -%}
    {{ return(catalog) }}
{%- endmacro -%}


{#- Render a setting that may hold Jinja. -#}
{%- macro _rendered(setting) -%}
    {%- if setting is none or '{' not in setting -%}
        {{ return(setting) }}
    {%- endif -%}
    {{ return(render(setting) | trim) }}
{%- endmacro -%}


{%- macro _catalog_rows(database, schema) -%}
    {%- set rows = [] -%}
    {%- for row in run_query(reflekt.catalog_query(database, schema)).rows -%}
        {%- do rows.append([row[0], row[1], row[2]]) -%}
    {%- endfor -%}
    {{ return(rows) }}
{%- endmacro -%}
