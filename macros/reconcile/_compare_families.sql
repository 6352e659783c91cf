{#- Add a finding where a column's family cannot hold what the schema says. -#}
{%- macro _compare_families(match, property, column, actual, context) -%}
    {%- set planned = property['type'] -%}
    {#- Text may hold JSON, a number may hold integers, and loaders keep dates as timestamps. -#}
    {%- set alike = 'any' in (planned, actual)
        or [planned, actual] in [['json', 'string'], ['integer', 'number'], ['date', 'timestamp']] -%}
    {%- if not alike -%}
        {%- do context['found'].append(['type_family_differs', match['plan']['event'], property['property'], {
            'source': match['plan']['source'], 'column': column, 'planned': planned, 'actual': actual,
            'table': match['joined'] if property['table'] == 'joined' else match['relation']
        }]) -%}
    {%- endif -%}
{%- endmacro -%}


{#- Return the family of a type as the catalogue spells it, and remember it. -#}
{%- macro _learn_family(type, context) -%}
    {%- set family = reflekt._type_family(type, context['families']) -%}
    {%- do context['types'].update({type: family}) -%}
    {{ return(family) }}
{%- endmacro -%}
