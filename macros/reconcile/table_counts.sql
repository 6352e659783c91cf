{#- Return what people are shown of the matches: one mapping a table that is selected. -#}
{%- macro table_counts(matches) -%}
    {%- set counts = [] -%}
    {%- for match in matches if match['plan']['selected'] -%}
        {%- set table = match['plan'] -%}
        {%- set planned = table['properties'] | length -%}
        {%- set there = planned - match['missing'] - match['unknowable'] if match['columns'] else 0 -%}
        {%- do counts.append({
            'source': table['source'], 'event': table['event'], 'model': table['model'],
            'table': match['relation'], 'planned': planned, 'matched': there,
            'missing': match['missing'], 'unplanned': match['unplanned'], 'unknowable': match['unknowable']
        }) -%}
    {%- endfor -%}
    {{ return(counts) }}
{%- endmacro -%}
