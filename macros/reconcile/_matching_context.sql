{#- Return what every table is matched with, looked up or learnt once a build.

    index: see _index_tables. claims: {source: {table: ...}}, see _claim. types: {type: family}.
    common: {...: see _common_type}. literals: {text: SQL}. settings: see _asked_settings. found: the findings so far. -#}
{%- macro _matching_context(plan, present) -%}
    {%- set index = {} -%}
    {%- set claims = {} -%}
    {%- set sources = {} -%}
    {%- for source in plan['sources'] -%}
        {%- do index.update({source['name']: {}}) -%}
        {%- do claims.update({source['name']: {}}) -%}
        {%- do sources.update({source['name']: source}) -%}
    {%- endfor -%}
    {%- do reflekt._index_tables(index, present) -%}
    {%- set found = plan['findings'] | list -%}
    {%- set context = {
        'index': index, 'claims': claims, 'sources': sources, 'layouts': {}, 'rules': reflekt.identifier_rules(),
        'quoted': reflekt._quoted_names(plan), 'families': reflekt.type_families(),
        'nulls': reflekt._null_types(), 'missing': plan['missing_columns'],
        'types': {}, 'common': {}, 'escapes': reflekt.literal_escapes(), 'literals': {}, 'found': found,
        'settings': reflekt._asked_settings(plan['settings'], found)
    } -%}
    {%- for layout in plan['layouts'] -%}
        {%- set own = {} -%}
        {%- for column in layout['columns'] + layout['context'] -%}
            {%- do own.update({column['column']: true}) -%}
        {%- endfor -%}
        {%- do context['layouts'].update({layout['name']: {
            'columns': reflekt._plainly_spelled(layout['columns'], context),
            'context': reflekt._plainly_spelled(layout['context'], context), 'own': own
        }}) -%}
    {%- endfor -%}
    {{ return(context) }}
{%- endmacro -%}


{#- Return a layout's columns with their SQL where they are spelled as names without quotes fold. -#}
{%- macro _plainly_spelled(columns, context) -%}
    {%- set spelled = [] -%}
    {%- for column in columns -%}
        {%- set name = column['column'] -%}
        {%- set copy = {'sql': reflekt._column_sql(name, reflekt._folded(name, context['rules']), context), 'meta': [], 'comment': ''} -%}
        {%- do copy.update(column) -%}
        {%- do spelled.append(copy) -%}
    {%- endfor -%}
    {{ return(spelled) }}
{%- endmacro -%}


{#- Return {family: SQL type} in dbt's own words, so that no warehouse is named. -#}
{%- macro _null_types() -%}
    {{ return({
        'integer': '{{ dbt.type_bigint() }}', 'number': '{{ dbt.type_float() }}',
        'boolean': '{{ dbt.type_boolean() }}', 'timestamp': '{{ dbt.type_timestamp() }}',
        'date': 'date', 'string': '{{ dbt.type_string() }}', 'json': '{{ dbt.type_string() }}',
        'any': '{{ dbt.type_string() }}'
    }) }}
{%- endmacro -%}
