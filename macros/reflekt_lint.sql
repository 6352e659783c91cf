{#- Hold event schemas to the rules of lint, and fail on what breaks them.

    Asks no warehouse and writes nothing.

    select: ids, beginnings of ids or globs of event schemas; a text or a list; none is all.
    fail_on: least severity that fails: error, warning or info; none is lint.fail_on.
    select_rules, ignore_rules: as the options of `reflekt-dbt lint`; texts or lists. -#}
{%- macro reflekt_lint(select=none, fail_on=none, select_rules=none, ignore_rules=none) -%}
    {%- do reflekt._need_python() -%}
    {%- set asked = {'select': select, 'fail_on': fail_on} -%}
    {%- do asked.update({'select_rules': select_rules, 'ignore_rules': ignore_rules}) -%}
    {%- do print(modules.reflekt.lint(project_name, reflekt.reflekt_version(), asked)) -%}
{%- endmacro -%}
