{#- Add to each branch a column that some lack, or have in another type; return its tests.

    Where a branch lacks it there is a null without a word, for that is no flaw of the model, and
    a finding says so; with the words, where none has it. -#}
{%- macro _unite_unlike(planned, there, types, branches, context) -%}
    {%- set known = types | reject('none') | map('lower') | unique | list -%}
    {%- set key = tojson([planned['type'] or '', planned['cast'] or '', known]) -%}
    {%- if known and key not in context['common'] -%}
        {%- do context['common'].update({key: reflekt._common_type(planned, known, context)}) -%}
    {%- endif -%}
    {%- set common = context['common'][key] -%}
    {%- for branch in branches -%}
        {%- set type = types[loop.index0] -%}
        {%- set copy = {} -%}
        {%- if not known -%}
            {%- do copy.update(there[0]) -%}
        {%- elif type is none -%}
            {%- do copy.update({'sql': 'cast(null as ' ~ common['null'] ~ ')', 'alias': planned['alias'], 'comment': ''}) -%}
        {%- else -%}
            {%- do copy.update(branch['by_alias'][planned['alias']]) -%}
            {%- if type.lower() in common['casts'] -%}
                {%- set sql_type = common['casts'][type.lower()] -%}
                {%- set family = common['families'][type.lower()] -%}
                {%- do copy.update({'sql': reflekt.as_text(copy['sql'], sql_type, family) if common['family'] == 'string'
                    else reflekt._cast_sql(copy['sql'], sql_type, family, context)}) -%}
            {%- endif -%}
        {%- endif -%}
        {%- do branch['columns'].append(copy) -%}
    {%- endfor -%}
    {%- set tests = [] -%}
    {%- for test in (planned['tests'] or []) if known and not (none in types and test[0] == '- not_null:') -%}
        {%- do tests.append(test) -%}
    {%- endfor -%}
    {%- if known and planned['value_tests'] -%}
        {%- do tests.extend(reflekt._fitting_tests(planned['value_tests'], common['family'])) -%}
    {%- endif -%}
    {{ return(tests) }}
{%- endmacro -%}
