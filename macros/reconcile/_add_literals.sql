{#- Add the columns that no loader makes: where a row comes from. -#}
{%- macro _add_literals(match, context) -%}
    {%- set literals = context['literals'] -%}
    {%- for literal in match['plan']['literals'] -%}
        {%- set text = reflekt._source_name(match['relation']) if literal['is_table'] else literal['text'] -%}
        {%- if text is none -%}
            {%- set sql = 'null' -%}
        {%- elif literal['is_code'] -%}
            {%- set sql = "'" ~ text ~ "'" -%}
        {%- else -%}
            {%- if text not in literals -%}
                {%- set literal_sql = reflekt._literal(text, context['escapes']) -%}
                {%- do literals.update({text: reflekt._inert(literal_sql) if '{' in literal_sql else literal_sql}) -%}
            {%- endif -%}
            {%- set sql = literals[text] -%}
        {%- endif -%}
        {%- do match['columns'].append({
            'sql': 'cast(' ~ sql ~ ' as {{ dbt.type_string() }})', 'alias': literal['alias'],
            'description': literal['description'], 'tests': [], 'meta': [], 'comment': '', 'type': ''
        }) -%}
    {%- endfor -%}
{%- endmacro -%}
