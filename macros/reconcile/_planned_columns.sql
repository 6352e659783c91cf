{#- Return {column in lower case: ...}: what the events that read a relation account for. -#}
{%- macro _planned_columns(claim) -%}
    {%- set planned = {} -%}
    {%- do planned.update(claim['used']) -%}
    {%- for match in claim['matches'] -%}
        {%- set known = match['plan']['known'] -%}
        {%- do planned.update(dict(zip(known, known))) -%}
        {%- for property in match['plan']['properties'] -%}
            {%- for name in property['column'] -%}{%- do planned.update({name: name}) -%}{%- endfor -%}
            {%- for former in property['former'] -%}
                {%- for name in former['column'] -%}{%- do planned.update({name: name}) -%}{%- endfor -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(planned) }}
{%- endmacro -%}
