{#- Add the columns that no loader makes: where a row comes from. -#}
{%- macro _add_literals(match, context) -%}
    {%- set literals = context['literals'] -%}
    {%- for literal in match['plan']['literals'] -%}
        {%- set text = match['relations'][0] if literal['is_table'] else literal['text'] -%}
        {%- if text is none -%}
            {%- set sql = 'null' -%}
        {%- elif literal['is_code'] -%}
            {%- set sql = "'" ~ text ~ "'" -%}
        {%- else -%}
            {%- if text not in literals -%}
                {#- Most are plain, and a macro for each would be thousands of calls. -#}
                {%- set is_plain = modules.re.fullmatch('[A-Za-z0-9_ /.-]*', text) is not none -%}
                {%- do literals.update({text: "'" ~ text ~ "'" if is_plain
                    else reflekt._inert(reflekt._literal(text, context['escapes']))}) -%}
            {%- endif -%}
            {%- set sql = literals[text] -%}
        {%- endif -%}
        {%- do match['columns'].append({
            'sql': 'cast(' ~ sql ~ ' as {{ dbt.type_string() }})', 'alias': literal['alias'],
            'description': literal['description'], 'tests': [], 'meta': [], 'comment': '', 'type': ''
        }) -%}
    {%- endfor -%}
{%- endmacro -%}
