{#- Match one table of the plan with the tables of its source.

    Returns {'plan', 'relation': exact name or none, 'relations': what the source calls it and the
    one it is joined with, 'joined': exact name or none, 'row_filter': [[SQL, text], ...], 'on':
    [[SQL, SQL], ...], 'columns': [{'sql', 'alias', 'description', 'tests', 'meta', 'comment'},
    ...], 'missing', 'unplanned',
    'unknowable', 'config': [Jinja code, ...], 'window': YAML line that limits tests, or '',
    'window_mark': line of a test where it goes, 'branches': see _unite, 'more' and 'more_context': columns
    that nobody planned, see _add_unplanned, 'included': {column: ...}, those of them}. -#}
{%- macro _match_table(table, context) -%}
    {%- set match = {
        'plan': table, 'relation': none, 'relations': [], 'joined': none, 'row_filter': [], 'on': [],
        'columns': [], 'missing': 0, 'unplanned': 0, 'unknowable': 0, 'config': [], 'window': '',
        'window_mark': context['settings']['window_mark'], 'branches': [],
        'more': [], 'more_context': [], 'included': {}
    } -%}
    {%- set entry = reflekt._first_present(table, table['relations'], context) -%}
    {%- set other = reflekt._first_present(table, table['join']['relations'], context) if table['join'] and entry else none -%}
    {%- if not entry or (table['join'] and not other) -%}
        {{ return(match) }}
    {%- endif -%}
    {%- do match.update({'relation': entry['name'], 'relations': [entry['named']]}) -%}
    {%- if table['status'] == 'planned' -%}
        {%- do context['found'].append(['planned_event_has_table', table['event'], '', {
            'source': table['source'], 'table': entry['name']
        }]) -%}
    {%- endif -%}
    {%- set claim = reflekt._claim(match, entry, context) -%}
    {%- for name, text in table['row_filter'] -%}
        {%- do match['row_filter'].append([reflekt._planned_sql(name, claim, context), text]) -%}
    {%- endfor -%}
    {%- if not table['join'] -%}
        {%- do reflekt._match_columns(match, claim, none, context) -%}
        {{ return(match) }}
    {%- endif -%}
    {%- do match.update({'joined': other['name'], 'relations': [entry['named'], other['named']]}) -%}
    {%- set joined = reflekt._claim(match, other, context) -%}
    {%- for left, right in table['join']['on'] -%}
        {%- do match['on'].append([
            'source.' ~ reflekt._planned_sql(left, claim, context),
            'joined.' ~ reflekt._planned_sql(right, joined, context)
        ]) -%}
    {%- endfor -%}
    {%- do reflekt._match_columns(match, claim, joined, context) -%}
    {{ return(match) }}
{%- endmacro -%}


{#- Return the SQL of a column that the model stands on, as it is there, else as the plan has it. -#}
{%- macro _planned_sql(name, claim, context) -%}
    {%- do claim['used'].update({name: true}) -%}
    {%- set exact = claim['columns'][name][0] if name in claim['columns'] else reflekt._folded(name, context['rules']) -%}
    {{ return(reflekt._column_sql(name, exact, context)) }}
{%- endmacro -%}
