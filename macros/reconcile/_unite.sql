{#- Make one model of a union's *matches*: a list of it or, where no source has a table, of none.

    It is like a match of _match_table, but its columns are there for the docs alone. What is
    selected are those of its 'branches', the matches that have a table: the same aliases in the
    same order, of types that a union takes. -#}
{%- macro _unite(union, matches, context) -%}
    {%- set branches = [] -%}
    {%- for match in matches if match['columns'] -%}
        {%- set branch = {} -%}
        {%- do branch.update(match) -%}
        {%- do branch.update({
            'columns': [], 'by_alias': dict(zip(match['columns'] | map(attribute='alias'), match['columns']))
        }) -%}
        {%- do branches.append(branch) -%}
    {%- endfor -%}
    {%- if not union['optional'] and matches[0]['plan']['status'] != 'planned' -%}{%- do reflekt._find_absent(union, matches, branches, context) -%}{%- endif -%}
    {%- if not branches -%}{{ return([]) }}{%- endif -%}
    {%- for branch in branches if branch['plan']['former'] -%}
        {%- do context['found'].append(['former_table_kept', union['event'], '', {
            'source': branch['plan']['source'], 'table': branch['relation']
        }]) -%}
    {%- endfor -%}
    {%- set model = {
        'plan': union, 'columns': [], 'config': [], 'window': '',
        'window_mark': branches[0]['window_mark'], 'branches': branches
    } -%}
    {%- do reflekt._unite_columns(model, context) -%}
    {%- set columns = {} -%}
    {%- for branch in branches -%}{%- do columns.update(branch['there']) -%}{%- endfor -%}
    {%- do reflekt._apply_settings(model, {'columns': columns}, context) -%}
    {{ return([model]) }}
{%- endmacro -%}


{#- Add a finding for each source of a union that has no table, or one if none of them has. -#}
{%- macro _find_absent(union, matches, branches, context) -%}
    {%- if not branches -%}
        {%- do context['found'].append(['event_without_table', union['event'], '', {
            'source': union['source'], 'candidates': union['relations'] | join(', ')
        }]) -%}
    {%- endif -%}
    {%- for match in matches if branches and not match['columns'] and not match['plan']['former'] -%}
        {%- do context['found'].append(['source_without_table', match['plan']['event'], '', {
            'source': match['plan']['source'], 'model': union['model'],
            'candidates': match['plan']['relations'] | join(', ')
        }]) -%}
    {%- endfor -%}
{%- endmacro -%}
