{#- Return what the warehouse has in the schemas of the plan's sources:
    [{'source', 'database', 'schema', 'exists', 'rows': [[table, column, type], ...],
    'missing_grants': [statement, ...]}, ...]; the last only where there is no row.

    One query a schema, not one a table: a tracking plan has hundreds of tables, and
    warehouses queue and bill by the statement. Sources that share a schema share the query. -#}
{%- macro get_catalog(plan) -%}
    {%- set answers = {} -%}
    {%- set catalog = [] -%}
    {%- for source in plan['sources'] -%}
        {%- set place = {
            'database': reflekt._rendered(source['database']) or target.database,
            'schema': reflekt._rendered(source['schema']), 'quoting': source['quoting'] or {}
        } -%}
        {%- set grants = reflekt.missing_grants(place, reflekt.grantee()) -%}
        {#- Some warehouses refuse the query instead of showing nothing; then a macro says no more. -#}
        {%- if modules.reflekt is defined -%}{%- do modules.reflekt.reading(grants) -%}{%- endif -%}
        {%- set key = tojson(place) -%}
        {%- if key not in answers -%}
            {%- do answers.update({key: reflekt._answer(place)}) -%}
        {%- endif -%}
        {%- do catalog.append({
            'source': source['name'], 'database': place['database'], 'schema': place['schema'],
            'exists': answers[key]['exists'], 'rows': reflekt._without_own_views(answers[key]['rows'], source),
            'missing_grants': [] if answers[key]['rows'] else grants
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


{#- Return {'exists', 'rows'} of a place; place as for catalog_query. -#}
{%- macro _answer(place) -%}
    {%- if reflekt.asks_schema_first(place) and not reflekt.schema_exists(place) -%}
        {{ return({'exists': false, 'rows': []}) }}
    {%- endif -%}
    {#- Not one by one: they are tens of thousands. -#}
    {%- set rows = run_query(reflekt.catalog_query(place)).rows | map('list') | list -%}
    {#- Only an empty answer is worth a second question: is there such a schema at all? -#}
    {{ return({'exists': true if rows else reflekt.schema_exists(place), 'rows': rows}) }}
{%- endmacro -%}
