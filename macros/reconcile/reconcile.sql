{#- Match the plan with what is present. Pure: reads and writes nothing.

    present: {'tables': [[source, table, [[column, type], ...]], ...]}, names as the catalogue
    spells them. A column of structs may have a third item, the dotted paths of its fields.

    Returns {'tables': [...], 'index': ..., 'findings': [[code, event, property, args], ...]}:
    for the tables see _match_table, for the index _index_tables. -#}
{%- macro reconcile(plan, present) -%}
    {%- set context = reflekt._matching_context(plan, present) -%}
    {%- set tables = [] -%}
    {%- for table in plan['tables'] -%}
        {%- set match = reflekt._match_table(table, context) -%}
        {%- do tables.append(match) -%}
        {%- if match['columns'] and table['taken_by'] -%}
            {%- do context['found'].append(['model_name_taken', table['event'], '', {
                'source': table['source'], 'model': table['model'], 'path': table['taken_by']
            }]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for source in plan['sources'] -%}
        {%- do reflekt._find_unplanned(source, context) -%}
    {%- endfor -%}
    {{ return({'tables': tables, 'index': context['index'], 'findings': context['found']}) }}
{%- endmacro -%}
