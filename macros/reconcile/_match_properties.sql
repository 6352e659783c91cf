{#- Match the properties of *match* with the columns of its tables. One loop, without a macro or
    a method in its usual path: there are tens of thousands of properties. -#}
{%- macro _match_properties(match, claim, joined, context) -%}
    {%- set quoted = context['quoted'] -%}
    {%- set types = context['types'] -%}
    {%- for property in match['plan']['properties'] -%}
        {%- set pool = joined if property['table'] == 'joined' else claim -%}
        {%- set there = property['column'] | select('in', pool['columns']) | list -%}
        {%- set name = there[0] if there else '' -%}
        {%- set column = pool['columns'][name] if there else ['', ''] -%}
        {%- set is_column = property['kind'] == 'column' -%}
        {%- set is_special = property['former'] or property['hash'] -%}
        {%- set inside = reflekt._contained(property, pool, property['table'] ~ '.' if joined else '', context)
            if property['containers'] and not there and not is_special else none -%}
        {%- if is_special -%}
            {%- do reflekt._add_read(match, property, pool, joined, context) -%}
        {%- elif inside -%}
            {%- do reflekt._add_contained(match, property, inside, context) -%}
        {%- elif not there or (not is_column and column[2] is defined and property['path'] | join('.') not in column[2]) -%}
            {%- do reflekt._add_missing(match, property, context) -%}
        {%- else -%}
            {%- if there | length > 1 -%}
                {%- do context['found'].append(['two_candidates', match['plan']['event'], property['property'], {
                    'source': match['plan']['source'], 'candidates': there | join(', '), 'chosen': name
                }]) -%}
            {%- endif -%}
            {%- set sql = name if pool['plain'] and name not in quoted
                else reflekt._column_sql(name, column[0], context) -%}
            {%- set sql = property['table'] ~ '.' ~ sql if joined else sql -%}
            {%- set tests = property['tests'] -%}
            {%- set family = 'any' -%}
            {%- if is_column -%}
                {%- set family = types[column[1]] or reflekt._learn_family(column[1], context) -%}
                {%- if family != property['type'] -%}
                    {%- do reflekt._compare_families(match, property, column[0], family, context) -%}
                {%- endif -%}
                {%- if property['value_tests'] -%}
                    {%- set tests = tests + reflekt._fitting_tests(property['value_tests'], family) -%}
                {%- endif -%}
            {%- else -%}
                {%- set sql = reflekt._field_sql(sql, column[1], property, context) -%}
                {%- if column[2] is not defined -%}
                    {%- do match.update({'unknowable': match['unknowable'] + 1}) -%}
                {%- endif -%}
            {%- endif -%}
            {%- do match['columns'].append({
                'sql': reflekt._cast_sql(sql, property['cast'], family, context) if property['cast'] else sql,
                'alias': property['alias'], 'description': property['description'],
                'tests': tests, 'meta': property['meta'], 'tags': property['tags'], 'comment': '',
                'type': property['cast'] or (column[1] if is_column else ''), 'family': family
            }) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}


{#- Return the tests of values that a column of this family can be compared with. -#}
{%- macro _fitting_tests(tests, family) -%}
    {%- set fitting = [] -%}
    {%- for families, lines in tests if family in families -%}{%- do fitting.append(lines) -%}{%- endfor -%}
    {{ return(fitting) }}
{%- endmacro -%}
