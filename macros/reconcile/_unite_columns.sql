{#- Fill in the columns of a *model* of several sources, and of its branches. One loop, without a
    macro in its usual path: there are tens of thousands of columns. -#}
{%- macro _unite_columns(model, context) -%}
    {%- set branches = model['branches'] -%}
    {%- set layout = context['layouts'][model['plan']['layout']] -%}
    {%- set literals = branches[0]['plan']['literals'] -%}
    {%- set added = branches[0]['plan']['added'] -%}
    {%- set more = reflekt._united_more(model, layout, 'more') -%}
    {%- set more_context = reflekt._united_more(model, layout, 'more_context') -%}
    {%- for planned in layout['columns'] + model['plan']['properties'] + more + layout['context'] + more_context
            + added + literals -%}
        {%- set alias = planned['alias'] -%}
        {%- set there = [] -%}
        {%- set types = [] -%}
        {%- for branch in branches -%}
            {#- Jinja would take a dict's own items for a property of that name. -#}
            {%- if alias in branch['by_alias'] -%}
                {%- set column = branch['by_alias'][alias] -%}
                {%- do there.append(column) -%}
                {#- The loader's own columns are one for all tables: it is the table that has a type. -#}
                {%- do types.append(column['type'] if column['type'] is defined else branch['there'][planned['column']][1]) -%}
            {%- else -%}
                {%- do types.append(none) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- if there | length == branches | length and types | unique | list | length == 1 -%}
            {%- for column in there -%}{%- do branches[loop.index0]['columns'].append(column) -%}{%- endfor -%}
            {%- set tests = planned['tests'] or [] if types[0] is not none else [] -%}
            {%- if planned['value_tests'] and types[0] is not none -%}
                {%- set tests = tests + reflekt._fitting_tests(planned['value_tests'], there[0]['family']) -%}
            {%- endif -%}
        {%- elif there -%}
            {%- set tests = reflekt._unite_unlike(planned, there, types, branches, context) -%}
        {%- endif -%}
        {%- if there -%}
            {%- do model['columns'].append({
                'alias': alias, 'description': planned['description'] or '', 'meta': planned['meta'] or [],
                'tags': planned['tags'] or [], 'tests': tests
            }) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}


{#- Return the columns of all branches that nobody planned, by alias. What one source plans is
    planned, though another has it unplanned. -#}
{%- macro _united_more(model, layout, part) -%}
    {%- set seen = {} -%}
    {%- for column in layout['columns'] + model['plan']['properties'] + layout['context'] -%}
        {%- do seen.update({column['alias']: true}) -%}
    {%- endfor -%}
    {%- set united = [] -%}
    {%- for branch in model['branches'] -%}
        {%- for column in branch[part] if column['alias'] not in seen -%}
            {%- do seen.update({column['alias']: true}) -%}
            {%- do united.append({'alias': column['alias'], 'description': column['description'], 'tests': []}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(united | sort(attribute='alias')) }}
{%- endmacro -%}
