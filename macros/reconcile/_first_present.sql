{#- Return the index entry of the first candidate that is there, or none. -#}
{%- macro _first_present(table, candidates, context) -%}
    {%- set tables = context['index'][table['source']] -%}
    {%- set there = candidates | select('in', tables) | list -%}
    {%- if not there and not table['optional'] and not table['union'] and table['status'] != 'planned' -%}
        {%- do context['found'].append(['event_without_table', table['event'], '', {
            'source': table['source'], 'candidates': candidates | join(', ')
        }]) -%}
    {%- elif there | length > 1 -%}
        {%- do context['found'].append(['two_candidates', table['event'], '', {
            'source': table['source'], 'candidates': there | join(', '), 'chosen': there[0]
        }]) -%}
    {%- endif -%}
    {{ return(tables[there[0]] if there else none) }}
{%- endmacro -%}
