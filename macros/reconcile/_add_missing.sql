{#- Add a property that has no column: a finding, and a null in its place where config wants one. -#}
{%- macro _add_missing(match, property, context) -%}
    {#- What came after an event got a new name, its old table never had; and an old name is no column. -#}
    {%- if not match['plan']['former'] and not property['alias_of'] -%}
        {%- do match.update({'missing': match['missing'] + 1}) -%}
        {%- do context['found'].append(['property_without_column', match['plan']['event'], property['property'], {
            'source': match['plan']['source'], 'candidates': property['column'] | join(', '),
            'table': match['joined'] if property['table'] == 'joined' else match['relation']
        }]) -%}
    {%- endif -%}
    {%- if context['missing'] == 'null' -%}
        {%- do match['columns'].append({
            'sql': 'cast(null as ' ~ (property['cast'] or context['nulls'][property['type']]) ~ ')',
            'alias': property['alias'], 'description': property['description'],
            'tests': [], 'meta': property['meta'], 'tags': property['tags'], 'comment': 'no column yet', 'type': none
        }) -%}
    {%- endif -%}
{%- endmacro -%}
