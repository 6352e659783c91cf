{#- Fill in the columns and counts of *match*.

    Order: the loader's own columns, the properties, the context, what we add; what nobody planned
    stands behind what is like it. The loader's
    columns may be absent without a word: which there are depends on the library that sent. -#}
{%- macro _match_columns(match, claim, joined, context) -%}
    {%- set layout = context['layouts'][match['plan']['layout']] -%}
    {%- set own = layout['columns'] | selectattr('column', 'in', claim['columns']) | list -%}
    {%- set around = layout['context'] | selectattr('column', 'in', claim['columns']) | list -%}
    {%- if joined or not claim['plain'] -%}
        {%- set own = reflekt._respelled(own, claim, joined, context) -%}
        {%- set around = reflekt._respelled(around, claim, joined, context) -%}
    {%- endif -%}
    {%- do match['columns'].extend(own) -%}
    {%- do reflekt._match_properties(match, claim, joined, context) -%}
    {%- set rules = match['plan']['unplanned'] -%}
    {%- if (rules['include'] or rules['context']) and not match['plan']['row_filter'] -%}
        {%- do reflekt._add_unplanned(match, joined or claim, 'joined.' if joined else '', context) -%}
    {%- endif -%}
    {%- do match['columns'].extend(match['more'] + around + match['more_context']) -%}
    {%- for column in match['plan']['added'] -%}
        {%- do match['columns'].append({
            'sql': column['sql'], 'alias': column['alias'], 'description': '', 'tests': column['tests'],
            'meta': [], 'comment': '', 'type': ''
        }) -%}
    {%- endfor -%}
    {%- do reflekt._add_literals(match, context) -%}
    {%- if match['plan']['union'] -%}
        {%- do match.update({'there': claim['columns']}) -%}
    {%- else -%}
        {%- do reflekt._apply_settings(match, claim, context) -%}
    {%- endif -%}
{%- endmacro -%}


{#- Return columns with the SQL that this very table needs. -#}
{%- macro _respelled(columns, claim, joined, context) -%}
    {%- set spelled = [] -%}
    {%- for column in columns -%}
        {%- set name = column['column'] -%}
        {%- set copy = {} -%}
        {%- do copy.update(column) -%}
        {%- do copy.update({'sql': ('source.' if joined else '')
            ~ reflekt._column_sql(name, claim['columns'][name][0], context)}) -%}
        {%- do spelled.append(copy) -%}
    {%- endfor -%}
    {{ return(spelled) }}
{%- endmacro -%}
