{#- Match the plan with what is present. Pure: reads and writes nothing.

    present: {'tables': [[source, table, [[column, type], ...]], ...]}, names as the catalogue
    spells them. A column of structs may have a third item, {dotted path of a field: type}.

    Returns {'tables': [...], 'models': [...], 'index': ..., 'findings': [[code, event, property,
    args], ...]}: for the tables see _match_table, for the models, which are what is written of
    the tables, _unite, for the index _index_tables. -#}
{%- macro reconcile(plan, present) -%}
    {%- set context = reflekt._matching_context(plan, present) -%}
    {%- set tables = [] -%}
    {%- set models = [] -%}
    {%- set parts = {} -%}
    {%- for table in plan['tables'] -%}
        {%- set match = reflekt._match_table(table, context) -%}
        {%- do tables.append(match) -%}
        {%- if table['union'] -%}
            {%- do parts.setdefault(table['model'], []).append(match) -%}
        {%- elif match['columns'] -%}
            {%- do models.append(match) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for union in plan['unions'] -%}
        {%- do models.extend(reflekt._unite(union, parts[union['model']], context)) -%}
    {%- endfor -%}
    {%- for model in models if model['plan']['taken_by'] -%}
        {%- do context['found'].append(['model_name_taken', model['plan']['event'], '', {
            'source': model['plan']['source'], 'model': model['plan']['model'], 'path': model['plan']['taken_by']
        }]) -%}
    {%- endfor -%}
    {%- for source in plan['sources'] -%}
        {%- do reflekt._find_unplanned(source, context) -%}
    {%- endfor -%}
    {{ return({
        'tables': tables, 'models': models, 'index': context['index'], 'findings': context['found']
    }) }}
{%- endmacro -%}
