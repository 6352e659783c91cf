{#- Return what people are shown of the matches: one mapping a table that is selected, but for
    those that the loader may well do without. -#}
{%- macro table_counts(matches) -%}
    {%- set counts = [] -%}
    {%- for match in matches if match['plan']['selected'] and (match['columns'] or not match['plan']['optional']) -%}
        {%- set table = match['plan'] -%}
        {%- set planned = table['properties'] | length -%}
        {%- set there = planned - match['missing'] - match['unknowable'] if match['columns'] else 0 -%}
        {%- do counts.append({
            'source': table['source'], 'union': table['union']['name'] if table['union'] else none,
            'event': table['event'], 'model': table['model'],
            'table': match['relation'], 'planned': planned, 'matched': there,
            'missing': match['missing'], 'unplanned': match['unplanned'], 'unknowable': match['unknowable']
        }) -%}
    {%- endfor -%}
    {{ return(counts) }}
{%- endmacro -%}
