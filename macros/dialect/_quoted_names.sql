{#- Return {name in lower case: ...}: what of a plan's names this warehouse takes only in quotes. -#}
{%- macro _quoted_names(plan) -%}
    {%- for type, names in plan['quoted'] if type in (adapter.type(), '') -%}
        {{ return(dict(zip(names, names))) }}
    {%- endfor -%}
{%- endmacro -%}
