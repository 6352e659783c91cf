{#- Stop unless the Python package is in the process, in a project with vars.reflekt. -#}
{%- macro _need_python() -%}
    {%- if modules.reflekt is not defined -%}
        {{ reflekt._fail(
            'the Python package reflekt-dbt is not beside this dbt, or there is no vars.reflekt',
            'pip install reflekt-dbt into the environment of dbt, then run: reflekt-dbt init'
        ) }}
    {%- endif -%}
{%- endmacro -%}
