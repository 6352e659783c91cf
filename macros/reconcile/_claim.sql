{#- Note that *match* reads a relation, and return what all that read it share, for wide tables
    are read by many: {'name', 'matches', 'used', 'columns', 'plain'}.

    used: {column in lower case: ...}, those that rows are picked or joined by. columns: {column in lower case:
    as present has it}. plain: whether all are spelled as names without quotes fold. -#}
{%- macro _claim(match, entry, context) -%}
    {%- set claims = context['claims'][match['plan']['source']] -%}
    {%- set key = entry['named'] -%}
    {%- if key not in claims -%}
        {%- set exact = entry['columns'] | map('first') | list -%}
        {%- set names = exact | map('lower') | list -%}
        {%- set folded = exact | map('upper') | list if context['rules']['folds_to'] == 'upper' else names -%}
        {%- set columns = dict(zip(names, entry['columns'])) -%}
        {%- if columns | length < names | length -%}
            {%- set columns = reflekt._index_twins(entry['columns'], context) -%}
        {%- endif -%}
        {%- do claims.update({key: {
            'name': entry['name'], 'matches': [], 'used': {}, 'columns': columns, 'plain': exact == folded
        }}) -%}
    {%- endif -%}
    {%- do claims[key]['matches'].append(match) -%}
    {{ return(claims[key]) }}
{%- endmacro -%}


{#- Return {column in lower case: column} of a table in which some names differ in case only.

    The one that needs no quotes answers, else the first; the others are kept under their
    SQL, so that nothing is lost. -#}
{%- macro _index_twins(columns, context) -%}
    {%- set index = {} -%}
    {%- for column in columns -%}
        {%- set name = column[0].lower() -%}
        {%- set sql = reflekt._column_sql(name, column[0], context) -%}
        {%- if name in index and sql == name -%}
            {%- do index.update({reflekt._column_sql(name, index[name][0], context): index[name]}) -%}
        {%- endif -%}
        {%- do index.update({sql if name in index and sql != name else name: column}) -%}
    {%- endfor -%}
    {{ return(index) }}
{%- endmacro -%}
