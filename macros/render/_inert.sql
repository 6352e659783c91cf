{#- Return SQL so that dbt, which reads a model as Jinja, renders it to the very same characters. -#}
{%- macro _inert(sql) -%}
    {%- if '{{' in sql or '{%' in sql or '{#' in sql -%}
        {{ return(sql.replace('{', "{{ '{' }}")) }}
    {%- endif -%}
    {{ return(sql) }}
{%- endmacro -%}
