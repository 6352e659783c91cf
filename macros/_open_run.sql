{#- Return the run that Python opens for this project: its plan, its catalogue, its writer. -#}
{%- macro _open_run(command, asked) -%}
    {%- do reflekt._need_python() -%}
    {{ return(modules.reflekt.open_run(
        project_name, reflekt.reflekt_version(), command, asked, [target.name, target.type, target.database]
    )) }}
{%- endmacro -%}
