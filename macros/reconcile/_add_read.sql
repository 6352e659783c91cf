{#- Add a property that is read from more than one place, or hashed: what it is called now comes
    first, then each of its former names, of which any may be there. -#}
{%- macro _add_read(match, property, pool, joined, context) -%}
    {%- set prefix = property['table'] ~ '.' if joined else '' -%}
    {%- set reads = [] -%}
    {%- for place in [property] + property['former'] -%}
        {%- set read = reflekt._read(match, property, place, pool, prefix, context) -%}
        {%- if read -%}{%- do reads.append(read) -%}{%- endif -%}
    {%- endfor -%}
    {%- if not reads -%}
        {%- do reflekt._add_missing(match, property, context) -%}
    {%- else -%}
        {%- set made = reflekt._coalesced(reads, property, context) -%}
        {%- do match['columns'].append({
            'sql': made['sql'], 'alias': property['alias'], 'description': property['description'],
            'tests': property['tests'] + reflekt._fitting_tests(property['value_tests'], made['family']),
            'meta': property['meta'], 'tags': property['tags'], 'comment': '',
            'type': made['type'], 'family': made['family']
        }) -%}
    {%- endif -%}
{%- endmacro -%}


{#- Return how a property is read at one place, {'sql', 'type', 'family'}, none if it is not there. -#}
{%- macro _read(match, property, place, pool, prefix, context) -%}
    {%- set there = place['column'] | select('in', pool['columns']) | list -%}
    {%- if not there -%}
        {%- set asked = {'containers': place['containers'], 'type': property['type']} -%}
        {%- set inside = reflekt._contained(asked, pool, prefix, context) if place['containers'] else none -%}
        {{ return(reflekt._read_inside(inside, property, context) if inside else none) }}
    {%- endif -%}
    {%- set column = pool['columns'][there[0]] -%}
    {%- set sql = prefix ~ reflekt._column_sql(there[0], column[0], context) -%}
    {%- if property['kind'] != 'column' -%}
        {{ return({'sql': reflekt._field_sql(sql, column[1], property, context), 'type': '', 'family': 'any'}) }}
    {%- endif -%}
    {%- set family = context['types'][column[1]] or reflekt._learn_family(column[1], context) -%}
    {%- if place['alias'] and not property['alias_of'] -%}
        {%- if there | length > 1 -%}
            {%- do context['found'].append(['two_candidates', match['plan']['event'], property['property'], {
                'source': match['plan']['source'], 'candidates': there | join(', '), 'chosen': there[0]
            }]) -%}
        {%- endif -%}
        {%- if family != property['type'] and not property['hash'] -%}
            {%- do reflekt._compare_families(match, property, column[0], family, context) -%}
        {%- endif -%}
    {%- endif -%}
    {{ return({'sql': sql, 'type': column[1], 'family': family}) }}
{%- endmacro -%}


{#- Return what is read out of an object. JSON gives text, which is cast to what is planned. -#}
{%- macro _read_inside(inside, property, context) -%}
    {%- if not inside['is_text'] -%}
        {%- set family = context['types'][inside['type']] or reflekt._learn_family(inside['type'], context) -%}
        {{ return({'sql': inside['sql'], 'type': inside['type'], 'family': family}) }}
    {%- endif -%}
    {%- set is_cast = property['type'] not in ('string', 'json', 'any') and not property['cast'] -%}
    {%- set type = context['nulls'][property['type']] -%}
    {{ return({
        'sql': reflekt._cast_sql(inside['sql'], type, 'string', context) if is_cast else inside['sql'],
        'type': type, 'family': property['type'] if is_cast else 'string'
    }) }}
{%- endmacro -%}
