{#- Return the run that Python opens for this project: its plan, its catalogue, its writer. -#}
{%- macro _open_run(command, asked) -%}
    {%- if modules.reflekt is not defined -%}
        {{ reflekt._fail(
            'the Python package reflekt-dbt is not beside this dbt, or there is no vars.reflekt',
            'pip install reflekt-dbt into the environment of dbt, then run: reflekt-dbt init'
        ) }}
    {%- endif -%}
    {{ return(modules.reflekt.open_run(
        project_name, reflekt.reflekt_version(), command, asked, [target.name, target.type, target.database]
    )) }}
{%- endmacro -%}
